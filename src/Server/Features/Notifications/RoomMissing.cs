using static Hidori.Server.Features.Notifications.MailParts;

namespace Hidori.Server.Features.Notifications;

/// <summary>To the main host: candidates have lost their room, and no other that would do is free (SPEC M17).</summary>
public sealed record RoomMissingFacts(
    string OrganizationName,
    string HostName,
    MailGuest Guest,
    MailMeeting Meeting,
    IReadOnlyList<MailTime> Candidates,
    string Zone,
    string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("RoomMissingSubject", Text.Guest(Guest)),
        Text.Of("RoomMissingPreview", Meeting.Title),
        OrganizationName,
        To(HostName),
        Text.Of("RoomMissingLead").Split('\n'),
        null,
        Numbered(Text.Of("RoomMissingCandidates"), Candidates, Zone),
        [new(Text.Of("Guest"), [Text.Guest(Guest)]), .. About(Meeting.WithoutPromise)],
        new(Text.Of("HostButton"), Url),
        [Text.Of("RoomMissingFooter")]);
}
