using static Hidori.Server.Features.Notifications.MailParts;

namespace Hidori.Server.Features.Notifications;

/// <summary>To the guest, with the iCalendar CANCEL beside it (SPEC A3).</summary>
/// <param name="WasTold">A confirmation had reached the guest: only then are there an entry and a link that end now.</param>
/// <param name="IsByGuest">The guest cancelled, and <paramref name="Message"/> is their own.</param>
public sealed record CancelledForGuestFacts(
    string OrganizationName,
    MailGuest Guest,
    string HostName,
    string? HostMail,
    MailMeeting Meeting,
    string? Message,
    MailTime Time,
    string Zone,
    bool WasTold = true,
    bool IsByGuest = false) : IMailFacts
{
    /// <summary>To somebody in CC, who has no iCalendar object to cancel.</summary>
    public bool IsCopy { get; init; }

    public MailContent ToMail() => new(
        Text.Of("CancelledSubject", OrganizationName),
        Text.Of("CancelledPreview", Range(Time, Zone), Meeting.Title),
        OrganizationName,
        To(Guest),
        [.. Text.Of(IsByGuest ? "CancelledByGuestLead" : "CancelledLead").Split('\n'), .. CopyLine(IsCopy)],
        Moment(Time, Zone),
        null,
        [
            .. Optional(Text.Of(IsByGuest ? "MessageOfYours" : "MessageFromHost"), Message),
            .. About(Meeting.WithoutLink),
            .. Meeting.JoinLink is null || Meeting.LinkIsOwn || !WasTold ? Array.Empty<MailFact>() : [new MailFact(Text.Of("JoinLink"), [Text.Of("JoinLinkDead")])],
        ],
        null,
        [.. WasTold && !IsCopy ? [Text.Of("CancelledIcs")] : Array.Empty<string>(), .. AskHost(HostName, HostMail, Meeting)]);
}

/// <summary>To a guest who is not asked any more, while the meeting goes on for others; with the iCalendar CANCEL where they had the time.</summary>
/// <param name="Time">Null when none was fixed, or they had not been told of it.</param>
public sealed record GuestReleasedFacts(
    string OrganizationName,
    MailGuest Guest,
    string HostName,
    string? HostMail,
    MailMeeting Meeting,
    MailTime? Time,
    string Zone) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of(Time is null ? "ReleasedSubject" : "ReleasedFromTimeSubject", OrganizationName),
        Text.Of("ReleasedPreview", Meeting.Title),
        OrganizationName,
        To(Guest),
        Text.Of(Time is null ? "ReleasedLead" : "ReleasedFromTimeLead").Split('\n'),
        Time is { } time ? Moment(time, Zone) : null,
        null,
        [.. About(Meeting.WithoutLink)],
        null,
        [.. Time is null ? Array.Empty<string>() : [Text.Of("CancelledIcs")], .. AskHost(HostName, HostMail, Meeting)]);
}

/// <param name="IsForOtherTimes">Other candidates are out in its place.</param>
public sealed record CancelledForHostFacts(
    string OrganizationName,
    string HostName,
    MailGuest Guest,
    MailMeeting Meeting,
    string? Message,
    MailTime Time,
    string Zone,
    string Url,
    bool IsByGuest = false,
    bool IsForOtherTimes = false) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("CancelledHostSubject", Range(Time, Zone), Text.Guest(Guest)),
        Text.Of("CancelledHostPreview", Meeting.Title),
        OrganizationName,
        To(HostName),
        Text.Of(IsForOtherTimes ? "TimeTakenBackHostLead" : IsByGuest ? "CancelledByGuestHostLead" : "CancelledHostLead", Text.Guest(Guest)).Split('\n'),
        Moment(Time, Zone),
        null,
        [
            new(Text.Of("Guest"), [Text.Guest(Guest)]),
            .. Optional(Text.Of(IsByGuest ? "MessageFromGuest" : "MessageToGuest"), Message),
            .. About(Meeting.WithoutLink),
        ],
        new(Text.Of("HostButton"), Url),
        [Text.Of("CancelledHostFooter"), .. Guest.Mail is null ? Array.Empty<string>() : [Text.Of("CancelledGuestTold")]]);
}
