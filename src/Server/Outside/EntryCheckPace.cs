using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>How often an appointment's entries are looked at when nobody tells us of a change.</summary>
public static class EntryCheckPace
{
    /// <summary>Exchange's parts may disagree for a while after a write: what differs just then is looked at once more.</summary>
    public static readonly Duration Fresh = Duration.FromMinutes(2);

    private static readonly Duration Near = Duration.FromDays(14);

    /// <summary>A room mostly answers within seconds; with delegates it takes hours (reference/graph.md §8).</summary>
    private static readonly (Duration Age, Duration Pause)[] WhileARoomIsAsked =
    [
        (Duration.FromMinutes(2), Duration.FromSeconds(15)),
        (Duration.FromMinutes(15), Duration.FromMinutes(1)),
        (Duration.FromDays(1), Duration.FromMinutes(15)),
    ];

    /// <summary>When to look next; null when there is nothing left to look at.</summary>
    public static Instant? Next(OutsideState state, Instant now)
    {
        var appointment = state.Appointment;
        Candidate? next = appointment.State switch
        {
            AppointmentState.Open => appointment.Candidates.Where(c => c.Start > now).MinBy(c => c.Start),
            AppointmentState.Confirmed when appointment.Chosen!.End > now => appointment.Chosen,
            AppointmentState.Confirmed or AppointmentState.TimesRequested or AppointmentState.Expired
                or AppointmentState.Cancelled => null,
        };
        if (next is null)
            return null;
        var pause = next.Start - now < Near ? Duration.FromHours(1) : Duration.FromDays(1);
        return now + (AskedSince(state) is { } since ? Duration.Min(pause, PauseAt(now - since, pause)) : pause);
    }

    /// <summary>When to look after an entry was written.</summary>
    public static Instant AfterWrite(CalendarContent written, OutsideState state, Instant now) =>
        written.Attendees.Any(a => a.Kind == AttendeeKind.Resource) ? now + WhileARoomIsAsked[0].Pause
        : Next(state, now) ?? now + Duration.FromDays(1);

    /// <summary>Since when a room has not answered; null when none is asked. Where somebody moved or deleted the entry, nothing is.</summary>
    private static Instant? AskedSince(OutsideState state)
    {
        var asked =
            from candidate in state.Appointment.CandidatesWithRooms
            let room = state.RoomOf(candidate)
            let row = state.Row(new EntryKey(state.Appointment.Id, candidate.Id, state.Appointment.MainHost))
            where room is not null && row is { State: LedgerState.Settled, Change: null }
                && row.Answers.Any(a => (a.Answer == AttendeeAnswer.None || a.IsOlderThan(row.AsksSince(candidate.RoomAskedAt))) && string.Equals(a.Address, room.Address, StringComparison.OrdinalIgnoreCase))
            select row.ChangedAt;
        return asked.Select(at => (Instant?)at).Max();
    }

    private static Duration PauseAt(Duration age, Duration otherwise) =>
        WhileARoomIsAsked.Where(step => age < step.Age).Select(step => (Duration?)step.Pause).FirstOrDefault() ?? otherwise;
}
