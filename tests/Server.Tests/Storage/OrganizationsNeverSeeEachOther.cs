using System.Reflection;
using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Tests.Kit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace Hidori.Server.Tests.Storage;

/// <summary>HOUSE §4.7, §4.11.</summary>
public sealed class OrganizationsNeverSeeEachOther
{
    [Theory, EveryDatabase]
    public async Task Whoever_was_let_into_one_sees_no_row_of_another(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var (one, ones) = await storage.AddOrganizationAsync("one", 2);
        var (other, others) = await storage.AddOrganizationAsync("other", 2);
        await storage.FillAsync(one, ones[0]);
        await storage.FillAsync(other, others[0]);

        await using var db = storage.Open(one);
        var kinds = db.Model.GetEntityTypes().Where(e => OrganizationOf(e) is not null).ToList();
        Assert.True(kinds.Count >= 11, "fewer kinds of rows than there were");
        foreach (var entity in kinds)
        {
            var (seen, all) = await CountAsync(db, entity);
            Assert.True(all.Contains(other), $"{entity.DisplayName()} has no row to be hidden: fill one in TestStorage.FillAsync");
            Assert.True(seen.Count > 0 && seen.All(o => o == one), $"{entity.DisplayName()} shows rows of another organization");
        }
    }

    [Theory, EveryDatabase]
    public async Task Before_a_gate_nobody_sees_anything(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var (one, ones) = await storage.AddOrganizationAsync("one", 1);
        await storage.FillAsync(one, ones[0]);

        await using var db = storage.Open(default);
        foreach (var entity in db.Model.GetEntityTypes().Where(e => OrganizationOf(e) is not null))
            Assert.Empty((await CountAsync(db, entity)).Seen);
    }

    [Fact]
    public async Task Every_table_says_whose_its_rows_are_or_hangs_on_one_that_does()
    {
        await using var storage = await TestStorage.MakeAsync(DatabaseKind.Sqlite);
        await using var db = storage.Open(default);

        // Keys of all nodes and all organizations; the installation's registration at a vendor and what its check found.
        string[] nobodys = ["protection_keys", "provider_registrations", "setup_findings"];
        var lost = db.Model.GetEntityTypes()
            .Where(e => OrganizationOf(e) is null && !nobodys.Contains(e.GetTableName()))
            .Where(e => !e.GetForeignKeys().Any(f => f.DeleteBehavior == DeleteBehavior.Cascade && OrganizationOf(f.PrincipalEntityType) is not null))
            .Select(e => e.GetTableName());
        Assert.Empty(lost);
    }

    private static string? OrganizationOf(IReadOnlyEntityType entity) =>
        entity.ClrType == typeof(Organization) ? nameof(Organization.Id) : entity.FindProperty("Organization")?.Name;

    private static async Task<(List<OrganizationId> Seen, List<OrganizationId> All)> CountAsync(Db db, IEntityType entity)
    {
        var read = typeof(OrganizationsNeverSeeEachOther).GetMethod(nameof(ReadAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
        return await (Task<(List<OrganizationId>, List<OrganizationId>)>)read.MakeGenericMethod(entity.ClrType).Invoke(null, [db, OrganizationOf(entity)])!;
    }

    private static async Task<(List<OrganizationId> Seen, List<OrganizationId> All)> ReadAsync<T>(Db db, string property)
        where T : class
    {
        var ct = TestContext.Current.CancellationToken;
        return (
            await db.Set<T>().Select(r => EF.Property<OrganizationId>(r, property)).ToListAsync(ct),
            await db.Set<T>().IgnoreQueryFilters([Db.OrganizationFilter]).Select(r => EF.Property<OrganizationId>(r, property)).ToListAsync(ct));
    }
}
