using Hidori.Domain.Rooms;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>One meeting being arranged or arranged, from the first candidate to the last change.</summary>
/// <remarks>
/// Proposal and appointment are one aggregate (docs/adr): what stands outside for it is one footprint, worked off by
/// one worker, so that a hold turning into the meeting is never shared between two subjects. Decisions are in
/// <c>Appointment.Decisions.cs</c>; each raises <see cref="Revision"/> when people have to be told.
/// </remarks>
public sealed partial class Appointment
{
    private readonly List<Candidate> _candidates = [];
    private readonly List<Guest> _guests = [];
    private readonly List<HostSeat> _seats = [];

    private Appointment() { }

    public AppointmentId Id { get; private set; }
    public OrganizationId Organization { get; private set; }
    public MemberId CreatedBy { get; private set; }
    public Instant CreatedAt { get; private set; }
    public Instant ChangedAt { get; private set; }

    /// <summary>As typed; may be empty. What people see is <see cref="DisplayTitle"/>.</summary>
    public string Title { get; private set; } = "";

    public AppointmentFormat Format { get; private set; }
    public string Place { get; private set; } = "";

    /// <summary>道順・アクセス: how to get there, for guests and hosts alike.</summary>
    public string Directions { get; private set; } = "";

    /// <summary>WEB会議URLを発行する.</summary>
    public bool WithJoinLink { get; private set; }

    /// <summary>URLを自分で入力する: the hosts' own join link; empty for none.</summary>
    public string OwnJoinLink { get; private set; } = "";

    /// <summary>お客様へのご案内.</summary>
    public string Message { get; private set; } = "";

    /// <summary>社内メモ: never leaves the organization's calendars and screens.</summary>
    public string Note { get; private set; } = "";

    /// <summary>IANA zone it was planned in.</summary>
    public string ZoneId { get; private set; } = "";

    public HoldStrength HoldStrength { get; private set; }

    /// <summary>Of the holds; empty for <see cref="DisplayTitle"/>, marked as a hold.</summary>
    public string HoldTitle { get; private set; } = "";

    /// <summary>The words of its entries are for the hosts alone.</summary>
    public bool IsPrivate { get; private set; }

    /// <summary>Until when the guest may answer. After it, holds go.</summary>
    public Instant Deadline { get; private set; }

    public bool InvitesByMail { get; private set; }
    public MemberId MainHost { get; private set; }

    /// <summary>Everyone who takes part, main host included, in the order of the screen.</summary>
    public IReadOnlyList<MemberId> Hosts => [.. _seats.OrderBy(s => s.Position).Select(s => s.Member)];

    public IReadOnlyList<Candidate> Candidates => _candidates;

    /// <summary>Everybody asked to choose, in the order of the screen; each has a link of their own.</summary>
    public IReadOnlyList<Guest> Guests => [.. _guests.Where(g => g.RemovedAt is null).OrderBy(g => g.Position)];

    /// <summary>CC: lower-cased addresses that are told of what was agreed, and have no link.</summary>
    public IReadOnlyList<string> Copies { get; private set; } = [];

    public AppointmentState State { get; private set; }
    public CandidateId? ChosenCandidate { get; private set; }
    public string GuestNote { get; private set; } = "";

    /// <summary>ご同行の方: who comes along, as the guest wrote it.</summary>
    public string Companions { get; private set; } = "";

    /// <summary>The guest whose answer decided for all (SPEC P9); null while none has.</summary>
    public GuestId? AnsweredBy { get; private set; }

    /// <summary>What the guest wrote when asking for other times.</summary>
    public string RequestMessage { get; private set; } = "";

    /// <summary>お客様へのひとこと: what the host adds when ending it; or the guest's reason.</summary>
    public string EndingMessage { get; private set; } = "";

    /// <summary>The guest's own preferred times, half-open.</summary>
    public IReadOnlyList<PreferredTime> PreferredTimes { get; private set; } = [];

    /// <summary>Counts decisions people are told of. The iCalendar SEQUENCE (RFC 5545 §3.8.7.4).</summary>
    public int Revision { get; private set; }

    /// <summary>What <see cref="Revision"/> tells.</summary>
    public Announcement Announcement { get; private set; }

    /// <summary>The last revision whose mails were queued.</summary>
    public int AnnouncedRevision { get; private set; }

    /// <summary>Whether a confirmation was ever told: only then does a cancellation name it.</summary>
    public bool ConfirmationWasTold { get; private set; }

    /// <summary>Whether the guests' own calendars say a time of it: told, and not taken back to them.</summary>
    public bool GuestsHaveCopy => ConfirmationWasTold || TakenBack is not null;

    /// <summary>Companies, names and addresses of the guests and the title, folded for searching.</summary>
    public string Findable { get; private set; } = "";

    /// <summary>Storage's concurrency token; rises with every change.</summary>
    public int Version { get; private set; }

