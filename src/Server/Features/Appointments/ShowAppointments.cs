using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Outside;
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
    private const int MostSearched = 5_000;

    public async Task<AppointmentsView> RunAsync(
        ShellView shell, Member reader, string zone, AppointmentStatus? selected, string query, bool pendingOnly, int page, CancellationToken ct)
    {
        var visible = ChangeAppointment.Visible(db, reader).AsNoTracking();
        var now = clock.GetCurrentInstant();
        var counts = await visible.GroupBy(a => a.State).Select(g => new { State = g.Key, Count = g.Count() }).ToListAsync(ct);
        var waiting = db.Ledger.Where(l => (l.Reason != null && l.Reason != PendingReason.Underway) || (l.Change != null && l.CopyIn == null)).Select(l => l.Appointment).Distinct();
        var pendingCount = await visible.CountAsync(a => waiting.Contains(a.Id), ct);

        var over = Over(visible, now);
        var overCount = await over.CountAsync(ct);
        var rows = selected switch
        {
            null => visible,
            AppointmentStatus.Completed => over,
            // They are no appointments yet.
            AppointmentStatus.Draft => visible.Where(a => false),
            AppointmentStatus.Confirmed => visible.Where(a => a.State == AppointmentState.Confirmed && !over.Any(o => o.Id == a.Id)),
            { } status when StateOf(status) is { } state => visible.Where(a => a.State == state),
            _ => visible,
        };
        if (pendingOnly)
            rows = rows.Where(a => waiting.Contains(a.Id));
        var (shown, total) = query.Length == 0
            ? (await Newest(rows).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct), await rows.CountAsync(ct))
            : await SearchAsync(rows, query, page, ct);

        var ids = shown.Select(a => a.Id).ToList();
        var ledger = (await db.Ledger.AsNoTracking().Where(l => ids.Contains(l.Appointment)).ToListAsync(ct)).ToLookup(l => l.Appointment);
        var contacts = await OutsideState.HostsAsync(db, [.. shown.SelectMany(a => a.Hosts).Distinct()], ct);
        var hosts = contacts.ToDictionary(h => h.Member);
        var rooms = await OutsideState.RoomsAsync(db, shown.Select(a => a.Chosen?.RoomOrNone), ct);
        var drafts = await db.Drafts.AsNoTracking().Where(d => d.Member == reader.Id).OrderByDescending(d => d.ChangedAt).ToListAsync(ct);
        return new AppointmentsView(
            shell,
            Tabs(counts.ToDictionary(c => c.State, c => c.Count), overCount, drafts.Count),
            selected, query, pendingOnly, pendingCount,
            [.. shown.Select(a => Row(a, now, [.. ledger[a.Id]], [.. a.Hosts.Select(h => hosts[h])], rooms.FirstOrDefault(r => r.Id == a.Chosen?.RoomOrNone)?.Name))],
            page, PageSize, total, now, zone)
        {
            Drafts = selected == AppointmentStatus.Draft ? drafts : [],
        };
    }

    private static IQueryable<Appointment> Over(IQueryable<Appointment> rows, Instant now) => rows.Where(a =>
        a.State == AppointmentState.Confirmed && a.Candidates.Any(c => c.Id == a.ChosenCandidate && c.End <= now));

    private static IReadOnlyList<AppointmentTab> Tabs(Dictionary<AppointmentState, int> counts, int over, int drafts)
    {
        var tabs = counts.Select(c => new AppointmentTab(StatusOf(c.Key), c.Key == AppointmentState.Confirmed ? c.Value - over : c.Value))
            .Append(new AppointmentTab(AppointmentStatus.Completed, over))
            .Append(new AppointmentTab(AppointmentStatus.Draft, drafts)).Where(t => t.Count > 0);
        return [new AppointmentTab(null, counts.Values.Sum()), .. tabs.OrderBy(t => t.State)];
    }

    private static IQueryable<Appointment> Newest(IQueryable<Appointment> rows) =>
        rows.OrderByDescending(a => a.ChangedAt).ThenBy(a => a.Id).AsSplitQuery();

    /// <summary>In code: neither database folds kana, width and case as people expect. Bounded, since it reads all it searches.</summary>
    private static async Task<(List<Appointment> Shown, int Total)> SearchAsync(
        IQueryable<Appointment> rows, string query, int page, CancellationToken ct)
    {
        var found = (await Newest(rows).Take(MostSearched).ToListAsync(ct)).Where(a => Fits(a, query)).ToList();
        return (found.Skip((page - 1) * PageSize).Take(PageSize).ToList(), found.Count);
    }

    private static AppointmentRow Row(
        Appointment appointment, Instant now, IReadOnlyList<LedgerRow> ledger, IReadOnlyList<HostContact> hosts, string? room) => new(
        appointment.Id.ToString(),
        StatusOf(appointment, now),
        appointment.Chosen?.Start,
        appointment.Chosen?.End,
        appointment.State == AppointmentState.TimesRequested ? appointment.PreferredTimes.Count : appointment.Candidates.Count,
        appointment.State is AppointmentState.Open or AppointmentState.Expired ? appointment.Deadline : null,
        appointment.FirstGuest.Company,
        appointment.FirstGuest.Name,
        appointment.Guests.Count,
        appointment.DisplayTitle,
        ShowProposal.FormatOf(appointment.Format),
        AppointmentFootprint.PlaceOf(appointment.Place, room),
        [.. hosts.Select(h => h.Name)],
        MarkOf(appointment, ledger, hosts),
        appointment.ChangedAt,
        appointment.Outcome,
        appointment.DateAskedAt is not null);

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
        if (hosts.Any(h => ShowAppointment.HasDeclined(h, appointment, ledger)))
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

    private static bool Fits(Appointment appointment, string query)
    {
        var texts = appointment.Guests.SelectMany(guest => (string[])[guest.Company, guest.Name, guest.Mail]).Append(appointment.DisplayTitle);
        return texts.Any(text =>
            System.Globalization.CultureInfo.GetCultureInfo("ja-JP").CompareInfo.IndexOf(
                text, query,
                System.Globalization.CompareOptions.IgnoreCase | System.Globalization.CompareOptions.IgnoreKanaType
                | System.Globalization.CompareOptions.IgnoreWidth) >= 0);
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

    private static AppointmentState? StateOf(AppointmentStatus status) => status switch
    {
        AppointmentStatus.Open => AppointmentState.Open,
        AppointmentStatus.Confirmed => AppointmentState.Confirmed,
        AppointmentStatus.OtherTimesRequested => AppointmentState.TimesRequested,
        AppointmentStatus.Expired => AppointmentState.Expired,
        AppointmentStatus.Cancelled => AppointmentState.Cancelled,
        AppointmentStatus.Draft or AppointmentStatus.Completed => null,
    };
}

