using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>Other candidates for a proposal that is out already.</summary>
/// <param name="Candidates">All that shall stand from now on; half-open. They are numbered in order of time.</param>
/// <param name="Deadline">Until when the guest may answer; null means until the last candidate begins.</param>
/// <param name="Message">お客様へのご案内, as it shall read from now on.</param>
/// <param name="Busy">What each host's calendar said just now.</param>
/// <param name="MainHostIsLinked">The main host has a working calendar connection.</param>
/// <param name="OverlapAccepted">Who sends it saw the overlaps and sends all the same.</param>
public sealed record CandidateOffer(
    IReadOnlyList<Interval> Candidates,
    Instant? Deadline,
    string Message,
    IReadOnlyDictionary<MemberId, BusyTimes> Busy,
    bool MainHostIsLinked,
    bool OverlapAccepted)
{
    /// <summary>Who sends it has read that the fixed time is taken back with it.</summary>
    public bool TakesBackTime { get; init; }

    /// <summary>The room wanted for a candidate, by the candidate's time. Candidates without one are missing here.</summary>
    public IReadOnlyDictionary<Interval, RoomId> Rooms { get; init; } = new Dictionary<Interval, RoomId>();

    /// <summary>会議室も仮予約する: the rooms are asked now, not only when the guest has decided.</summary>
    public bool HoldsRooms { get; init; }

    /// <summary>What another room must offer, should one of them decline.</summary>
    public RoomNeed RoomNeed { get; init; } = RoomNeed.Any;
}

public sealed partial class Appointment
{
    /// <summary>Whether other candidates can be sent under the same link (SPEC P5, P7).</summary>
    public bool CanOffer(Instant now) =>
        State is AppointmentState.Open or AppointmentState.TimesRequested or AppointmentState.Expired || OfferTakesBackTime(now);

    /// <summary>Whether the fixed time, of which a guest asked for another, is taken back when other candidates are sent.</summary>
    public bool OfferTakesBackTime(Instant now) => State == AppointmentState.Confirmed && DateAskedAt is not null && !IsOver(now);

    /// <summary>When it was to be: taken back for other candidates, of which the guests have not been told yet.</summary>
    public Instant? TakenBackStart { get; private set; }
    public Instant? TakenBackEnd { get; private set; }

    public Interval? TakenBack => TakenBackStart is { } start && TakenBackEnd is { } end ? new Interval(start, end) : null;

    /// <summary>
    /// The host answers a re-adjustment, or adds and replaces candidates, under the same link (SPEC P5, P7). A candidate
    /// that stays at its time stays itself, with its holds. What was fixed is taken back: all candidates are new ones then,
    /// so that no hold is ever written over a meeting that others were invited to.
    /// </summary>
    public Result<Done, ProposalRefusal> Offer(CandidateOffer offer, Instant now)
    {
        if (!CanOffer(now))
            return ProposalRefusal.AlreadyDecided;
        // Somebody decided meanwhile, and what was read before pressing is not what would happen.
        if (offer.TakesBackTime != OfferTakesBackTime(now))
            return ProposalRefusal.Busy;
        if (!offer.MainHostIsLinked)
            return ProposalRefusal.MainHostNotConnected;
        if (Proposing.CheckCandidates(offer.Candidates, now) is { } wrong)
            return wrong;
        var deadline = offer.Deadline ?? offer.Candidates.Max(c => c.Start);
        if (Proposing.CheckDeadline(deadline, offer.Candidates, now) is { } late)
            return late;
        var overlaps = offer.Candidates.ToDictionary(c => c, OverlapsOf);
        if (!offer.OverlapAccepted && overlaps.Values.Any(o => o.Count > 0))
            return ProposalRefusal.OverlapNotAccepted;
        if (offer.Message.Length > LongestText)
            return ProposalRefusal.MessageTooLong;

        var wasAsked = State is AppointmentState.TimesRequested or AppointmentState.Confirmed;
        var roomsWereHeld = State == AppointmentState.Open && HoldsRooms;
        HoldsRooms = offer.HoldsRooms;
        RoomSeats = offer.RoomNeed.Seats;
        RoomEquipment = offer.RoomNeed.Equipment;
        if (State == AppointmentState.Confirmed)
            TakeBackTime();
        _candidates.RemoveAll(c => !offer.Candidates.Contains(c.Time));
        foreach (var (index, time) in offer.Candidates.OrderBy(c => c.Start).Index())
        {
            var candidate = _candidates.FirstOrDefault(c => c.Time == time);
            if (candidate is null)
                _candidates.Add(candidate = new Candidate(index + 1, time, overlaps[time]));
            else
                candidate.StaysAs(index + 1, overlaps[time]);
            WantRoom(candidate, offer, roomsWereHeld, now);
        }

        State = AppointmentState.Open;
        Deadline = deadline;
        RemindedAt = null;
        PlanReminder(now);
        Message = offer.Message.Trim();
        RequestMessage = "";
        PreferredTimes = [];
        AnsweredBy = null;
        // Who was never written to still gets the first mail, and no second.
        Tell(!InvitesByMail && !wasAsked && TakenBack is null ? Announcement.None
            : InvitationWasTold || !InvitesByMail ? Announcement.OtherTimesOffered : Announcement.Invitation, now);
        return Done.Value;

        // Nor is a co-host's copy of the meeting that is taken back, which bears no mark.
        IReadOnlyList<AcceptedOverlap> OverlapsOf(Interval time) =>
        [
            .. Proposing.Overlaps(Hosts, offer.Busy, time, own: Id)
                .Where(o => o.Whose == MainHost || (o.Start, o.End) != (Chosen?.Start, Chosen?.End)),
        ];
    }

    private void TakeBackTime()
    {
        // What they were told stands in their calendars until they are told otherwise.
        if (ConfirmationWasTold)
            (TakenBackStart, TakenBackEnd) = (Chosen!.Start, Chosen.End);
        (ConfirmationWasTold, ToldRoom, ToldRoomIsLost) = (false, null, false);
        UpcomingDueAt = null;
        (ChosenCandidate, WasChosenByHost, GuestNote, Companions) = (null, false, "", "");
        _candidates.Clear();
        ForgetDateRequest();
    }

    private static void WantRoom(Candidate candidate, CandidateOffer offer, bool roomsWereHeld, Instant now)
    {
        if (!offer.Rooms.TryGetValue(candidate.Time, out var room))
            candidate.NeedsNoRoom();
        else if (candidate.RoomOrNone != room || offer.HoldsRooms != roomsWereHeld)
            candidate.AsksFor(room, offer.HoldsRooms ? RoomBooking.Asked : RoomBooking.Planned, now);
    }
}
