using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Domain.Rooms;
using Hidori.Domain.Time;
using Hidori.Server.Storage.Rows;
using Hidori.Simulator.Microsoft365;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What must be true when a history has settled, worked out from the state alone and not by the code under test.</summary>
internal static partial class HistoryPromises
{
    /// <summary>The first promise that is broken, in words; null when all are kept.</summary>
    public static async Task<string?> BrokenAsync(HistoryWorld world)
    {
        var appointments = await world.AppointmentsAsync();
        var ledger = (await world.LedgerAsync()).ToDictionary(l => l.Key);
        return HandDifference(world, appointments, ledger)
            ?? CalendarDifference(world, appointments, ledger)
            ?? AccountDifference(world, ledger)
            ?? RoomDifference(world, appointments, ledger)
            ?? await GuestDifferenceAsync(world, appointments)
            ?? appointments.Select(a => MailDifference(world, a) ?? RoomTellingDifference(world, a) ?? GuestCopyDifference(world, a)).FirstOrDefault(d => d is not null);
    }

    /// <summary>SPEC M19: what a person did stands as they left it, and is shown; nothing else is shown.</summary>
    private static string? HandDifference(
        HistoryWorld world, IReadOnlyList<Appointment> appointments, Dictionary<EntryKey, LedgerRow> ledger)
    {
        foreach (var hand in world.DoneByHand.Values.Where(h => !h.IsTakenBack && IsWanted(appointments, h.Key)))
        {
            var standing = world.App.Outlook.CalendarOf(hand.Host).FirstOrDefault(i => i.Id == hand.Entry)?.Interval;
            if (standing != hand.Now)
                return $"done by hand and written over: {hand} stands at {standing}";
            var noticed = ledger[hand.Key] switch
            {
                { Change: OutsideChange.Moved, ChangeStart: { } start } => start == hand.Now?.Start,
                { Change: OutsideChange.Deleted or OutsideChange.Cancelled } => hand.Now is null,
                _ => false,
            };
            if (!noticed)
                return $"done by hand and not noticed: {hand}, shown is {ledger[hand.Key].Change} {ledger[hand.Key].ChangeStart}";
        }

        return ledger.Values.FirstOrDefault(l => l.Change is not null && IsWanted(appointments, l.Key) && IsInvented(world, l)) is { } invented
            ? $"{invented.Change} to {invented.ChangeStart} is shown at {invented.Key}, and nobody did that"
            : null;
    }

    /// <summary>
    /// Offered again before anything was taken away, a candidate's hold may stand where a person put it before: that is
    /// shown, and is true.
    /// </summary>
    private static bool IsInvented(HistoryWorld world, LedgerRow row)
    {
        if (world.DoneByHand.TryGetValue(row.Key, out var hand))
            return hand.IsTakenBack;
        var standing = world.CalendarOf(row.Whose).FirstOrDefault(i => i.Id == row.RemoteId)?.Start;
        return !world.Touched.Contains(row.Key) || standing != row.ChangeStart;
    }

    private static bool IsWanted(IReadOnlyList<Appointment> appointments, EntryKey key) =>
        appointments.Single(a => a.Id == key.Appointment) is var appointment && appointment.State switch
        {
            AppointmentState.Open => appointment.Hosts.Contains(key.Whose) && appointment.Candidates.Any(c => c.Id == key.Candidate),
            AppointmentState.Confirmed => key.Candidate == appointment.ChosenCandidate && key.Whose == appointment.MainHost,
            AppointmentState.TimesRequested or AppointmentState.Expired or AppointmentState.Cancelled => false,
        };

