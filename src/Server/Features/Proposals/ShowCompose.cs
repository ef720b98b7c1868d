using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>日程調整を作成. Everything typed is kept over every action.</summary>
/// <param name="Form">
/// Fields: title, company, guestName, guestMail, format (a <see cref="ViewFormat"/> name), place, onlineMeeting, message,
/// note, deadlineDate, deadlineTime, delivery (mail or url), newDate, newStart, newEnd, overlapAccepted.
/// Errors may also stand at host, candidate and "".
/// </param>
/// <param name="Attempt">Drawn with the page; one attempt makes one proposal.</param>
/// <param name="Zone">The organization's zone: all local times here are in it.</param>
/// <param name="CreatorAttends">False: the creator is the coordinator (代理調整者).</param>
public sealed record ComposeView(
    ShellView Shell,
    FormState Form,
    string Attempt,
    string Zone,
    Instant Now,
    ComposeWeek Week,
    IReadOnlyList<ComposeHost> Hosts,
    IReadOnlyList<HostChoice> OtherMembers,
    string MainHost,
    string CreatorId,
    bool CreatorAttends,
    IReadOnlyList<ComposeCandidate> Candidates,
    bool CanSendMail = true);

/// <param name="FromHour">First hour drawn, 0–23.</param>
/// <param name="ToHour">Hour at which the drawing ends, 1–24.</param>
public sealed record ComposeWeek(
    LocalDate Monday,
    IReadOnlyList<ComposeDay> Days,
    int FromHour,
    int ToHour,
    LocalTime? Opens = null,
    LocalTime? Closes = null);

/// <param name="ClosedBecause">Name of the holiday or day off, in words; the day can still be typed.</param>
public sealed record ComposeDay(LocalDate Date, string? ClosedBecause = null);

/// <param name="IsKnown">False: the calendar cannot be read; never drawn as free.</param>
/// <param name="Reason">Why it is unknown, in the reader's words.</param>
/// <param name="GetsHolds">Whether sending writes a hold into this host's calendar.</param>
public sealed record ComposeHost(
    string Id,
    string Name,
    bool IsKnown,
    bool GetsHolds,
    string? Reason,
    Instant? ReadAt,
    IReadOnlyList<BusyEntry> Entries);

/// <param name="Title">Own titles only; null is drawn as 予定あり.</param>
public sealed record BusyEntry(LocalDateTime Start, LocalDateTime End, BusyKind Kind, string? Title = null);

public enum BusyKind { Busy, Tentative, OutOfOffice, Elsewhere, Held }

public sealed record HostChoice(string Id, string Name, bool IsConnected);

/// <param name="Conflicts">Entries of hosts that overlap, also outside the week that is shown.</param>
/// <param name="UnknownHosts">Names of hosts whose calendar could not be read for it.</param>
public sealed record ComposeCandidate(
    LocalDateTime Start,
    LocalDateTime End,
    IReadOnlyList<CandidateConflict> Conflicts,
    IReadOnlyList<string> UnknownHosts,
    bool IsPast = false);

public sealed record CandidateConflict(string HostName, LocalDateTime Start, LocalDateTime End, BusyKind Kind);
