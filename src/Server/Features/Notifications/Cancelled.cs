using static Hidori.Server.Features.Notifications.MailParts;

namespace Hidori.Server.Features.Notifications;

/// <summary>To the guest, with the iCalendar CANCEL beside it (SPEC A3).</summary>
/// <param name="WasTold">A confirmation had reached the guest: only then are there an entry and a link that end now.</param>
public sealed record CancelledForGuestFacts(
    string OrganizationName,
    MailGuest Guest,
    string HostName,
    string? HostMail,
    MailMeeting Meeting,
    string? Message,
    MailTime Time,
    string Zone,
    bool WasTold = true) : IMailFacts
{
    /// <summary>To somebody in CC, who has no iCalendar object to cancel.</summary>
    public bool IsCopy { get; init; }

    public MailContent ToMail() => new(
        Text.Of("CancelledSubject", OrganizationName),
        Text.Of("CancelledPreview", Range(Time, Zone), Meeting.Title),
        OrganizationName,
        To(Guest),
        [.. Text.Of("CancelledLead").Split('\n'), .. CopyLine(IsCopy)],
        Moment(Time, Zone),
        null,
        [
            .. Optional(Text.Of("MessageFromHost"), Message),
            .. About(Meeting with { JoinLink = null, JoinLinkFollows = false }),
            .. Meeting.JoinLink is null || !WasTold ? Array.Empty<MailFact>() : [new MailFact(Text.Of("JoinLink"), [Text.Of("JoinLinkDead")])],
        ],
        null,
        [.. WasTold && !IsCopy ? [Text.Of("CancelledIcs")] : Array.Empty<string>(), .. AskHost(HostName, HostMail)]);
}

public sealed record CancelledForHostFacts(
    string OrganizationName,
    string HostName,
    MailGuest Guest,
    MailMeeting Meeting,
    string? Message,
    MailTime Time,
    string Zone,
    string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("CancelledHostSubject", Range(Time, Zone), Text.Guest(Guest)),
        Text.Of("CancelledHostPreview", Meeting.Title),
        OrganizationName,
        To(HostName),
        Text.Of("CancelledHostLead").Split('\n'),
        Moment(Time, Zone),
        null,
        [
            new(Text.Of("Guest"), [Text.Guest(Guest)]),
            .. Optional(Text.Of("MessageToGuest"), Message),
            .. About(Meeting with { JoinLink = null, JoinLinkFollows = false }),
        ],
        new(Text.Of("HostButton"), Url),
        [Text.Of("CancelledHostFooter"), .. Guest.Mail is null ? Array.Empty<string>() : [Text.Of("CancelledGuestTold")]]);
}
