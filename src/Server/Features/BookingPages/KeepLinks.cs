using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>ワンタイムURL of a page: each opens it for one booking (SPEC B1).</summary>
public sealed class KeepLinks(Db db, ISecrets secrets, SealedText sealedText, IOptions<ServerOptions> server, IClock clock)
{
    public const int LongestNote = 100;
    public const int UsualDays = 30;

    /// <summary>Of one page, those that can still be used.</summary>
    public const int MostOpen = 200;

    public async Task<LinksView> ShowAsync(ShellView shell, BookingPage page, FormState form, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var zone = page.Settings.Hours.ZoneId;
        var links = await db.OneTimeLinks.AsNoTracking().Where(l => l.Page == page.Id).ToListAsync(ct);
        return new LinksView(
            shell, page.Id.ToString(), page.Name, form, Dates.Iso(now.In(zone).Date.PlusDays(UsualDays)), zone, now,
            [
                .. links.OrderByDescending(l => l.CreatedAt).Select(l => new LinkRow(
                    l.Id.ToString(),
                    l.Note,
                    StateOf(l, now),
                    StateOf(l, now) == OneTimeState.Unused ? server.Value.BookingPage(BookingGate.OneTime, sealedText.Open(SealedText.OneTimeLink, l.ProtectedSecret)) : null,
                    l.EndsAt,
                    l.Appointment?.ToString())),
            ]);
    }

    /// <returns>False when there are too many that nobody used yet.</returns>
    public async Task<bool> MakeAsync(Member member, BookingPage page, string note, LocalDate lastDay, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.OneTimeLinks.CountAsync(l => l.Page == page.Id && l.Appointment == null && l.EndsAt > now, ct) >= MostOpen)
            return false;
        var secret = secrets.NewLinkSecret();
        db.OneTimeLinks.Add(new OneTimeLinkRow
        {
            Id = Guid.CreateVersion7(),
            Organization = page.Organization,
            Page = page.Id,
            SecretHash = LinkHash.Of(secret),
            ProtectedSecret = sealedText.Seal(SealedText.OneTimeLink, secret),
            Note = note,
            CreatedBy = member.Id,
            CreatedAt = now,
            EndsAt = Dates.ZoneOf(page.Settings.Hours.ZoneId).AtStartOfDay(lastDay.PlusDays(1)).ToInstant(),
        });
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>One that was used stays: what was booked with it may be moved while the page is paused, and the list says how it came.</summary>
    public Task DeleteAsync(BookingPage page, Guid id, CancellationToken ct) =>
        db.OneTimeLinks.Where(l => l.Page == page.Id && l.Id == id && l.Appointment == null).ExecuteDeleteAsync(ct);

    private static OneTimeState StateOf(OneTimeLinkRow link, Instant now) =>
        link.Appointment is not null ? OneTimeState.Used : link.EndsAt <= now ? OneTimeState.Over : OneTimeState.Unused;
}

public enum OneTimeState { Unused, Used, Over }

/// <param name="Form">Fields: note, until.</param>
/// <param name="Until">The last day of a new one, where nothing else is typed.</param>
public sealed record LinksView(
    ShellView Shell, string Id, string Name, FormState Form, string Until, string Zone, Instant Now, IReadOnlyList<LinkRow> Links);

/// <param name="Url">Null where it opens nothing any more.</param>
/// <param name="Appointment">What was booked with it.</param>
public sealed record LinkRow(string Id, string Note, OneTimeState State, string? Url, Instant EndsAt, string? Appointment);
