using Npgsql;

namespace Hidori.Server.Tests.Kit;

/// <summary>An empty database of one's own, gone when the test ends.</summary>
public sealed partial class TestDatabase : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly string? _name;

    private TestDatabase(string provider, string connection, string? folder, string? name)
    {
        Provider = provider;
        Connection = connection;
        _folder = folder;
        _name = name;
    }

    /// <summary>Connection to a server on which databases may be made; null when there is none.</summary>
    public static string? Postgres => Environment.GetEnvironmentVariable("HIDORI_TEST_POSTGRES");

    public string Provider { get; }
    public string Connection { get; }

    public static async Task<TestDatabase> MakeAsync(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            var folder = Directory.CreateTempSubdirectory("hidori-test-").FullName;
            return new TestDatabase("sqlite", $"Data Source={Path.Combine(folder, "hidori.db")}", folder, null);
        }

        var server = Postgres ?? throw new InvalidOperationException("HIDORI_TEST_POSTGRES is not set, and CI=true wants PostgreSQL.");
        var name = $"hidori_{Guid.CreateVersion7():N}";
        await RunAsync(server, $"CREATE DATABASE {name}");
        var own = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 };
        return new TestDatabase("postgres", own.ToString(), null, name);
    }

    /// <summary>For what no page can do yet.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using System.Data.Common.DbConnection connection = _folder is null
            ? new NpgsqlConnection(Connection)
            : new Microsoft.Data.Sqlite.SqliteConnection(Connection);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }

        if (_name is not null)
            await RunAsync(Postgres!, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private static async Task RunAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Database = "postgres", Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