    private static string? CalendarDifference(
        HistoryWorld world, IReadOnlyList<Appointment> appointments, Dictionary<EntryKey, LedgerRow> ledger)
    {
        foreach (var host in world.Hosts)
        {
            var wanted = appointments.SelectMany(a => EntriesOf(world, a, host, ledger)).Order(StringComparer.Ordinal).ToList();
            var changed = ledger.Values.Where(l => l.Whose == host && l.Change is not null).Select(l => l.RemoteId).ToList();
            // By its mark and not by its id, which is unknown as long as the answer to the write is.
            var waiting = ledger.Values.Where(l => l.Whose == host && WaitsForTheMeeting(appointments, l, ledger)).Select(l => l.Key.ToString()).ToList();
            var uninvited = ledger.Values.Where(l => host != l.Whose && InvitesLater(world, l)).Select(l => l.ICalUid).ToHashSet();
            var found = world.CalendarOf(host)
                .Where(i => !changed.Contains(i.Id) && !i.ExtendedProperties.Values.Any(waiting.Contains) && !uninvited.Contains(i.ICalUId))
                .Select(i => $"{i.Start} {i.ShowAs is ShowAs.Tentative && i.IsOrganizer} {i.IsOrganizer} {i.JoinUrl is not null} {i.Subject}")
                .Order(StringComparer.Ordinal).ToList();
            if (!wanted.SequenceEqual(found))
            {
                return $"calendar of {world.AddressOf(host)}\n wanted: {string.Join("; ", wanted)}\n found:  {string.Join("; ", found)}\n "
                    + string.Join("; ", appointments.Select(a => $"{a.State} rev {a.Revision}"));
            }
        }

        return null;
    }

    /// <summary>
    /// SPEC M7: everything is in the account it was written with, or in the one its host moved it to, and in no other. What
    /// a person changed stays as it is, and so do its invitations, until somebody has settled that (M19).
    /// </summary>
    private static string? AccountDifference(HistoryWorld world, Dictionary<EntryKey, LedgerRow> ledger)
    {
        foreach (var ((appointment, host), account) in world.Accounts)
        {
            var uids = ledger.Values.Where(l => l.Appointment == appointment && l.ICalUid is not null).Select(l => l.ICalUid).ToHashSet();
            uids.ExceptWith(ledger.Values.Where(l => l.Appointment == appointment && l.Change is not null).Select(l => l.ICalUid));
            foreach (var other in world.AccountsOf(host).Where(a => a != account))
            {
                if (world.App.Outlook.CalendarOf(other).FirstOrDefault(i => uids.Contains(i.ICalUId)) is { } astray)
                    return $"{astray.Start} {astray.Subject} stands in {other} instead of {account}";
            }
        }

        return null;
    }

    /// <summary>SPEC X6: once nothing hangs on an account that was replaced, its tokens are forgotten.</summary>
    public static async Task<string?> TokenLeftOverAsync(HistoryWorld world, CancellationToken ct) =>
        (await world.ConnectionsAsync(ct)).FirstOrDefault(c => c is { State: ConnectionState.Disconnected, ProtectedRefreshToken: not null }) is { } kept
            ? $"the tokens of {kept.Address} are still kept"
            : null;

    /// <summary>A co-host's hold stays until their copy is there, and a meeting that somebody changed is left alone.</summary>
    private static bool WaitsForTheMeeting(IReadOnlyList<Appointment> appointments, LedgerRow row, Dictionary<EntryKey, LedgerRow> ledger) =>
        appointments.Single(a => a.Id == row.Appointment) is { State: AppointmentState.Confirmed } appointment
        && row.Candidate == appointment.ChosenCandidate && !row.HasCopyRecorded
        && ledger[MainKey(appointment, appointment.Chosen!)].Change is not null;

    /// <summary>Hosts came or went while the meeting waits for somebody to settle what was done to it: they are invited, or no more, after that.</summary>
    private static bool InvitesLater(HistoryWorld world, LedgerRow meeting) =>
        meeting is { Purpose: EntryPurpose.Meeting, Change: not null } && world.OtherHosts.Any(o => o.Appointment == meeting.Appointment);

    /// <summary>What should stand in one host's calendar, beside what a person changed there.</summary>
    private static IEnumerable<string> EntriesOf(HistoryWorld world, Appointment appointment, Domain.MemberId host, Dictionary<EntryKey, LedgerRow> ledger)
    {
        if (!appointment.Hosts.Contains(host))
            return [];
        var isMain = host == appointment.MainHost;
        switch (appointment.State)
        {
            case AppointmentState.Open:
                return appointment.Candidates.Where(c => ledger[new EntryKey(appointment.Id, c.Id, host)].Change is null)
                    .Select(c => $"{c.Start} True True False 【仮予約】{appointment.Title}");
            case AppointmentState.Confirmed:
                // A co-host's copy goes where the meeting goes, also when somebody drags it there.
                var meeting = ledger[MainKey(appointment, appointment.Chosen!)];
                return meeting.Change switch
                {
                    null => [$"{appointment.Chosen!.Start} False {isMain} {appointment.WithJoinLink} {appointment.Title}"],
                    OutsideChange.Moved when !isMain && !InvitesLater(world, meeting) => [$"{meeting.ChangeStart} False False {appointment.WithJoinLink} {appointment.Title}"],
                    _ => [],
                };
            case AppointmentState.TimesRequested or AppointmentState.Expired or AppointmentState.Cancelled:
            default:
                return [];
        }
    }

