using Hidori.Server.Storage;
using Hidori.Server.Tests.Kit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Hidori.Server.Tests.Storage;

/// <summary>HOUSE §4.7: the scripts people read and the model the code uses are one schema.</summary>
public sealed class TheScriptsMakeTheModel
{
    /// <summary>What only the scripts make: the record of themselves and the refusal of overlaps, which no model can say.</summary>
    private static readonly string[] ScriptsAlone = ["schema_versions", "taken_times_overlap"];

    [Theory, EveryDatabase]
    public async Task Tables_columns_types_keys_and_indexes_are_the_same(DatabaseKind kind)
    {
        await using var scripts = await TestStorage.MakeAsync(kind);
        await using var model = await ModelAsync(kind);

        var ofModel = await DescribeAsync(model, kind);
        var ofScripts = await DescribeAsync(scripts, kind);

        Assert.True(ofModel.Count > 150, $"only {ofModel.Count} parts were read");
        Assert.Empty(Differences(ofModel, ofScripts));
    }

    [Theory, EveryDatabase]
    public async Task What_a_script_forgot_is_named(DatabaseKind kind)
    {
        await using var scripts = await TestStorage.MakeAsync(kind);
        await scripts.Database.ExecuteAsync("ALTER TABLE mails DROP COLUMN failures");
        await scripts.Database.ExecuteAsync("DROP INDEX ix_outbox_due_at");
        await using var model = await ModelAsync(kind);

        var differences = Differences(await DescribeAsync(model, kind), await DescribeAsync(scripts, kind));

        Assert.Equal(2, differences.Count);
        Assert.Contains(differences, d => d.StartsWith("model only: column mails.failures", StringComparison.Ordinal));
        Assert.Contains(differences, d => d.Contains("ix_outbox_due_at", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task Every_script_is_there_for_both_databases_under_one_name(DatabaseKind kind)
    {
        var here = Migrator.Scripts(kind == DatabaseKind.Sqlite ? "sqlite" : "postgres");
        var there = Migrator.Scripts(kind == DatabaseKind.Sqlite ? "postgres" : "sqlite");

        Assert.Equal(there.Select(s => (s.Number, s.Name)), here.Select(s => (s.Number, s.Name)));
        Assert.Equal(Enumerable.Range(1, here.Count), here.Select(s => s.Number));
        await Task.CompletedTask;
    }

    private static async Task<TestStorage> ModelAsync(DatabaseKind kind)
    {
        var storage = await TestStorage.MakeEmptyAsync(kind);
        await using var db = storage.Open(default);
        Assert.True(await db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken));
        return storage;
    }

    private static List<string> Differences(HashSet<string> model, HashSet<string> scripts) =>
    [
        .. model.Except(scripts).Select(p => "model only: " + p).Order(),
        .. scripts.Except(model).Select(p => "scripts only: " + p).Order(),
    ];

    private static async Task<HashSet<string>> DescribeAsync(TestStorage storage, DatabaseKind kind)
    {
        await using var db = storage.Open(default);
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var parts = new HashSet<string>();
        foreach (var sql in kind == DatabaseKind.Sqlite ? Sqlite : Postgres)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            {
                if (rows.GetString(0) is var part && !ScriptsAlone.Any(a => part.Contains(a, StringComparison.Ordinal)))
                    parts.Add(part);
            }
        }

        return parts;
    }

    private static readonly string[] Sqlite =
    [
        """
        SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || CASE c."notnull" WHEN 1 THEN ' NOT NULL' ELSE '' END
            || CASE WHEN c.pk > 0 THEN ' key ' || c.pk ELSE '' END
        FROM sqlite_master t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
        """,
        """
        SELECT 'index ' || CASE i.origin WHEN 'c' THEN i.name ELSE i.origin END || ' on ' || t.name
            || CASE i."unique" WHEN 1 THEN ' unique ' ELSE ' ' END
            || (SELECT group_concat(x.name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) x)
        FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
        """,
        """
        SELECT 'reference ' || t.name || '.' || f."from" || ' to ' || f."table" || '.' || f."to" || ' ' || f.on_delete
        FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
        """,
    ];

    private static readonly string[] Postgres =
    [
        """
        SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
        FROM information_schema.columns WHERE table_schema = 'public'
        """,
        "SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'",
        """
        SELECT 'constraint ' || conname || ' on ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'u')
        """,
    ];
}
