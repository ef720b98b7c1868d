using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Storage;

/// <summary>Brings the schema up to date at start: numbered scripts, forward only, each in a transaction.</summary>
public sealed partial class Migrator(DbFactory factory, ILogger<Migrator> logger)
{
    // Any number that no other program of the same database is likely to use.
    private const long PostgresLock = 4_869_101_701;

    public Task RunAsync(CancellationToken ct) => RunAsync(Scripts(factory.SqliteFile is null ? "postgres" : "sqlite"), ct);

    /// <param name="scripts">In order of their numbers.</param>
    public async Task RunAsync(IReadOnlyList<Script> scripts, CancellationToken ct)
    {
        await using var db = factory.OpenOutsideOrganizations();
        var isSqlite = factory.SqliteFile is not null;
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(ct);

        if (isSqlite)
            await ExecuteAsync(connection, "PRAGMA journal_mode = WAL", null, ct);
        else
            await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_lock({PostgresLock})"), null, ct);
        try
        {
            await ExecuteAsync(
                connection, "CREATE TABLE IF NOT EXISTS schema_versions (number integer NOT NULL PRIMARY KEY, name text NOT NULL)", null, ct);
            var done = await NewestAsync(connection, ct);
            var due = scripts.Where(s => s.Number > done).ToList();
            foreach (var script in due)
                await ApplyAsync(connection, script, copyFirst: script == due[0], ct);
        }
        finally
        {
            // A connection that broke has lost its lock, and what broke it is to be told.
            if (!isSqlite && connection.State == ConnectionState.Open)
                await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_unlock({PostgresLock})"), null, CancellationToken.None);
        }
    }

    private async Task ApplyAsync(DbConnection connection, Script script, bool copyFirst, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Another process may have been quicker between our look and SQLite's lock.
        var newest = await NewestAsync(connection, ct, transaction);
        if (newest >= script.Number)
            return;
        if (copyFirst && newest > 0 && factory.SqliteFile is { } file)
            CopyFirst(file, script.Number);
        await ExecuteAsync(connection, script.Sql, transaction, ct);
        await ExecuteAsync(
            connection,
            string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_versions (number, name) VALUES ({script.Number}, '{script.Name}')"),
            transaction, ct);
        await transaction.CommitAsync(ct);
        Applied(script.Number);
    }

    private static async Task<int> NewestAsync(DbConnection connection, CancellationToken ct, DbTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT coalesce(max(number), 0) FROM schema_versions";
        return Convert.ToInt32(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, DbTransaction? transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Within the upgrade's own transaction: nobody else upgrades meanwhile, and another connection reads what was there
    /// before it.
    /// </summary>
    private static void CopyFirst(string file, int number)
    {
        using var before = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = $"{file}.before-{number}", Pooling = false }.ToString());
        before.Open();
        copy.Open();
        before.BackupDatabase(copy);
    }

    public static IReadOnlyList<Script> Scripts(string dialect)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var ending = $".{dialect}.sql";
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               where resource.EndsWith(ending, StringComparison.Ordinal)
               let name = resource[..^ending.Length].Split('.')[^1]
               let number = int.Parse(name[..4], CultureInfo.InvariantCulture)
               orderby number
               select new Script(number, name[5..], Read(assembly, resource)),
        ];
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Schema script {Number} applied")]
    private partial void Applied(int number);

    /// <summary>One numbered step of the schema.</summary>
    public sealed record Script(int Number, string Name, string Sql);
}
