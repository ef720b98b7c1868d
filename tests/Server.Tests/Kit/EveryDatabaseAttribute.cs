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
/// One case for SQLite and one for PostgreSQL, each with the values given. Where no server is at hand the second is
/// skipped for all to see; under CI=true its absence fails (eng/with-postgres starts one).
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EveryDatabaseAttribute(params object[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Cases(values)]);

    public override bool SupportsDiscoveryEnumeration() => true;

    /// <summary>The same two, for a table that is computed.</summary>
    public static IEnumerable<ITheoryDataRow> Cases(params object[] values)
    {
        yield return new TheoryDataRow([DatabaseKind.Sqlite, .. values]);
        var postgres = new TheoryDataRow([DatabaseKind.Postgres, .. values]);
        if (TestDatabase.Postgres is null && Environment.GetEnvironmentVariable("CI") != "true")
            postgres.Skip = "HIDORI_TEST_POSTGRES is not set: eng/with-postgres dotnet test";
        yield return postgres;
    }
}
