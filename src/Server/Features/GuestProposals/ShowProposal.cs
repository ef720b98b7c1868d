using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Hidori.Domain.Rooms;
using Hidori.Domain.Time;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.GuestProposals;

/// <summary>Reads what a guest sees behind their link, whatever became of the proposal.</summary>
public sealed class ShowProposal(Db db, BusyForPages calendars, SealedText sealedText, IOptions<ServerOptions> server, IClock clock)
{
    public async Task<GuestSight> ReadAsync(GuestVisit visit, string secret, HttpContext http, CancellationToken ct)
    {
        var state = (await OutsideState.ReadAsync(db, visit.Appointment, ct))!;
        var appointment = state.Appointment;
        var frame = GuestFrame.Of(http, state.Organization.Name);
        var guest = appointment.Guests.Single(g => g.Id == visit.Guest);
        return new GuestSight(state, guest, secret, frame, ChosenZone.Of(http, appointment.ZoneOf(guest)), await Letterhead.OfAsync(db, appointment.Page, ct))
        {
            IsMovable = appointment.GuestCanMove(clock.GetCurrentInstant()) && await OpenPages.ForMovingAsync(db, appointment, ct) is not null,
        };
    }

    /// <summary>The candidates, or null when there is nothing to choose.</summary>
    public async Task<GuestProposalView> ChooseAsync(GuestSight sight, FormState form, GuestNotice? notice, CancellationToken ct)
    {
        var appointment = sight.Appointment;
        var now = clock.GetCurrentInstant();
        List<AgendaId> hosts = [.. appointment.Hosts.Select(AgendaId.Of)];
        var oldest = now - Proposing.LongestCandidate;
        var agenda = await db.TakenTimes.AsNoTracking()
            .Where(t => hosts.Contains(t.Whose) && t.IsFixed && t.Start > oldest && t.End > now).ToListAsync(ct);
        var busy = await KnownAsync(appointment, now, ct);
        return new GuestProposalView(
            sight.Frame, sight.Secret, Facts(sight), appointment.Deadline, sight.Zone, now,
            [
                .. appointment.Candidates.OrderBy(c => c.Number).Select(c => new GuestCandidate(
                    c.Id.ToString(), c.Number, c.Start, c.End,
                    notice is { Kind: GuestNoticeKind.JustTaken } && notice.CandidateId == c.Id.ToString()
                        ? CandidateClosed.Taken
                        : ClosedOf(appointment.WhyImpossible(c, busy, agenda, now)))),
            ],
            form,
            notice);
    }

    public GuestConfirmedView Confirmed(GuestSight sight)
    {
        var appointment = sight.Appointment;
        var chosen = appointment.Chosen!;
        var row = sight.State.Ledger.FirstOrDefault(
            l => l.Candidate == chosen.Id && l.Whose == appointment.MainHost && l.Purpose == EntryPurpose.Meeting);
        // The link shows once it was told: until then the mail is what brings it.
        var issued = row?.ProtectedJoinLink is { } kept && appointment.WithJoinLink && appointment.ConfirmationWasTold
            ? sealedText.Open(SealedText.JoinLink, kept)
            : null;
        var link = appointment.OwnJoinLink.Length > 0 ? appointment.OwnJoinLink : issued;
        var details = Uri.EscapeDataString(string.Join("\n", new[] { link, AddressOf(sight.Secret) }.Where(l => l is not null)));
        var title = Uri.EscapeDataString(appointment.DisplayTitle);
        var place = Uri.EscapeDataString(sight.State.PlaceWithRoom);
        var iso = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'");
        var basic = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");
        return new GuestConfirmedView(
            sight.Frame, sight.Secret, Facts(sight), chosen.Start, chosen.End, sight.Zone,
            sight.Guest.Mail.Length > 0 ? sight.Guest.Mail : null, link, appointment.WithJoinLink && link is null,
            $"https://calendar.google.com/calendar/render?action=TEMPLATE&text={title}&dates={basic.Format(chosen.Start)}/{basic.Format(chosen.End)}&location={place}&details={details}",
            $"https://outlook.office.com/calendar/0/deeplink/compose?subject={title}&startdt={iso.Format(chosen.Start)}&enddt={iso.Format(chosen.End)}&location={place}&body={details}",
            $"/p/{sight.Secret}/invite.ics",
            AnsweredBy(sight),
            ChangesOf(sight),
            appointment.ReceptionCodeAt(clock.GetCurrentInstant()))
        {
            JoinLinkIsOpen = appointment is { Format: AppointmentFormat.Online, WithJoinLink: false } && link is null,
        };
    }

    /// <summary>The link as it stands in mails, whatever address the request came by.</summary>
    public string AddressOf(string secret) => server.Value.GuestPage(secret);

    public OtherTimesView OtherTimes(GuestSight sight, FormState form) =>
        new(sight.Frame, sight.Secret, Facts(sight), sight.Zone, clock.GetCurrentInstant(), form, sight.Appointment.Chosen is not null);

    public CancelView Cancelling(GuestSight sight, FormState form) => new(
        sight.Frame, sight.Secret, Facts(sight), sight.Appointment.Chosen!.Start, sight.Appointment.Chosen.End, sight.Zone, form);

