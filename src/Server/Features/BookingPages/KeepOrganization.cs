using Hidori.Domain.Availability;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>What booking pages take from the organization: its own 休み and 営業, and its place in their addresses (SPEC B1, B4).</summary>
public sealed class KeepOrganization(Db db, IOptions<ServerOptions> server, IClock clock)
{
    public const int LongestName = 60;

    /// <summary>Added at once: a summer, or the days around the new year.</summary>
    public const int MostDaysAtOnce = 62;

    public async Task<OrganizationDaysView> ShowAsync(ShellView shell, FormState days, FormState address, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var today = clock.GetCurrentInstant().In(organization.ZoneId).Date;
        var rows = await db.OrganizationDays.AsNoTracking().Where(d => d.Date >= today).OrderBy(d => d.Date).ToListAsync(ct);
        return new OrganizationDaysView(
            shell, days, address, organization.Slug, server.Value.Link("b/"), await db.BookingPages.CountAsync(ct),
            [.. rows.Select(d => new OrganizationDayView(d.Date, d.Kind, d.Name))], today);
    }

    /// <summary>One or several dates, both included; what was said of them before is replaced.</summary>
    public async Task AddAsync(Member member, LocalDate first, LocalDate last, OrganizationDay kind, string name, CancellationToken ct)
    {
        var known = await db.OrganizationDays.Where(d => d.Date >= first && d.Date <= last).ToDictionaryAsync(d => d.Date, ct);
        for (var date = first; date <= last; date = date.PlusDays(1))
        {
            if (!known.TryGetValue(date, out var day))
                db.OrganizationDays.Add(day = new OrganizationDayRow { Organization = member.Organization, Date = date });
            (day.Kind, day.Name) = (kind, name);
        }

        await db.SaveChangesAsync(ct);
    }

    public Task DeleteAsync(LocalDate date, CancellationToken ct) => db.OrganizationDays.Where(d => d.Date == date).ExecuteDeleteAsync(ct);

    /// <returns>False when another organization of this server has it.</returns>
    public async Task<bool> MoveAsync(string slug, CancellationToken ct)
    {
        var organization = await db.Organizations.SingleAsync(ct);
        organization.MovesTo(slug);
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}

/// <param name="Days">Fields: first, last, kind (an <see cref="OrganizationDay"/> name), dayName.</param>
/// <param name="Address">Field: slug.</param>
/// <param name="Pages">How many booking pages' addresses change with it.</param>
/// <param name="Rows">From today on.</param>
public sealed record OrganizationDaysView(
    ShellView Shell, FormState Days, FormState Address, string Slug, string Base, int Pages, IReadOnlyList<OrganizationDayView> Rows, LocalDate Today);

public sealed record OrganizationDayView(LocalDate Date, OrganizationDay Kind, string Name);
