using Hidori.Server.Storage;
using Hidori.Server.Tests.Kit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hidori.Server.Tests.Storage;

/// <summary>HOUSE §4.7: forward only, each in a transaction, whoever starts and however many at once.</summary>
public sealed class UpgradingTheSchema
{
    [Theory, EveryDatabase]
    public async Task A_second_start_changes_nothing(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        await storage.AddOrganizationAsync("a", 1);

        await UpgradeAsync(storage.Factory, Scripts(kind));

        await using var db = storage.Open(default);
        Assert.Equal(1, await db.Members.IgnoreQueryFilters([Db.OrganizationFilter]).CountAsync(TestContext.Current.CancellationToken));
        Assert.False(storage.Factory.SqliteFile is { } file && Directory.GetFiles(Path.GetDirectoryName(file)!, "*.before-*").Length > 0);
    }

    [Theory, EveryDatabase]
    public async Task Nodes_that_start_together_make_one_schema(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeEmptyAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => storage.AnotherNode()).ToList()
            .Select(node => Task.Run(() => UpgradeAsync(node, Scripts(kind)), TestContext.Current.CancellationToken)));

        await storage.AddOrganizationAsync("a", 1);
        Assert.Equal(Scripts(kind).Count, await VersionsAsync(storage));
    }

    [Theory, EveryDatabase]
    public async Task Nodes_that_upgrade_together_run_the_script_once(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var next = Next(kind, "CREATE TABLE fresh (id integer NOT NULL); INSERT INTO fresh (id) VALUES (1);");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => storage.AnotherNode()).ToList()
            .Select(node => Task.Run(() => UpgradeAsync(node, next), TestContext.Current.CancellationToken)));

        await using var db = storage.Open(default);
        Assert.Equal(1, await db.Database.SqlQueryRaw<int>("""SELECT count(*) AS "Value" FROM fresh""").SingleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_file_is_copied_before_it_is_upgraded()
    {
        await using var storage = await TestStorage.MakeAsync(DatabaseKind.Sqlite);
        await storage.AddOrganizationAsync("a", 2);
        var next = Next(DatabaseKind.Sqlite, "DELETE FROM agendas;");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => storage.AnotherNode()).ToList()
            .Select(node => Task.Run(() => UpgradeAsync(node, next), TestContext.Current.CancellationToken)));

        var copy = $"{storage.Factory.SqliteFile}.before-{next[^1].Number}";
        Assert.True(File.Exists(copy));
        await using var before = new SqliteConnection($"Data Source={copy};Pooling=False");
        await before.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = before.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM agendas) || ' ' || (SELECT max(number) FROM schema_versions)";
        Assert.Equal($"2 {next[^1].Number - 1}", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Theory, EveryDatabase]
    public async Task A_script_that_fails_leaves_the_schema_as_it_was(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var next = Next(kind, "CREATE TABLE fresh (id integer NOT NULL); INSERT INTO nowhere (id) VALUES (1);");

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => UpgradeAsync(storage.Factory, next));

        Assert.Equal(Scripts(kind).Count, await VersionsAsync(storage));
        // Nothing is left half done, and no lock is left behind.
        await UpgradeAsync(storage.AnotherNode(), Next(kind, "CREATE TABLE fresh (id integer NOT NULL);"));
    }

    private static Task UpgradeAsync(DbFactory node, IReadOnlyList<Migrator.Script> scripts) =>
        new Migrator(node, NullLogger<Migrator>.Instance).RunAsync(scripts, TestContext.Current.CancellationToken);

    private static IReadOnlyList<Migrator.Script> Scripts(DatabaseKind kind) => Migrator.Scripts(kind == DatabaseKind.Sqlite ? "sqlite" : "postgres");

    private static List<Migrator.Script> Next(DatabaseKind kind, string sql)
    {
        var scripts = Scripts(kind);
        return [.. scripts, new Migrator.Script(scripts[^1].Number + 1, "fresh", sql)];
    }

    private static async Task<int> VersionsAsync(TestStorage storage)
    {
        await using var db = storage.Open(default);
        return await db.Database.SqlQueryRaw<int>("""SELECT count(*) AS "Value" FROM schema_versions""").SingleAsync(TestContext.Current.CancellationToken);
    }
}
