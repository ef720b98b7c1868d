using Xunit;

namespace Hidori.Server.Tests.Architecture;

/// <summary>HOUSE §6.1: what a person gets does not depend on the database the operator chose.</summary>
public sealed class ScenariosRunOnEveryDatabase
{
    [Fact]
    public void No_scenario_chooses_its_database()
    {
        var broken =
            from file in Repository.Files("tests/Server.Tests/Scenarios", ".cs")
            where file.Text.Contains("StartAsync(DatabaseKind.", StringComparison.Ordinal)
                || file.Text.Contains("StartEmptyAsync(DatabaseKind.", StringComparison.Ordinal)
            select file.Path;

        Repository.Holds("A scenario takes its database from [EveryDatabase].", broken);
    }
}
