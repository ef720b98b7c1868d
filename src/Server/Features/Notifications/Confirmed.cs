using static Hidori.Server.Features.Notifications.MailParts;

namespace Hidori.Server.Features.Notifications;

/// <summary>To the guest, with invite.ics beside it (SPEC N1).</summary>
/// <param name="Url">The guest's page with the confirmed time.</param>
/// <param name="IsByHost">A host entered what was agreed otherwise.</param>
/// <param name="IsKept">The guest had asked for another date, and it stays as it was.</param>
public sealed record ConfirmedForGuestFacts(
    string OrganizationName,
    MailGuest Guest,
    string HostName,
    string? HostMail,
    MailMeeting Meeting,
    string? Message,
    MailTime Time,
    string Zone,
    string Url,
    bool IsMoved = false,
    bool IsEdited = false,
    bool HasOtherRoom = false,
    bool HasOtherMainHost = false,
    bool IsKept = false,
    bool IsByHost = false) : IMailFacts
{
    /// <summary>Another guest chose the time; null when it was the reader.</summary>
    public MailGuest? DecidedBy { get; init; }

    /// <summary>To somebody in CC, who has no page of their own and gets no iCalendar object.</summary>
    public bool IsCopy { get; init; }

    public MailContent ToMail() => new(
        Text.Of(IsKept ? "DateKeptSubject" : HasOtherMainHost ? "MainHostChangedSubject" : HasOtherRoom ? "RoomChangedSubject" : IsMoved ? "RescheduledSubject" : IsEdited ? "EditedSubject" : "ConfirmedSubject", OrganizationName),
        ShownCode is { } code
            ? Text.Of("ConfirmedPreviewCode", Range(Time, Zone), Meeting.Title, Ui.Text.Grouped(code))
            : Text.Of("ConfirmedPreview", Range(Time, Zone), Meeting.Title),
        OrganizationName,
        To(Guest),
        [
            .. Text.Of(IsKept ? "DateKeptLead" : HasOtherMainHost ? "MainHostChangedLead" : HasOtherRoom ? "RoomChangedLead" : IsMoved ? "RescheduledLead" : IsEdited ? "EditedLead" : IsByHost ? "ConfirmedByHostLead" : "ConfirmedLead", HostName).Split('\n'),
            .. NewLink(Meeting, HasOtherMainHost),
            .. DecidedBy is { } other && !IsCopy ? ["", Text.Of("DecidedBy", Text.Guest(other))] : Array.Empty<string>(),
            .. CopyLine(IsCopy),
        ],
        Moment(Time, Zone),
        null,
        [.. About(Meeting), .. Optional(Text.Of("MessageFromHost"), Message)],
        IsCopy ? null : new(Text.Of("ConfirmedButton"), Url, Text.Of("ConfirmedIcs")),
        AskHost(HostName, HostMail, Meeting))
    {
        Code = ShownCode is { } digits ? new MailCode(digits, Text.Of("ReceptionHint", HostName)) : null,
    };

    /// <summary>It opens a door: to the guests alone.</summary>
    private string? ShownCode => IsCopy ? null : Meeting.ReceptionCode;
}

/// <summary>To each host: what was confirmed, and who got an entry and who did not, and why (SPEC M16).</summary>
public sealed record ConfirmedForHostFacts(
    string OrganizationName,
    string HostName,
    MailGuest Guest,
    MailMeeting Meeting,
    string? GuestNote,
    MailTime Time,
    string Zone,
    IReadOnlyList<MailEntry> Entries,
    string Url,
    bool IsMoved = false,
    bool IsEdited = false,
    bool HasOtherRoom = false,
    bool HasOtherMainHost = false,
    bool IsByHost = false) : IMailFacts
{
    public MailContent ToMail() => new(
        IsFirst && Meeting.ReceptionCode is { } code ? Text.Of("VisitHostSubject", code, Guest.Company.Length > 0 ? $"{Guest.Company}:{Guest.Name}" : Guest.Name)
        : Text.Of(HasOtherMainHost ? "MainHostChangedHostSubject" : HasOtherRoom ? "RoomChangedHostSubject" : IsMoved ? "RescheduledHostSubject" : IsEdited ? "EditedHostSubject" : "ConfirmedHostSubject", Range(Time, Zone), Text.Guest(Guest)),
        Text.Of("ConfirmedHostPreview", Meeting.Title),
        OrganizationName,
        To(HostName),
        [
            .. Text.Of(HasOtherMainHost ? "MainHostChangedHostLead" : HasOtherRoom ? "RoomChangedHostLead" : IsMoved ? "RescheduledHostLead" : IsEdited ? "EditedHostLead" : IsByHost ? "ConfirmedByHostHostLead" : "ConfirmedHostLead", Text.Guest(Guest)).Split('\n'),
            .. NewLink(Meeting, HasOtherMainHost),
        ],
        Moment(Time, Zone),
        null,
        [
            new(Text.Of("Guest"), Guest.Mail is { } mail ? [Text.Guest(Guest), mail] : [Text.Guest(Guest)]),
            .. Optional(Text.Of("GuestNote"), GuestNote),
            .. Optional(Text.Of("ReceptionCode"), Meeting.ReceptionCode is { } digits ? Ui.Text.Grouped(digits) : null),
            .. About(Meeting),
            new(Text.Of("Entries"), [.. Entries.Select(e => Text.Of("EntryLine", e.HostName, Text.Of(e.State)))]),
        ],
        new(Text.Of("HostButton"), Url),
        [.. Footer()]);

    private bool IsFirst => !IsMoved && !IsEdited && !HasOtherRoom && !HasOtherMainHost;

    // A guest without an address was told nothing, and no holds stand beside a meeting that moves.
    private IEnumerable<string> Footer()
    {
        if (IsFirst)
            yield return Text.Of("ConfirmedHostFooter");
        if (Guest.Mail is not null)
            yield return Text.Of(IsMoved || HasOtherRoom ? "RescheduledGuestTold" : IsEdited || HasOtherMainHost ? "EditedGuestTold" : "ConfirmedGuestTold");
    }
}

public sealed record MailEntry(string HostName, MailEntryState State);

public enum MailEntryState { Written, Pending, NotConnected, ConnectionBroken, MailboxMissing }

/// <summary>To the main host and the coordinator: the time stands, the join link does not (SPEC M14).</summary>
public sealed record JoinLinkMissingFacts(
    string OrganizationName,
    string HostName,
    MailGuest Guest,
    MailMeeting Meeting,
    MailTime Time,
    string Zone,
    string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("JoinLinkMissingSubject", Range(Time, Zone), Text.Guest(Guest)),
        Text.Of("JoinLinkMissingPreview"),
        OrganizationName,
        To(HostName),
        Text.Of("JoinLinkMissingLead").Split('\n'),
        Moment(Time, Zone),
        null,
        [new(Text.Of("Guest"), [Text.Guest(Guest)]), .. About(Meeting.WithoutLink)],
        new(Text.Of("JoinLinkMissingButton"), Url),
        [Text.Of("JoinLinkMissingFooter")]);
}
