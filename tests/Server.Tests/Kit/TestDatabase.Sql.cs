using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Hidori.Server.Tests.Kit;

/// <summary>What somebody with a console would do and see.</summary>
public sealed partial class TestDatabase
{
    /// <summary>Every value of every table, as a dump would show it.</summary>
    public async Task<IReadOnlyList<(string Column, string Value)>> DumpAsync()
    {
        await using var connection = await OpenAsync();
        var tables = new List<string>();
        await ReadAsync(
            connection,
            Provider == "sqlite"
                ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                : "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
            row => tables.Add(row.GetString(0)));
        var dump = new List<(string, string)>();
        foreach (var table in tables)
        {
            await ReadAsync(connection, $"SELECT * FROM {table}", row =>
            {
                for (var column = 0; column < row.FieldCount; column++)
                    dump.Add(($"{table}.{row.GetName(column)}", Convert.ToString(row.GetValue(column), System.Globalization.CultureInfo.InvariantCulture) ?? ""));
            });
        }

        return dump;
    }

    /// <summary>Nobody reaches it from now on, also over connections that are open.</summary>
    public async Task GoesAwayAsync()
    {
        if (_folder is not null)
        {
            SqliteConnection.ClearAllPools();
            Directory.Move(_folder, Away);
            return;
        }

        await RunAsync(Postgres!, $"ALTER DATABASE {_name} ALLOW_CONNECTIONS false");
        await RunAsync(Postgres!, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'");
    }

    public async Task ComesBackAsync()
    {
        if (_folder is not null)
            Directory.Move(Away, _folder);
        else
            await RunAsync(Postgres!, $"ALTER DATABASE {_name} ALLOW_CONNECTIONS true");
    }

    private string Away => _folder + "-away";

    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = Provider == "sqlite" ? new SqliteConnection(Connection) : new NpgsqlConnection(Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task ReadAsync(DbConnection connection, string sql, Action<DbDataReader> see)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            see(rows);
    }
}
