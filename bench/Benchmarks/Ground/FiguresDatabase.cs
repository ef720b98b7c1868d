using Hidori.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hidori.Benchmarks.Ground;

/// <summary>
/// A database of this run, gone when the run ends: SQLite in a file, or, where HIDORI_TEST_POSTGRES says where one can be made,
/// PostgreSQL.
/// </summary>
internal sealed class FiguresDatabase : IAsyncDisposable
{
    private static int made;
    private readonly string? folder;

    private FiguresDatabase(string provider, string connection, string? name, string? folder) =>
        (Provider, Connection, Name, this.folder) = (provider, connection, name, folder);

    public static bool IsPostgres => Server is not null;

    public string Provider { get; }

    public string Connection { get; }

    /// <summary>On PostgreSQL, whose processes bear it in their titles; null on SQLite.</summary>
    public string? Name { get; }

    private static string? Server => Environment.GetEnvironmentVariable("HIDORI_TEST_POSTGRES");

    /// <summary>An empty one, with the product's schema.</summary>
    public static async Task<FiguresDatabase> MakeAsync()
    {
        FiguresDatabase database;
        if (Server is { } server)
        {
            var name = $"hidori_figures_{Environment.ProcessId}_{Interlocked.Increment(ref made)}";
            await ExecuteAsync(server, $"CREATE DATABASE {name}");
            var own = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 60 };
            database = new FiguresDatabase("postgres", own.ToString(), name, folder: null);
        }
        else
        {
            var folder = Directory.CreateTempSubdirectory("hidori-figures-").FullName;
            database = new FiguresDatabase("sqlite", $"Data Source={Path.Combine(folder, "hidori.db")}", name: null, folder);
        }

        await using var factory = database.NewFactory();
        await new Migrator(factory, NullLogger<Migrator>.Instance).RunAsync(default);
        return database;
    }

    public DbFactory NewFactory() => new(Options.Create(new DatabaseOptions { Provider = Provider, Connection = Connection }));

    public async Task<long> CountAsync(string sql)
    {
        await using System.Data.Common.DbConnection connection = Name is null ? new SqliteConnection(Connection) : new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>What a database does by itself after so much was loaded, done now: else it is counted with what is asked.</summary>
    public Task SettleAsync() => Name is null ? Task.CompletedTask : ExecuteAsync(Connection, "VACUUM ANALYZE");

    public async ValueTask DisposeAsync()
    {
        if (folder is not null)
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }

        if (Name is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(Server!, $"DROP DATABASE {Name} WITH (FORCE)");
        }
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
