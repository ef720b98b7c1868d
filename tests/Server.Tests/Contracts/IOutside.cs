using Hidori.Integrations;
using NodaTime;

namespace Hidori.Server.Tests.Contracts;

/// <summary>The vendor's side of a contract test: two colleagues, what they do, and what goes wrong.</summary>
public interface IOutside : IAsyncDisposable
{
    ICalendarProvider Calendar { get; }

    /// <summary>Lives in Asia/Tokyo, like <see cref="Sato"/>.</summary>
    Connection Tanaka { get; }

    Connection Sato { get; }

    Instant Now { get; }

    /// <summary>How many random histories the vendor can be asked to bear.</summary>
    int RandomHistories { get; }

    string AddressOf(Connection whose);

    void TimePasses(Duration time);

    /// <summary>Takes time in a calendar without us; the entry's id.</summary>
    string TakesTime(Connection whose, ForeignEntry entry);

    IReadOnlyList<SeenEntry> CalendarOf(Connection whose);

    void DeletesByHand(Connection whose, string remoteId);

    /// <summary>The owner writes something of their own below our text.</summary>
    void AddsNote(Connection whose, string remoteId, string note);

    /// <summary>The owner invites somebody we do not know of.</summary>
    Task AddsAttendeeAsync(Connection whose, string remoteId, string address);

    /// <summary>The address of a room that accepts what it is asked while it is free. Where there is none, the test is skipped.</summary>
    string Room();

    /// <summary>From now on a meeting link takes this long to come; null when none ever comes.</summary>
    void LinksTake(Connection whose, Duration? time);

    void GoesWrong(Trouble trouble);

    /// <summary>How many calls reached the vendor since the last time this was asked.</summary>
    int CallsSinceLastAsked();
}

public enum Shown { Free, Tentative, Busy, OutOfOffice, WorkingElsewhere, Unknown }

/// <summary>What somebody else put into a calendar.</summary>
public sealed record ForeignEntry(string Subject, Instant Start, Instant End)
{
    public Shown Shown { get; init; } = Shown.Busy;
    public bool IsPrivate { get; init; }
    public bool IsAllDay { get; init; }
    public bool IsCancelled { get; init; }
    public bool IsDeclined { get; init; }

    /// <summary>Repeats each week this many times.</summary>
    public int Weeks { get; init; } = 1;

    public IReadOnlyList<LocalDate> CancelledOn { get; init; } = [];
}

/// <summary>An entry as its owner sees it.</summary>
public sealed record SeenEntry(
    string Id, string ICalUid, string Subject, Interval Time, Shown Shown, string Body, string Place,
    IReadOnlyList<string> Attendees, string? JoinLink, bool HasReminder, bool IsOrganizer);

/// <summary>What goes wrong with calls to the vendor.</summary>
public abstract record Trouble
{
    /// <summary>All goes well again.</summary>
    public sealed record Nothing : Trouble;

    /// <summary>The next write is carried out, but its answer never arrives.</summary>
    public sealed record AnswerLost : Trouble;

    /// <summary>The next write never arrives.</summary>
    public sealed record NeverArrives : Trouble;

    /// <summary>Every call is refused until time has passed.</summary>
    public sealed record Throttled(int Seconds) : Trouble;

    /// <summary>The next calls are answered with this status.</summary>
    public sealed record Status(int Code, int Times = 1) : Trouble;

    /// <summary>The access tokens in use are not taken any more; new ones are.</summary>
    public sealed record AccessTokensForgotten : Trouble;

    /// <summary>The grant itself is withdrawn.</summary>
    public sealed record GrantRevoked : Trouble;
}
