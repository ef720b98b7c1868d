using System.Data.Common;
using System.Text;
using Hidori.Server.Storage;
using Hidori.Server.Tests.Kit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace Hidori.Server.Tests.Approvals;

/// <summary>What the migration scripts leave behind, so that a review of a new script shows the whole.</summary>
public sealed class TheSchema
{
    private const string Sqlite = "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name";

    private const string Postgres = """
        SELECT line FROM (
            SELECT table_name AS t, 1 AS part, ordinal_position::int AS n,
                   table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
                   || coalesce(' default ' || column_default, '') || CASE is_identity WHEN 'YES' THEN ' identity' ELSE '' END AS line
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL
            SELECT c.relname, 2, 0, c.relname || ': ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace s ON s.oid = c.relnamespace
            WHERE s.nspname = 'public' AND k.contype <> 'n'
            UNION ALL
            SELECT tablename, 3, 0, indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL
            SELECT c.relname, 4, 0, pg_get_triggerdef(g.oid)
            FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE NOT g.tgisinternal
        ) AS schema ORDER BY t COLLATE "C", part, n, line COLLATE "C"
        """;

    [Theory, EveryDatabase]
    public async Task The_schema_was_approved(DatabaseKind kind)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.MakeAsync(kind);
        await using var factory = new DbFactory(
            Options.Create(new DatabaseOptions { Provider = database.Provider, Connection = database.Connection }));
        await new Migrator(factory, NullLogger<Migrator>.Instance).RunAsync(ct);

        await using DbConnection connection = kind == DatabaseKind.Sqlite
            ? new SqliteConnection(database.Connection)
            : new NpgsqlConnection(database.Connection);
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = kind == DatabaseKind.Sqlite ? Sqlite : Postgres;
        await using var reader = await command.ExecuteReaderAsync(ct);
        var schema = new StringBuilder();
        while (await reader.ReadAsync(ct))
            schema.Append(reader.GetString(0)).Append('\n');

        Approve.Text(kind == DatabaseKind.Sqlite ? "schema.sqlite.sql" : "schema.postgres.txt", schema.ToString());
    }
}
