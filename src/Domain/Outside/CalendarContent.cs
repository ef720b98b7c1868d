using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Hidori.Domain.Outside;

/// <summary>What an entry means to the person whose calendar it stands in.</summary>
public enum EntryPurpose
{
    /// <summary>仮予約: keeps a candidate free. Without reminder, and without attendees but a room.</summary>
    Hold,

    /// <summary>The appointment itself, in the main host's calendar, with the co-hosts as attendees.</summary>
    Meeting,
}

/// <summary>What an attendee is (RFC 5545 CUTYPE).</summary>
public enum AttendeeKind
{
    /// <summary>A member of the organization who takes part.</summary>
    Person,

    /// <summary>A room, whose mailbox answers by its own rules.</summary>
    Resource,
}

/// <summary>A member of the organization, or a room, that takes part in an entry (RFC 5545 ATTENDEE).</summary>
public sealed record Attendee(string Name, string Address, AttendeeKind Kind = AttendeeKind.Person);

/// <summary>All that Hidori says in one calendar entry.</summary>
/// <param name="Purpose">Hold or meeting.</param>
/// <param name="Subject">The title by SPEC M13.</param>
/// <param name="Time">Half-open, UTC.</param>
/// <param name="ZoneId">IANA zone the appointment was planned in, so that Outlook shows the right wall time.</param>
/// <param name="Body">Plain text; the adapter makes the vendor's form of it.</param>
/// <param name="Place">Where it is, or empty.</param>
/// <param name="WithJoinLink">The calendar issues a meeting link of its own with the entry.</param>
/// <param name="Attendees">The co-hosts and at most one room. Never the guest, who is mailed by Hidori (SPEC N1).</param>
public sealed record CalendarContent(
    EntryPurpose Purpose,
    string Subject,
    Interval Time,
    string ZoneId,
    string Body,
    string Place,
    bool WithJoinLink,
    IReadOnlyList<Attendee> Attendees)
{
    /// <summary>A hold that counts as taken to whoever looks at the calendar.</summary>
    public bool IsFirm { get; init; }

    /// <summary>Whether the time shows as taken, else as tentative.</summary>
    public bool ShowsBusy => IsFirm || Purpose == EntryPurpose.Meeting;

    /// <summary>Only who owns the calendar sees the words. Said once, when the entry is made: later it is the owner's to change.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The room that is asked, or null.</summary>
    public Attendee? Room => Attendees.FirstOrDefault(a => a.Kind == AttendeeKind.Resource);

    /// <summary>Equal for equal content: the ledger keeps this instead of a copy, to see whether anything differs.</summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        foreach (var part in (string[])[Purpose.ToString(), Subject, Time.ToString(), ZoneId, Body, Place, WithJoinLink ? "link" : "", IsFirm ? "firm" : "", IsPrivate ? "private" : ""])
            text.Append(part).Append('\u001f');
        foreach (var attendee in Attendees.OrderBy(a => a.Address, StringComparer.Ordinal))
            text.Append(attendee.Kind).Append('\u001f').Append(attendee.Address).Append('\u001f').Append(attendee.Name).Append('\u001f');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
