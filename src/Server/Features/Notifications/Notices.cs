using System.Globalization;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Rooms;
using Hidori.Integrations.Ics;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using Languages = Hidori.Server.Ui.Languages;

namespace Hidori.Server.Features.Notifications;

/// <summary>Puts decisions into mails, and appointments into the words of calendar entries.</summary>
public sealed partial class Notices(
    Db db, MailRenderer renderer, SealedText sealedText, IOptions<ServerOptions> server, IClock clock) : INotices
{
    public EntryWording EntryWording(Organization organization, Appointment appointment)
    {
        using var _ = Languages.Speaking(organization.Language);
        var hold = Text.Of("EntryHoldSubject", "{0}");
        return new EntryWording(
            title => hold.Replace("{0}", title, StringComparison.Ordinal),
            Text.Of("Guest"), Text.Of("EntryGuestMail"), Text.Of("JoinLink"), Text.Of("Directions"), Text.Of("EntryMessage"), Text.Of("EntryNote"), Text.Of("Companions"),
            Text.Of("GuestNote"), Text.Of("EntryManageAt"), server.Value.Link($"appointments/{appointment.Id}"));
    }

    /// <remarks>The guest's wish, that a time was taken back and that somebody is asked no more go beside whatever else was still to be told.</remarks>
    public async Task<IReadOnlyList<Notice>> PrepareAsync(NoticeOccasion occasion, CancellationToken ct) =>
        await PrepareAllAsync(await WithLetterheadAsync(occasion, ct), ct);

    private async Task<IReadOnlyList<Notice>> PrepareAllAsync(NoticeOccasion occasion, CancellationToken ct) =>
    [
        .. await PrepareDecisionAsync(occasion, ct),
        .. occasion.Appointment is { DateAskedAt: not null, DateRequestWasTold: false }
            ? await ToHostsAsync(occasion, NoticeKinds.DateRequested, host => OtherTimes(occasion, host), ct)
            : [],
        .. occasion.Appointment is { TakenBack: { } time, Chosen: null } ? await TimeTakenBackAsync(occasion, time, ct) : [],
        .. await ReleasedAsync(occasion),
    ];

    private async Task<IReadOnlyList<Notice>> PrepareDecisionAsync(NoticeOccasion occasion, CancellationToken ct) =>
        occasion.Appointment.Announcement switch
        {
            Announcement.None or Announcement.DateRequested or Announcement.GuestReleased => [],
            Announcement.DateKept => await ToGuestsAsync(
                occasion, NoticeKinds.DateKept, guest => ConfirmedForGuest(occasion, guest) with { IsKept = true },
                guest => Calendar(occasion, guest, InvitationMethod.Request)),
            Announcement.Invitation => await ToGuestsAsync(occasion, "invitation", guest => Invitation(occasion, guest)),
            Announcement.OtherTimesOffered => await ToGuestsAsync(
                occasion, "other-times-offered", guest => Invitation(occasion, guest) with { IsAgain = true }, guest => CopyTakenBack(occasion, guest)),
            Announcement.Reminder => await ToGuestsAsync(
                occasion, NoticeKinds.Reminder, guest => Reminder(occasion, guest), guest => CopyTakenBack(occasion, guest)),
            Announcement.Withdrawn => await ToGuestsAsync(occasion, "withdrawn", guest => Withdrawn(occasion, guest)),
            Announcement.Confirmed or Announcement.Rescheduled or Announcement.Edited or Announcement.RoomChanged
                or Announcement.MainHostChanged => await ConfirmedAsync(occasion, ct),
            Announcement.ToGuestAgain => await ToGuestAgainAsync(occasion),
            Announcement.Cancelled => await CancelledAsync(occasion, ct),
            Announcement.OtherTimesRequested => await ToHostsAsync(occasion, "other-times", host => OtherTimes(occasion, host), ct),
            Announcement.Expired => await ToHostsAsync(occasion, "expired", host => Expired(occasion, host), ct),
        };

    public async Task<IReadOnlyList<Notice>> PrepareJoinLinkMissingAsync(NoticeOccasion occasion, CancellationToken ct) =>
        await ToHostsAsync(
            occasion, "join-link-missing",
            host => new JoinLinkMissingFacts(
                occasion.Organization.Name, host.DisplayName, GuestOf(occasion), MeetingOf(occasion),
                TimeOf(occasion.Appointment.Chosen!), occasion.Appointment.ZoneId, PageOf(occasion)),
            ct, onlyMainHost: true);

    public async Task<IReadOnlyList<Notice>> PrepareChangedOutsideAsync(
        NoticeOccasion occasion, ChangedOutside changed, CancellationToken ct) =>
        await ToHostsAsync(
            occasion, string.Create(CultureInfo.InvariantCulture, $"changed-outside-{changed.Number}"),
            host => new ChangedOutsideFacts(
                occasion.Organization.Name, host.DisplayName, GuestOf(occasion), MeetingOf(occasion), changed.Change, changed.IsHold,
                TimeOf(changed.Was), changed.Now is { } now ? TimeOf(now) : null, occasion.Appointment.ZoneId, PageOf(occasion)),
            ct, onlyMainHost: true);

    public async Task<IReadOnlyList<Notice>> PrepareRoomMissingAsync(NoticeOccasion occasion, CancellationToken ct) =>
        await ToHostsAsync(
            occasion, NoticeKinds.RoomMissing,
            host => new RoomMissingFacts(
                occasion.Organization.Name, host.DisplayName, GuestOf(occasion), MeetingOf(occasion),
                [.. occasion.Appointment.Candidates.Where(c => c.RoomBooking == RoomBooking.Lost).OrderBy(c => c.Number).Select(TimeOf)],
                occasion.Appointment.ZoneId, PageOf(occasion)),
            ct, onlyMainHost: true);

    private async Task<IReadOnlyList<Notice>> ConfirmedAsync(NoticeOccasion occasion, CancellationToken ct)
    {
        var appointment = occasion.Appointment;
        var entries = await EntriesAsync(occasion, ct);
        var kind = appointment.Announcement == Announcement.Confirmed ? "confirmed" : "changed";
        return
        [
            .. await ToGuestsAsync(
                occasion, kind, guest => ConfirmedForGuest(occasion, guest), guest => Calendar(occasion, guest, InvitationMethod.Request)),
            .. await ToCopiesAsync(occasion, kind, ConfirmedForGuest(occasion, appointment.FirstGuest) with { IsCopy = true }),
            .. await ToHostsAsync(
                occasion, kind,
                host => new ConfirmedForHostFacts(
                    occasion.Organization.Name, host.DisplayName, GuestOf(occasion), MeetingOf(occasion), appointment.GuestNote,
                    TimeOf(appointment.Chosen!), appointment.ZoneId, entries, PageOf(occasion),
                    appointment.Announcement == Announcement.Rescheduled, appointment.Announcement == Announcement.Edited,
                    appointment.Announcement == Announcement.RoomChanged, appointment.Announcement == Announcement.MainHostChanged, appointment.WasChosenByHost),
                ct, exchangeTellsCoHosts: appointment.Announcement is Announcement.Rescheduled or Announcement.Edited or Announcement.MainHostChanged),
        ];
    }

    private async Task<IReadOnlyList<Notice>> ToGuestAgainAsync(NoticeOccasion occasion) =>
        occasion.Appointment.State == AppointmentState.Confirmed
            ? await ToGuestsAsync(
                occasion, "confirmed", guest => ConfirmedForGuest(occasion, guest), guest => Calendar(occasion, guest, InvitationMethod.Request))
            : await ToGuestsAsync(occasion, "invitation", guest => Invitation(occasion, guest));

    private async Task<IReadOnlyList<Notice>> CancelledAsync(NoticeOccasion occasion, CancellationToken ct)
    {
        var appointment = occasion.Appointment;
        var time = TimeOf(appointment.Chosen!);
        return
        [
            .. await ToGuestsAsync(
                occasion, "cancelled", guest => CancelledForGuest(occasion, guest),
                // Who never got the entry has none to cancel.
                guest => appointment.GuestsHaveCopy ? Calendar(occasion, guest, InvitationMethod.Cancel) : null),
            .. appointment.GuestsHaveCopy
                ? await ToCopiesAsync(occasion, "cancelled", CancelledForGuest(occasion, appointment.FirstGuest) with { IsCopy = true, IsByGuest = false })
                : [],
            .. await ToHostsAsync(
                occasion, "cancelled",
                host => new CancelledForHostFacts(
                    occasion.Organization.Name, host.DisplayName, GuestOf(occasion), MeetingOf(occasion),
                    MessageOf(appointment), time, appointment.ZoneId, PageOf(occasion), appointment.EndedBy is not null),
                ct),
        ];
    }

    /// <summary>
    /// The hosts and those in CC hear that the fixed time is off. So do the guests, where the mail of the decision does not
    /// say it: something else was decided before they could be told of the other candidates.
    /// </summary>
    private async Task<IReadOnlyList<Notice>> TimeTakenBackAsync(NoticeOccasion occasion, Interval time, CancellationToken ct) =>
    [
        .. occasion.Appointment.Announcement is Announcement.OtherTimesOffered or Announcement.Reminder
            ? []
            : await ToGuestsAsync(
                occasion, NoticeKinds.TimeTakenBack, guest => TakenBackForGuest(occasion, guest, time), guest => CopyTakenBack(occasion, guest)),
        .. await ToCopiesAsync(
            occasion, NoticeKinds.TimeTakenBack, TakenBackForGuest(occasion, occasion.Appointment.FirstGuest, time) with { IsCopy = true }),
        .. await ToHostsAsync(
            occasion, NoticeKinds.TimeTakenBack,
            host => new CancelledForHostFacts(
                occasion.Organization.Name, host.DisplayName, GuestOf(occasion), MeetingOf(occasion), null, TimeOf(time),
                occasion.Appointment.ZoneId, PageOf(occasion), IsForOtherTimes: true),
            ct),
    ];

    private OtherTimesRequestedFacts OtherTimes(NoticeOccasion occasion, Member host) => new(
        occasion.Organization.Name, host.DisplayName, GuestOf(occasion), MeetingOf(occasion), occasion.Appointment.RequestMessage,
        [.. occasion.Appointment.PreferredTimes.Select(p => new MailTime(Utc(p.Start), Utc(p.End)))],
        occasion.Appointment.ZoneId, PageOf(occasion),
        Confirmed: occasion.Appointment.DateAskedAt is null ? null : TimeOf(occasion.Appointment.Chosen!));

    private ProposalExpiredFacts Expired(NoticeOccasion occasion, Member host) => new(
        occasion.Organization.Name, host.DisplayName, GuestOf(occasion), MeetingOf(occasion), Utc(occasion.Appointment.Deadline),
        occasion.Appointment.ZoneId, occasion.Appointment.Candidates.Count, PageOf(occasion));

    private async Task<List<MailEntry>> EntriesAsync(NoticeOccasion occasion, CancellationToken ct)
    {
        var appointment = occasion.Appointment;
        var ledger = await db.Ledger.AsNoTracking()
            .Where(l => l.Appointment == appointment.Id && l.Candidate == appointment.ChosenCandidate).ToListAsync(ct);
        return
        [
            .. occasion.Hosts.Select(host => new MailEntry(host.Name, StateOf(host))),
        ];

        MailEntryState StateOf(HostContact host)
        {
            if (host.Member == appointment.MainHost)
                return MailEntryState.Written;
            if (!host.IsLinked)
                return MailEntryState.NotConnected;
            var row = ledger.FirstOrDefault(l => l.Whose == host.Member);
            return row switch
            {
                { HasCopyRecorded: true } => MailEntryState.Written,
                { Reason: Domain.Outside.PendingReason.ConnectionBroken } => MailEntryState.ConnectionBroken,
                _ => MailEntryState.Pending,
            };
        }
    }

    private async Task<IReadOnlyList<Notice>> ToHostsAsync(
        NoticeOccasion occasion, string kind, Func<Member, IMailFacts> facts, CancellationToken ct, bool onlyMainHost = false,
        bool exchangeTellsCoHosts = false)
    {
        var appointment = occasion.Appointment;
        // Co-hosts are attendees of the entry: of its changes Exchange tells them itself, whoever arranged it (SPEC M18).
        List<MemberId> readers = onlyMainHost || exchangeTellsCoHosts ? [appointment.MainHost] : [.. appointment.Hosts];
        if (!onlyMainHost)
            readers.AddRange(await ToldBesideAsync(appointment, ct));
        var members = await db.Members.AsNoTracking().Where(m => readers.Contains(m.Id)).ToListAsync(ct);
        var notices = new List<Notice>();
        foreach (var member in members.OrderBy(m => readers.IndexOf(m.Id)))
        {
            var guest = appointment.AnsweringGuest;
            var mail = await renderer.RenderAsync(
                facts(member), member.LanguageIn(occasion.Organization), MessageId(appointment, kind, member.Id.Value), member.Mail,
                member.DisplayName, occasion.Organization.Name, guest.Mail.Length > 0 ? guest.Mail : null, calendar: null);
            notices.Add(new Notice(kind, Notice.ToMember(member.Id), mail));
        }

        return notices;
    }

    /// <summary>
    /// Who does not attend and is told like a host: who arranged it, and of a booking who manages its page (SPEC B3),
    /// unless their use is suspended. A page that is deleted is managed by nobody.
    /// </summary>
    private async Task<IReadOnlyList<MemberId>> ToldBesideAsync(Appointment appointment, CancellationToken ct)
    {
        var page = appointment.Page is { } id ? await db.BookingPages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) : null;
        var beside = (page?.Managers ?? []).Prepend(appointment.CreatedBy).Distinct().Except(appointment.Hosts).ToList();
        return await db.Members.AsNoTracking().Where(m => beside.Contains(m.Id) && m.State != MemberState.Suspended).Select(m => m.Id).ToListAsync(ct);
    }

    private string MessageId(Appointment appointment, string kind, Guid recipient) =>
        $"{appointment.Id.Value:N}.{appointment.Revision}.{kind}.{recipient:N}@{server.Value.PublicAddress.Host}";

    private string PageOf(NoticeOccasion occasion) => server.Value.Link($"appointments/{occasion.Appointment.Id}");

    private static HostContact MainHost(NoticeOccasion occasion) =>
        occasion.Hosts.First(h => h.Member == occasion.Appointment.MainHost);

    /// <summary>The truth about the room (SPEC M17); there is one only once a time is fixed.</summary>
    private static MailRoom? RoomOf(NoticeOccasion occasion) => occasion.Appointment.Chosen switch
    {
        null or { Room: null } => null,
        { IsRoomLost: true } => new MailRoom(null, IsAccepted: false),
        { RoomBooking: not RoomBooking.Accepted } when !occasion.Hosts.First(h => h.Member == occasion.Appointment.MainHost).IsLinked =>
            new MailRoom(null, IsAccepted: false),
        { RoomBooking: var booking } chosen => new MailRoom(occasion.RoomOf(chosen)?.Name, booking == RoomBooking.Accepted),
    };

    /// <summary>The hosts' own is told when one that is issued would be: once a time is fixed.</summary>
    private static string? LinkOf(NoticeOccasion occasion) => occasion.Appointment switch
    {
        { OwnJoinLink.Length: > 0 } own => own.Chosen is null ? null : own.OwnJoinLink,
        _ => occasion.JoinLink,
    };

    private static MailTime TimeOf(Candidate candidate) => TimeOf(candidate.Time);

    private static MailTime TimeOf(Interval time) => new(Utc(time.Start), Utc(time.End));

    private static string Utc(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
