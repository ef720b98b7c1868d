using static Hidori.Server.Features.Notifications.MailParts;

namespace Hidori.Server.Features.Notifications;

/// <summary>リマインド to the guest: what was agreed is near (SPEC B11). Their calendar has it already.</summary>
/// <param name="Words">The hosts' own.</param>
public sealed record UpcomingForGuestFacts(
    string OrganizationName,
    MailGuest Guest,
    string HostName,
    string? HostMail,
    MailMeeting Meeting,
    string Words,
    string? Message,
    MailTime Time,
    string Zone,
    string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("UpcomingSubject", OrganizationName, Range(Time, Zone)),
        Meeting.ReceptionCode is { } code ? Text.Of("ConfirmedPreviewCode", Range(Time, Zone), Meeting.Title, Ui.Text.Grouped(code)) : Text.Of("ConfirmedPreview", Range(Time, Zone), Meeting.Title),
        OrganizationName,
        To(Guest),
        [.. Text.Of("UpcomingLead").Split('\n'), .. Words.Length > 0 ? ["", .. Words.ReplaceLineEndings("\n").Split('\n')] : Array.Empty<string>()],
        Moment(Time, Zone),
        null,
        [.. About(Meeting), .. Optional(Text.Of("MessageFromHost"), Message)],
        new(Text.Of("UpcomingButton"), Url),
        AskHost(HostName, HostMail, Meeting))
    {
        Code = Meeting.ReceptionCode is { } digits ? new MailCode(digits, Text.Of("ReceptionHint", HostName)) : null,
    };
}
