using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>Reads アポイントメント一覧 for a member: their own, or all for those who see all (SPEC E2).</summary>
public sealed class ShowAppointments(Db db, IClock clock)
{
    private const int PageSize = 50;

    /// <param name="after">The last row of the page before; null to begin with the newest.</param>
    /// <param name="before">The first row of the page behind, to go back.</param>
    public async Task<AppointmentsView> RunAsync(
        ShellView shell, Member reader, string zone, AppointmentFilter filter, PageMark? after, PageMark? before, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var beside = filter.ApplyButStatus(db, reader);
        var counts = await beside.GroupBy(a => a.State).Select(g => new { State = g.Key, Count = g.Count() }).ToListAsync(ct);
        var overCount = await AppointmentFilter.Over(beside, now).CountAsync(ct);
        var waiting = AppointmentFilter.Waiting(db);
        var pendingCount = await ChangeAppointment.Visible(db, reader).CountAsync(a => waiting.Contains(a.Id), ct);

        var rows = filter.Apply(db, reader, now);
        var (shown, newer, older) = await PageAsync(rows, after, before, ct);
        var drafts = await db.Drafts.AsNoTracking().Where(d => d.Member == reader.Id).OrderByDescending(d => d.ChangedAt).ToListAsync(ct);
        return new AppointmentsView(
            shell,
            Tabs(counts.ToDictionary(c => c.State, c => c.Count), overCount, drafts.Count),
            filter, pendingCount,
            reader.SeesEveryAppointment ? await HostsAsync(ct) : [],
            await AppointmentRows.OfAsync(db, shown, now, ct),
            newer, older, await rows.CountAsync(ct), now, zone)
        {
            Drafts = filter.Status == AppointmentStatus.Draft ? drafts : [],
        };
    }

    /// <summary>One more is read than is shown, to know whether there is one.</summary>
    private static async Task<(List<Appointment> Shown, PageMark? Newer, PageMark? Older)> PageAsync(
        IQueryable<Appointment> rows, PageMark? after, PageMark? before, CancellationToken ct)
    {
        var page = before is not null
            ? rows.Where(a => a.ChangedAt > before.ChangedAt || (a.ChangedAt == before.ChangedAt && a.Id > before.Id))
                .OrderBy(a => a.ChangedAt).ThenBy(a => a.Id)
            : (after is null ? rows : rows.Where(a => a.ChangedAt < after.ChangedAt || (a.ChangedAt == after.ChangedAt && a.Id < after.Id)))
                .OrderByDescending(a => a.ChangedAt).ThenByDescending(a => a.Id);
        var shown = await page.Take(PageSize + 1).AsSplitQuery().ToListAsync(ct);
        var goesOn = shown.Count > PageSize;
        shown = [.. shown.Take(PageSize)];
        if (before is not null)
            shown.Reverse();
        if (shown.Count == 0)
            return (shown, null, null);
        var (hasNewer, hasOlder) = before is not null ? (goesOn, true) : (after is not null, goesOn);
        return (shown, hasNewer ? MarkAt(shown[0]) : null, hasOlder ? MarkAt(shown[^1]) : null);
    }

    private static PageMark MarkAt(Appointment appointment) => new(appointment.ChangedAt, appointment.Id);

    private async Task<IReadOnlyList<HostChoice>> HostsAsync(CancellationToken ct) =>
        [
            .. (await db.Members.AsNoTracking().ToListAsync(ct)).Select(m => new HostChoice(m.Id.ToString(), m.DisplayName))
                .OrderBy(h => h.Name, StringComparer.CurrentCulture),
        ];

    private static IReadOnlyList<AppointmentTab> Tabs(Dictionary<AppointmentState, int> counts, int over, int drafts)
    {
        var tabs = counts.Select(c => new AppointmentTab(StatusOf(c.Key), c.Key == AppointmentState.Confirmed ? c.Value - over : c.Value))
            .Append(new AppointmentTab(AppointmentStatus.Completed, over))
            .Append(new AppointmentTab(AppointmentStatus.Draft, drafts)).Where(t => t.Count > 0);
        return [new AppointmentTab(null, counts.Values.Sum()), .. tabs.OrderBy(t => t.State)];
    }

