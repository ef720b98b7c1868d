using System.Data.Common;
using Hidori.Server.Tenancy;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hidori.Server.Storage;

/// <summary>Opens the configured database for one organization.</summary>
public sealed class DbFactory : IAsyncDisposable
{
    private readonly string? _sqlite;
    private readonly NpgsqlDataSource? _postgres;

    public DbFactory(IOptions<DatabaseOptions> options)
    {
        var settings = options.Value;
        if (settings.Provider == "postgres")
        {
            var source = new NpgsqlDataSourceBuilder(settings.Connection);
            source.UseNodaTime();
            _postgres = source.Build();
            MostConnections = source.ConnectionStringBuilder.MaxPoolSize;
            return;
        }

        var connection = new SqliteConnectionStringBuilder(settings.Connection) { DefaultTimeout = 30, ForeignKeys = true };
        if (Path.GetDirectoryName(connection.DataSource) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        _sqlite = connection.ToString();
        SqliteFile = connection.DataSource;
    }

    /// <summary>The database file, or null on PostgreSQL.</summary>
    public string? SqliteFile { get; }

    /// <summary>How many connections may be open at once. A file has no such bound.</summary>
    internal int MostConnections { get; } = int.MaxValue;

    /// <summary>
    /// SQLite has one writer at a time; waiting here in order is quicker and fairer than its own busy loop.
    /// </summary>
    internal SemaphoreSlim? SqliteWriter { get; } = new(1, 1);

    public Db Open(CurrentOrganization organization) =>
        _postgres is null ? new SqliteDb(_sqlite!, organization) : new PostgresDb(_postgres, organization);

    /// <summary>For gates, the worker's queue and start-up: rows of an organization are seen only by lifting the filter.</summary>
    internal Db OpenOutsideOrganizations() => Open(CurrentOrganization.Nobody);

    /// <summary>A connection that is not open yet, for what no context is to be made for.</summary>
    internal DbConnection Connect() => _postgres is null ? new SqliteConnection(_sqlite) : _postgres.CreateConnection();

    /// <summary>Waits for the turn to write. Dispose ends the turn. Free on PostgreSQL.</summary>
    internal async Task<IDisposable> WriterTurnAsync(CancellationToken ct)
    {
        if (_postgres is not null)
            return NoTurn.Instance;
        await SqliteWriter!.WaitAsync(ct);
        return new Turn(SqliteWriter);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        SqliteWriter?.Dispose();
    }

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }

    private sealed class NoTurn : IDisposable
    {
        public static readonly NoTurn Instance = new();
        public void Dispose() { }
    }
}
