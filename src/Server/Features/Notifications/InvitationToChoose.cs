using static Hidori.Server.Features.Notifications.MailParts;

namespace Hidori.Server.Features.Notifications;

/// <summary>To the guest: please choose one of these times (SPEC P3), or of these others (SPEC P5).</summary>
/// <param name="IsAgain">Other candidates under the same link.</param>
/// <param name="IsReminder">The same candidates: there is no answer so far.</param>
public sealed record InvitationToChooseFacts(
    string OrganizationName,
    MailGuest Guest,
    string HostName,
    string? HostMail,
    MailMeeting Meeting,
    string? Message,
    IReadOnlyList<MailTime> Candidates,
    string Zone,
    string? DeadlineUtc,
    string Url,
    bool IsAgain = false,
    bool IsReminder = false) : IMailFacts
{
    /// <summary>Of the first of <see cref="Candidates"/>, as on the guest's page.</summary>
    public int FirstNumber { get; init; } = 1;

    /// <summary>What was agreed before, and is off now; the iCalendar CANCEL is beside.</summary>
    public MailTime? TakenBack { get; init; }

    public MailContent ToMail() => new(
        Text.Of(IsReminder ? "ReminderSubject" : IsAgain ? "OfferedSubject" : "InvitationSubject"),
        Text.Of("InvitationPreview", Meeting.Title, Candidates.Count),
        OrganizationName,
        To(Guest),
        [.. Text.Of(IsReminder ? "ReminderLead" : IsAgain ? "OfferedLead" : "InvitationLead", OrganizationName, HostName).Split('\n'), .. TimeIsOff, .. Message is { Length: > 0 } m ? ["", .. m.ReplaceLineEndings("\n").Split('\n')] : Array.Empty<string>()],
        null,
        Numbered(Text.Of("Candidates"), Candidates, Zone, FirstNumber),
        [.. About(Meeting)],
        new(Text.Of("InvitationButton"), Url, DeadlineUtc is { } deadline ? Text.Of("InvitationDeadline", AtWithYear(deadline, Zone)) : null),
        [.. TakenBack is null ? Array.Empty<string>() : [Text.Of("CancelledIcs")], .. AskHost(HostName, HostMail, Meeting)]);

    /// <summary>With <see cref="TakenBack"/> the visit's code went; for another time there will be another.</summary>
    public bool CodeIsDead { get; init; }

    private IEnumerable<string> TimeIsOff
    {
        get
        {
            if (TakenBack is not { } time)
                yield break;
            yield return "";
            yield return Text.Of("TimeTakenBack", Range(time, Zone));
            if (Meeting is { JoinLinkFollows: true, LinkIsOwn: false })
                yield return Text.Of("TimeTakenBackLink");
            if (CodeIsDead)
                yield return Text.Of("TimeTakenBackCode");
        }
    }
}

/// <summary>To the guest: the host withdrew the candidates.</summary>
public sealed record ProposalWithdrawnFacts(
    string OrganizationName,
    MailGuest Guest,
    string HostName,
    string? HostMail,
    MailMeeting Meeting,
    string? Message) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("WithdrawnSubject", OrganizationName),
        Text.Of("WithdrawnPreview", Meeting.Title),
        OrganizationName,
        To(Guest),
        Text.Of("WithdrawnLead").Split('\n'),
        null,
        null,
        [.. Optional(Text.Of("MessageFromHost"), Message), .. About(Meeting.WithoutLink)],
        null,
        AskHost(HostName, HostMail, Meeting));
}