    /// <summary>What stands outside, in one word.</summary>
    public static CalendarMark MarkOf(Appointment appointment, IReadOnlyList<LedgerRow> ledger, IReadOnlyList<HostContact> hosts)
    {
        var standing = ledger.Count(l => l.State == LedgerState.Settled);
        var failing = ledger.Where(l => l.Reason is not null and not PendingReason.Underway)
            .OrderByDescending(l => l.Whose == appointment.MainHost).FirstOrDefault();
        if (failing is not null)
            return new CalendarMark(CalendarState.Pending, standing, ledger.Count, ShowAppointment.KindOf(failing.Reason!.Value));
        if (appointment.State is AppointmentState.Open or AppointmentState.Confirmed && ledger.Any(l => l.Change is not null && !l.HasCopyRecorded))
            return new CalendarMark(CalendarState.Changed, standing, ledger.Count);
        if (hosts.Any(h => HostEntries.HasDeclined(h, appointment, ledger)))
            return new CalendarMark(CalendarState.Declined, standing, ledger.Count);
        if (ledger.Any(l => l.State == LedgerState.InDoubt))
            return new CalendarMark(CalendarState.Writing, standing, ledger.Count);
        return appointment.State switch
        {
            AppointmentState.Open => standing == 0 && ledger.Count == 0
                ? new CalendarMark(CalendarState.Writing)
                : new CalendarMark(CalendarState.Held, standing, ledger.Count),
            AppointmentState.Confirmed => ledger.Any(l => l.Purpose == EntryPurpose.Meeting && l.State == LedgerState.Settled)
                ? new CalendarMark(CalendarState.Written)
                : new CalendarMark(CalendarState.Writing),
            AppointmentState.TimesRequested or AppointmentState.Expired or AppointmentState.Cancelled =>
                standing > 0 ? new CalendarMark(CalendarState.Writing) : new CalendarMark(CalendarState.Removed),
        };
    }

    public static AppointmentStatus StatusOf(Appointment appointment, Instant now) =>
        appointment.IsOver(now) ? AppointmentStatus.Completed : StatusOf(appointment.State);

    private static AppointmentStatus StatusOf(AppointmentState state) => state switch
    {
        AppointmentState.Open => AppointmentStatus.Open,
        AppointmentState.Confirmed => AppointmentStatus.Confirmed,
        AppointmentState.TimesRequested => AppointmentStatus.OtherTimesRequested,
        AppointmentState.Expired => AppointmentStatus.Expired,
        AppointmentState.Cancelled => AppointmentStatus.Cancelled,
    };
}

/// <summary>アポイントメント一覧.</summary>
/// <param name="Tabs">All states with their counts; the one with State null counts all.</param>
/// <param name="Hosts">To choose from; empty for those who see only their own.</param>
/// <param name="Newer">Where the page before begins anew; null on the first.</param>
/// <param name="Older">Where the next page goes on; null on the last.</param>
public sealed record AppointmentsView(
    ShellView Shell,
    IReadOnlyList<AppointmentTab> Tabs,
    AppointmentFilter Filter,
    int PendingCount,
    IReadOnlyList<HostChoice> Hosts,
    IReadOnlyList<AppointmentRow> Rows,
    PageMark? Newer,
    PageMark? Older,
    int Total,
    Instant Now,
    string Zone)
{
    /// <summary>The reader's own, where they are asked for.</summary>
    public IReadOnlyList<DraftRow> Drafts { get; init; } = [];
}

public sealed record HostChoice(string Id, string Name);

public sealed record AppointmentTab(AppointmentStatus? State, int Count);

public enum AppointmentStatus { Draft, Open, Confirmed, OtherTimesRequested, Expired, Cancelled, Completed }

/// <param name="Start">When confirmed.</param>
/// <param name="Candidates">How many candidates (open) or wishes (other times requested).</param>
/// <param name="Place">What was typed, and the room that the fixed time counts on.</param>
/// <param name="Deadline">For open and expired proposals.</param>
/// <param name="CanWithdraw">It can be ticked for 取り下げ.</param>
public sealed record AppointmentRow(
    string Id,
    AppointmentStatus Status,
    Instant? Start,
    Instant? End,
    int Candidates,
    Instant? Deadline,
    string Company,
    string GuestName,
    int Guests,
    string Title,
    ViewFormat Format,
    string Place,
    IReadOnlyList<string> Hosts,
    CalendarMark Calendar,
    Instant UpdatedAt,
    AppointmentOutcome Outcome,
    bool AsksForDate,
    bool CanWithdraw);

/// <param name="Done">Entries written of <paramref name="Wanted"/>.</param>
/// <param name="Reason">Why it waits.</param>
public sealed record CalendarMark(CalendarState State, int Done = 0, int Wanted = 0, ProblemKind? Reason = null);

/// <summary>What stands outside: カレンダー未反映 is Pending, beside the state and never instead of it.</summary>
public enum CalendarState { None, Held, Writing, Pending, Written, Removed, Changed, Declined }