    /// <summary>SPEC M12, M17: the room of a candidate is the one that its entry asks, and its answer is the one that is shown.</summary>
    private static string? RoomDifference(
        HistoryWorld world, IReadOnlyList<Appointment> appointments, Dictionary<EntryKey, LedgerRow> ledger)
    {
        var fixedRooms = appointments.Where(a => a is { State: AppointmentState.Confirmed, Chosen.HasRoom: true })
            .Select(a => (Room: a.Chosen!.Room!.Value, a.Chosen.Time)).ToList();
        if (fixedRooms.Any(one => fixedRooms.Any(other => other != one && other.Room == one.Room && other.Time.Overlaps(one.Time))))
            return "one room for two appointments at a time";

        foreach (var appointment in appointments)
        {
            foreach (var candidate in appointment.Candidates.Where(c => ledger.GetValueOrDefault(MainKey(appointment, c)) is { State: LedgerState.Settled, Change: null }))
            {
                if (CandidateRoomDifference(world, appointment, candidate, ledger[MainKey(appointment, candidate)]) is { } difference)
                    return $"{difference}: {appointment.State} {candidate.Start}, {candidate.RoomBooking} {NameOf(world, candidate)}";
            }
        }

        return null;
    }

    private static string? CandidateRoomDifference(HistoryWorld world, Appointment appointment, Candidate candidate, LedgerRow row)
    {
        var entry = world.CalendarOf(appointment.MainHost).Single(i => i.Id == row.RemoteId);
        var asked = entry.Attendees.Where(a => a.Type == AttendeeType.Resource).Select(a => a.Address).ToList();
        var counted = appointment.CandidatesWithRooms.Contains(candidate)
            ? world.Rooms.Where(r => r.Id == candidate.RoomOrNone).Select(r => r.Address).ToList()
            : [];
        if (!asked.SequenceEqual(counted))
            return $"the entry asks {string.Join(", ", asked)} instead of {string.Join(", ", counted)}";
        if (appointment.State == AppointmentState.Confirmed && candidate.RoomBooking is RoomBooking.Planned or RoomBooking.Sought)
            return "a room is neither asked nor lost";

        foreach (var room in world.Rooms)
        {
            var copies = world.App.Outlook.CalendarOf(room.Address).Where(i => i.ICalUId == entry.ICalUId).ToList();
            if (copies.Any(c => c.Start != candidate.Start))
                return $"{room.Name} holds it at another time";
            if (!counted.Contains(room.Address) && copies.Count > 0)
                return $"{room.Name} still holds what it is not asked for";
            if (!counted.Contains(room.Address) || world.FetchedBack.Contains(row.Key))
                continue;
            var answer = copies.Select(c => (ResponseType?)c.Response).SingleOrDefault();
            var isTrue = candidate.RoomBooking switch
            {
                RoomBooking.Accepted => answer == ResponseType.Accepted,
                RoomBooking.Tentative => answer == ResponseType.TentativelyAccepted,
                RoomBooking.Asked => answer == ResponseType.NotResponded || world.DraggedBack.Contains(row.Key)
                    || (world.PutsInDoubt.Contains(row.Key) && row.Answers.Any(a => a.IsOlderThan(row.AsksSince(candidate.RoomAskedAt)))),
                RoomBooking.None or RoomBooking.Planned or RoomBooking.Sought or RoomBooking.Lost => false,
            };
            if (!isTrue)
                return $"{room.Name} says {answer?.ToString() ?? "no"}";
        }

        return null;
    }

    private static EntryKey MainKey(Appointment appointment, Candidate candidate) => new(appointment.Id, candidate.Id, appointment.MainHost);

    private static string NameOf(HistoryWorld world, Candidate candidate) => world.Rooms.FirstOrDefault(r => r.Id == candidate.Room)?.Name ?? "";
}