    /// <summary>The one that titles and lists name.</summary>
    public Guest FirstGuest => Guests[0];

    /// <summary>The guest who answered; until one has, the first.</summary>
    public Guest AnsweringGuest => GuestWhoAnswered ?? FirstGuest;

    /// <summary>Also when they are not asked any more since; null while none has, or when a host decided.</summary>
    public Guest? GuestWhoAnswered => _guests.FirstOrDefault(g => g.Id == AnsweredBy);

    /// <summary>The IANA zone in which a guest is told times.</summary>
    public string ZoneOf(Guest guest) => guest.ZoneId.Length > 0 ? guest.ZoneId : ZoneId;

    public string DisplayTitle => AppointmentTitle.For(Title, FirstGuest.Company, FirstGuest.Name);
    public Candidate? Chosen => _candidates.FirstOrDefault(c => c.Id == ChosenCandidate);

    /// <summary>Sends a proposal out, or says what stands in the way.</summary>
    public static Result<Appointment, ProposalRefusal> Propose(ProposalRequest request, Instant now)
    {
        if (Proposing.Check(request, now) is { } refusal)
            return refusal;

        var appointment = new Appointment
        {
            Id = AppointmentId.New(),
            Organization = request.Organization,
            CreatedBy = request.CreatedBy,
            CreatedAt = now,
            Title = request.Title.Trim(),
            Format = request.Format,
            Place = request.Place.Trim(),
            Directions = request.Directions.Trim(),
            WithJoinLink = request.WithJoinLink,
            OwnJoinLink = request.WithJoinLink ? "" : request.OwnJoinLink.Trim(),
            WithReceptionCode = request.WithReceptionCode,
            Message = request.Message.Trim(),
            Note = request.Note.Trim(),
            ZoneId = request.ZoneId,
            Deadline = request.Deadline ?? request.Candidates.Max(c => c.Start),
            InvitesByMail = request.InvitesByMail,
            MainHost = request.MainHost!.Value,
            HoldsRooms = request.HoldsRooms,
            HoldStrength = request.HoldStyle.Strength,
            HoldTitle = request.HoldStyle.Title.Trim(),
            IsPrivate = request.HoldStyle.IsPrivate,
            RoomSeats = request.RoomNeed.Seats,
            RoomEquipment = request.RoomNeed.Equipment,
            GuestMayCancel = request.GuestRights.MayCancel,
            GuestMayAskForDate = request.GuestRights.MayAskForDate,
            Reminds = request.Reminds,
            GuestNoticeHours = Math.Clamp(request.GuestRights.NoticeHours, 0, GuestRights.MostNoticeHours),
            State = AppointmentState.Open,
        };
        appointment._guests.AddRange(request.Guests.Select((guest, position) => new Guest(guest, position)));
        appointment.Copies = request.Copies;
        appointment._seats.AddRange(request.Hosts.Distinct().Select((member, position) => new HostSeat(member, position)));
        foreach (var (time, index) in request.Candidates.OrderBy(c => c.Start).Select((c, i) => (c, i)))
            appointment._candidates.Add(new Candidate(index + 1, time, Proposing.Overlaps(request.Hosts, request.Busy, time)));
        foreach (var candidate in appointment._candidates)
        {
            if (request.Rooms.TryGetValue(candidate.Time, out var room))
                candidate.AsksFor(room, request.HoldsRooms ? RoomBooking.Asked : RoomBooking.Planned, now);
        }

        appointment.PlanReminder(now);
        appointment.Tell(Announcement.Invitation, now);
        return appointment;
    }

    /// <summary>The times taken of each host and room: holds while open, the one fixed time when confirmed.</summary>
    public IReadOnlyList<TakenTime> TakenTimes() => State switch
    {
        AppointmentState.Open =>
        [
            .. from candidate in _candidates from host in Hosts select Taken(candidate, host, isFixed: false),
            .. from candidate in CandidatesWithRooms select Taken(candidate, candidate.Room!.Value, isFixed: false),
        ],
        AppointmentState.Confirmed =>
        [
            .. from host in Hosts select Taken(Chosen!, host, isFixed: true),
            .. from candidate in CandidatesWithRooms select Taken(candidate, candidate.Room!.Value, isFixed: true),
        ],
        AppointmentState.TimesRequested or AppointmentState.Expired or AppointmentState.Cancelled => [],
    };

    private TakenTime Taken(Candidate candidate, AgendaId whose, bool isFixed) =>
        new(Organization, whose, Id, candidate.Id, candidate.Start, candidate.End, isFixed, Page);
}

/// <summary>One host's place in an appointment.</summary>
/// <param name="Position">Order on the screen, from 0.</param>
public sealed record HostSeat(MemberId Member, int Position);

/// <summary>A time the guest would like instead.</summary>
public sealed record PreferredTime(Instant Start, Instant End);
