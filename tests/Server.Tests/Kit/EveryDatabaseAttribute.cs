using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Hidori.Server.Tests.Kit;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>
/// One case for SQLite and one for PostgreSQL. Where no server is at hand the second is skipped for all to see; under
/// CI=true its absence fails (eng/with-postgres starts one).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryDatabaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var postgres = new TheoryDataRow(DatabaseKind.Postgres);
        if (TestDatabase.Postgres is null && Environment.GetEnvironmentVariable("CI") != "true")
            postgres.Skip = "HIDORI_TEST_POSTGRES is not set: eng/with-postgres dotnet test";
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([new TheoryDataRow(DatabaseKind.Sqlite), postgres]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