/// <summary>アポイントメント一覧.</summary>
/// <param name="Tabs">All states with their counts; the one with State null counts all.</param>
/// <param name="Query">What is searched for, from ?q=.</param>
public sealed record AppointmentsView(
    ShellView Shell,
    IReadOnlyList<AppointmentTab> Tabs,
    AppointmentStatus? Selected,
    string Query,
    bool PendingOnly,
    int PendingCount,
    IReadOnlyList<AppointmentRow> Rows,
    int Page,
    int PageSize,
    int Total,
    Instant Now,
    string Zone)
{
    /// <summary>The reader's own, where they are asked for.</summary>
    public IReadOnlyList<DraftRow> Drafts { get; init; } = [];
}

public sealed record AppointmentTab(AppointmentStatus? State, int Count);

public enum AppointmentStatus { Draft, Open, Confirmed, OtherTimesRequested, Expired, Cancelled, Completed }

/// <param name="Start">When confirmed.</param>
/// <param name="Candidates">How many candidates (open) or wishes (other times requested).</param>
/// <param name="Place">What was typed, and the room that the fixed time counts on.</param>
/// <param name="Deadline">For open and expired proposals.</param>
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
    bool AsksForDate);

/// <param name="Done">Entries written of <paramref name="Wanted"/>.</param>
/// <param name="Reason">Why it waits.</param>
public sealed record CalendarMark(CalendarState State, int Done = 0, int Wanted = 0, ProblemKind? Reason = null);

/// <summary>What stands outside: カレンダー未反映 is Pending, beside the state and never instead of it.</summary>
public enum CalendarState { None, Held, Writing, Pending, Written, Removed, Changed, Declined }
