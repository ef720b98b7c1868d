using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>Reads the list of booking pages (SPEC B11b).</summary>
public sealed class ShowPages(Db db, IOptions<ServerOptions> server, IClock clock)
{
    public async Task<PagesView> RunAsync(ShellView shell, Member reader, bool all, CancellationToken ct)
    {
        var everyones = all && reader.SeesEveryAppointment;
        var pages = (await db.BookingPages.AsNoTracking().ToListAsync(ct))
            .Where(p => everyones || p.IsManagedBy(reader.Id) || p.Hosts.Contains(reader.Id))
            .OrderBy(p => p.Owner != reader.Id).ThenBy(p => p.CreatedAt).ToList();
        var people = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, ct);
        var troubles = await MemberTroubles.OfAllAsync(db, ct);
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var coming = await ComingAsync(ct);
        var wishes = await db.Wishes.AsNoTracking().Where(w => w.Proposal == null).GroupBy(w => w.Page).Select(w => new { w.Key, Count = w.Count() }).ToDictionaryAsync(w => w.Key, w => w.Count, ct);
        return new PagesView(
            shell,
            [.. pages.Select(p => RowOf(p, reader, organization, people, troubles, coming) with { Wishes = wishes.GetValueOrDefault(p.Id) })],
            everyones,
            reader.SeesEveryAppointment,
            reader.IsAdministrator);
    }

    /// <summary>The one to be deleted, with what stands on it.</summary>
    public async Task<DeletePageView> DeletionAsync(ShellView shell, BookingPage page, CancellationToken ct) =>
        new(shell, page.Id.ToString(), page.Name, (await ComingAsync(ct)).GetValueOrDefault(page.Id));

    /// <summary>How many bookings of each page are still to come.</summary>
    private async Task<Dictionary<BookingPageId, int>> ComingAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        return await (from a in db.Appointments.IgnoreAutoIncludes().AsNoTracking()
                      where a.Page != null && a.State == AppointmentState.Confirmed
                      join c in db.Set<Candidate>() on a.ChosenCandidate equals c.Id
                      where c.End > now
                      group a by a.Page!.Value into page
                      select new { page.Key, Count = page.Count() }).ToDictionaryAsync(p => p.Key, p => p.Count, ct);
    }

    private PageRow RowOf(
        BookingPage page, Member reader, Organization organization, Dictionary<MemberId, Member> people, Dictionary<MemberId, MemberTrouble> troubles, Dictionary<BookingPageId, int> coming) => new(
        page.Id.ToString(),
        page.Name,
        page.State,
        server.Value.BookingPage(organization.Slug, page.Slug),
        people[page.Owner].DisplayName,
        page.Owner == reader.Id,
        page.MayBeChangedBy(reader),
        string.Join(Ui.Text.Of("Dot"), page.Settings.Meeting.Minutes.Select(m => Dates.Length(Duration.FromMinutes(m)))),
        ShowProposal.FormatOf(page.Settings.Meeting.Format),
        [.. page.Hosts.Select(h => people[h].DisplayName)],
        [.. page.Hosts.Where(h => people[h].State == MemberState.Active && troubles.ContainsKey(h)).Select(h => new MemberInTrouble(people[h].DisplayName, troubles[h], h == reader.Id))],
        coming.GetValueOrDefault(page.Id));
}

/// <param name="IsEveryones">Everybody's pages are listed.</param>
/// <param name="SeesEveryones">The reader may list them.</param>
/// <param name="KeepsOrganization">The reader settles the organization's own days and address.</param>
public sealed record PagesView(ShellView Shell, IReadOnlyList<PageRow> Rows, bool IsEveryones, bool SeesEveryones, bool KeepsOrganization);

/// <param name="Coming">Bookings whose time is not over.</param>
/// <param name="Troubles">Hosts whose calendar cannot be asked.</param>
public sealed record PageRow(
    string Id,
    string Name,
    BookingPageState State,
    string Address,
    string Owner,
    bool IsOwn,
    bool MayChange,
    string Lengths,
    ViewFormat Format,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<MemberInTrouble> Troubles,
    int Coming)
{
    /// <summary>ご希望 that nobody settled yet.</summary>
    public int Wishes { get; init; }
}

/// <summary>予約ページを削除, before it is done.</summary>
public sealed record DeletePageView(ShellView Shell, string Id, string Name, int Coming);
