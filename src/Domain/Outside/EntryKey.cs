namespace Hidori.Domain.Outside;

/// <summary>Names one place in the outside world: one candidate in one host's calendar.</summary>
/// <remarks>
/// The key names the place, not the thing: a hold stands there first, and when the guest picks the candidate the main
/// host's hold becomes the meeting under the same key. So taking a hold over (SPEC M12) is an update like any other.
/// The adapter finds entries again by this key after an answer was lost.
/// </remarks>
public readonly record struct EntryKey(AppointmentId Appointment, CandidateId Candidate, MemberId Whose)
{
    public override string ToString() =>
        string.Create(null, $"{Appointment.Value:N}.{Candidate.Value:N}.{Whose.Value:N}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is not one of ours.</summary>
    public static EntryKey? Parse(string? text) =>
        text?.Split('.') is [var appointment, var candidate, var whose]
        && Guid.TryParseExact(appointment, "N", out var a)
        && Guid.TryParseExact(candidate, "N", out var c)
        && Guid.TryParseExact(whose, "N", out var w)
            ? new EntryKey(new(a), new(c), new(w))
            : null;
}