    private GuestChanges ChangesOf(GuestSight sight)
    {
        var appointment = sight.Appointment;
        var now = clock.GetCurrentInstant();
        return new GuestChanges(
            appointment.GuestCanAskForDate(now), appointment.GuestCanCancel(now), HostName(sight),
            appointment.DateAskedAt is null ? null : appointment.RequestMessage,
            [.. appointment.PreferredTimes.Select(p => new WishedTime(p.Start, p.End))],
            sight.IsMovable);
    }

    public static RequestSentView RequestSent(GuestSight sight) => new(
        sight.Frame, HostName(sight), sight.Guest.Mail.Length > 0 ? sight.Guest.Mail : null, sight.Appointment.RequestMessage,
        [.. sight.Appointment.PreferredTimes.Select(p => new WishedTime(p.Start, p.End))], sight.Zone, AnsweredBy(sight));

    public static ClosedView Closed(GuestSight sight, ClosedReason reason) => new(
        sight.Frame, reason, sight.Frame.OtherLanguageUrl, sight.Appointment.Deadline, sight.Zone, HostName(sight), sight.Letterhead.HostName.Length > 0 ? null : MainHost(sight).Address)
    {
        Contact = sight.Letterhead.Contact,
        HostsWords = sight.Appointment.EndedBy is null ? sight.Appointment.EndingMessage : "",
    };

    private static ProposalFacts Facts(GuestSight sight) => new(
        sight.Appointment.DisplayTitle, sight.Guest.Company, sight.Guest.Name, FormatOf(sight.Appointment.Format),
        PlaceOf(sight) is { Length: > 0 } place ? place : null,
        sight.Letterhead.HostName.Length > 0 ? [sight.Letterhead.HostName]
            : [.. sight.State.Hosts.OrderByDescending(h => h.Member == sight.Appointment.MainHost).Select(h => h.Name)],
        [.. sight.Appointment.Guests.Where(g => g.Id != sight.Guest.Id).Select(g => Text.Guest(g.Company, g.Name))],
        sight.Appointment.Companions.Length > 0 ? sight.Appointment.Companions : null,
        sight.Appointment.Message.Length > 0 ? sight.Appointment.Message : null)
    { Directions = sight.Appointment.Directions, Contact = sight.Letterhead.Contact };

    /// <summary>担当者 as the page says it, or the main host.</summary>
    private static string HostName(GuestSight sight) => sight.Letterhead.HostName.Length > 0 ? sight.Letterhead.HostName : MainHost(sight).Name;

    /// <summary>Who answered, when it was another guest than the one who looks.</summary>
    private static string? AnsweredBy(GuestSight sight) =>
        sight.Appointment.AnsweredBy is { } by && by != sight.Guest.Id && sight.Appointment.AnsweringGuest is var guest
            ? Text.Guest(guest.Company, guest.Name)
            : null;

    /// <summary>Where it is, with the truth about the room (SPEC M17). There is one only once a time is fixed.</summary>
    private static string PlaceOf(GuestSight sight) => AppointmentFootprint.PlaceOf(
        sight.Appointment.Place,
        sight.Appointment.Chosen switch
        {
            null or { Room: null } => null,
            { IsRoomLost: true } => Text.Of("RoomBeingArranged"),
            { RoomBooking: RoomBooking.Accepted } chosen => sight.State.RoomOf(chosen)?.Name,
            // Nobody is asking the room while the calendar it is invited from is not linked.
            _ when !MainHost(sight).IsLinked => Text.Of("RoomBeingArranged"),
            { } chosen => sight.State.RoomOf(chosen) is { } room ? Text.Of("RoomAsked", room.Name) : null,
        });

    private static HostContact MainHost(GuestSight sight) => sight.State.Hosts.First(h => h.Member == sight.Appointment.MainHost);

    /// <summary>
    /// Looking costs no call to the calendars: only pressing does. What young copies of them say closes a candidate (SPEC M22); a
    /// host of whom nothing is known closes none here, and is asked when the guest presses.
    /// </summary>
    private async Task<Dictionary<MemberId, BusyTimes>> KnownAsync(Appointment appointment, Instant now, CancellationToken ct)
    {
        var window = Intervals.Around([.. appointment.Candidates.Select(c => c.Time)]);
        var copied = await calendars.CopiedAsync(appointment.Hosts, window, ct);
        return appointment.Hosts.ToDictionary(h => h, h => copied.GetValueOrDefault(h) ?? new BusyTimes.Known([], now));
    }

    private static CandidateClosed? ClosedOf(ChoiceRefusal? refusal) => refusal switch
    {
        null => null,
        ChoiceRefusal.CandidateInThePast => CandidateClosed.Past,
        ChoiceRefusal.CalendarUnavailable => CandidateClosed.CannotBeConfirmed,
        _ => CandidateClosed.Taken,
    };

    public static ViewFormat FormatOf(AppointmentFormat format) => format switch
    {
        AppointmentFormat.VisitToUs => ViewFormat.VisitToUs,
        AppointmentFormat.VisitToThem => ViewFormat.VisitToThem,
        AppointmentFormat.Online => ViewFormat.Online,
        AppointmentFormat.Other => ViewFormat.Other,
    };
}

/// <summary>All that a guest's pages are made from.</summary>
public sealed record GuestSight(OutsideState State, Guest Guest, string Secret, GuestFrame Frame, string Zone, Letterhead Letterhead)
{
    public Appointment Appointment => State.Appointment;

    /// <summary>Whether the guest can move it on its booking page now.</summary>
    public bool IsMovable { get; init; }
}
