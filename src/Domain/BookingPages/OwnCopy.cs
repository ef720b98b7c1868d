using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Domain.BookingPages;

/// <summary>What stands in calendars for an appointment without bearing its mark: a co-host's copy of the meeting, and a room's.</summary>
/// <remarks>
/// Copies stand exactly where the main host's entry does, which bears the mark, and say what it says. One entry at most is
/// taken for a copy, and of several the one that is in the way least: whatever else stands there at that time stays in the way.
/// </remarks>
internal static class OwnCopy
{
    /// <summary>A co-host's calendar without their copy.</summary>
    /// <param name="ofMainHost">The main host's calendar, read with it. Where nothing of the appointment stands there, nobody has a copy.</param>
    public static BusyTimes WithoutCopy(BusyTimes times, BusyTimes? ofMainHost, Appointment appointment, BusyPolicy policy)
    {
        if (times is not BusyTimes.Known known || EntryOf(appointment, ofMainHost) is not { } meeting
            || known.Entries.Any(e => e.Ours?.Appointment == appointment.Id && e.Time == meeting.Time))
            return times;
        var copy = known.Entries
            .Where(e => e.Ours is null && e.Time == meeting.Time && e.IsAllDay == meeting.IsAllDay && (e.Title is null || e.Title == meeting.Title))
            .OrderBy(e => e.Title is null).ThenBy(policy.Blocks)
            .FirstOrDefault();
        return Without(known, copy);
    }

    /// <summary>The calendar of an appointment's room without the appointment: it does not say whose a time is.</summary>
    public static BusyTimes WithoutOwn(BusyTimes times, BusyTimes? ofMainHost, Appointment appointment)
    {
        if (times is not BusyTimes.Known known)
            return times;
        Interval[] own = [EntryOf(appointment, ofMainHost)?.Time ?? appointment.Chosen!.Time, appointment.Chosen!.Time];
        return Without(known, own.Select(o => known.Entries.FirstOrDefault(e => e.Time == o)).FirstOrDefault(e => e is not null));
    }

    private static BusyEntry? EntryOf(Appointment appointment, BusyTimes? ofMainHost) => (ofMainHost as BusyTimes.Known)?.Entries.FirstOrDefault(
        e => e.Ours is { } key && key.Appointment == appointment.Id && key.Candidate == appointment.ChosenCandidate && key.Whose == appointment.MainHost);

    private static BusyTimes.Known Without(BusyTimes.Known known, BusyEntry? copy) =>
        copy is null ? known : known with { Entries = [.. known.Entries.Where(e => !ReferenceEquals(e, copy))] };
}
