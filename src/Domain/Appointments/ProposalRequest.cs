using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>What a host wants to send out: every field of the compose screen, already in the domain's own types.</summary>
/// <param name="Organization">The tenant.</param>
/// <param name="CreatedBy">Who sends it; a coordinator when not among the hosts.</param>
/// <param name="Hosts">Who takes part, in the order of the screen.</param>
/// <param name="MainHost">Who organises it and owns the calendar entry.</param>
/// <param name="Guests">Who is asked to choose, in the order of the screen; any one of them decides.</param>
/// <param name="Candidates">Half-open times; they are numbered in order of time.</param>
/// <param name="Deadline">Until when the guest may answer; null means until the last candidate begins.</param>
/// <param name="ZoneId">IANA zone it was planned in.</param>
/// <param name="Busy">What each host's calendar said just now.</param>
/// <param name="LinkedHosts">Hosts with a working calendar connection.</param>
/// <param name="OverlapAccepted">The creator saw the overlaps and sends all the same.</param>
/// <param name="InvitesByMail">False: the creator hands the link over.</param>
public sealed record ProposalRequest(
    OrganizationId Organization,
    MemberId CreatedBy,
    IReadOnlyList<MemberId> Hosts,
    MemberId? MainHost,
    IReadOnlyList<Interval> Candidates,
    IReadOnlyList<GuestInvitation> Guests,
    string Title,
    AppointmentFormat Format,
    string Place,
    bool WithJoinLink,
    string Message,
    string Note,
    Instant? Deadline,
    string ZoneId,
    bool InvitesByMail,
    bool OverlapAccepted,
    IReadOnlyDictionary<MemberId, BusyTimes> Busy,
    IReadOnlySet<MemberId> LinkedHosts)
{
    /// <summary>CC: lower-cased addresses told of the outcome, without a link.</summary>
    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <summary>The room wanted for a candidate, by the candidate's time. Candidates without one are missing here.</summary>
    public IReadOnlyDictionary<Interval, RoomId> Rooms { get; init; } = new Dictionary<Interval, RoomId>();

    /// <summary>会議室も仮予約する: the rooms are asked now, not only when the guest has decided.</summary>
    public bool HoldsRooms { get; init; }

    /// <summary>道順・アクセス: how to get there.</summary>
    public string Directions { get; init; } = "";

    /// <summary>The hosts' own join link; counts where none is issued. Empty for none.</summary>
    public string OwnJoinLink { get; init; } = "";

    /// <summary>How the holds look in the hosts' calendars.</summary>
    public HoldStyle HoldStyle { get; init; } = HoldStyle.Default;

    /// <summary>受付コードを発行する: counts for a visit to us alone.</summary>
    public bool WithReceptionCode { get; init; }

    /// <summary>自動で催促する: guests who have not answered are asked once more before the deadline.</summary>
    public bool Reminds { get; init; }

    /// <summary>What the guest may do themself once a time is fixed.</summary>
    public GuestRights GuestRights { get; init; } = GuestRights.Default;

    /// <summary>What another room must offer, should one of them decline.</summary>
    public RoomNeed RoomNeed { get; init; } = RoomNeed.Any;
}
