using Hidori.Domain.Rooms;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>Rooms: asked as attendees, had only when they accept (SPEC M12, M15, M17).</summary>
public sealed partial class Appointment
{
    /// <summary>会議室も仮予約する: rooms are asked for every candidate while the proposal is open.</summary>
    public bool HoldsRooms { get; private set; }

    /// <summary>How many seats a room needs; 0 when it does not matter.</summary>
    public int RoomSeats { get; private set; }

    /// <summary>What has to stand in a room.</summary>
    public IReadOnlyList<string> RoomEquipment { get; private set; } = [];

    /// <summary>The room that people were last told of; null when they were told of none.</summary>
    public RoomId? ToldRoom { get; private set; }

    /// <summary>People were last told that a room is still being looked for.</summary>
    public bool ToldRoomIsLost { get; private set; }

    public RoomNeed RoomNeed => new(RoomSeats, RoomEquipment);

    /// <summary>The candidates whose room is invited now: each while rooms are held, the chosen one afterwards.</summary>
    public IEnumerable<Candidate> CandidatesWithRooms => State switch
    {
        AppointmentState.Open when HoldsRooms => _candidates.Where(c => c.HasRoom),
        AppointmentState.Confirmed when Chosen!.HasRoom => [Chosen],
        _ => [],
    };

    /// <summary>The room's mailbox has answered. After a decline <see cref="ReplaceRoom"/> says how it goes on.</summary>
    /// <returns>Refused when the room was replaced, or nothing stands any more: the answer is to a question of the past.</returns>
    public Result<Done, RoomRefusal> NoteRoomAnswer(CandidateId id, RoomId room, RoomAnswer answer, Instant now)
    {
        if (CandidatesWithRooms.FirstOrDefault(c => c.Id == id && c.Room == room) is not { } candidate)
            return RoomRefusal.NotInThisState;
        var booking = answer switch
        {
            RoomAnswer.Accepted => RoomBooking.Accepted,
            RoomAnswer.Tentative => RoomBooking.Tentative,
            RoomAnswer.Declined => RoomBooking.Sought,
            RoomAnswer.None => RoomBooking.Asked,
        };
        if (candidate.RoomBooking == booking)
            return Done.Value;

        if (booking == RoomBooking.Sought)
            candidate.LosesRoom(now);
        else if (booking == RoomBooking.Asked)
            candidate.AsksFor(room, RoomBooking.Asked, now);
        else
            candidate.RoomSays(booking);
        TellOfRoomOrTouch(now);
        return Done.Value;
    }

    /// <summary>Instead of a room that is lost the next one is asked, or there is none and people have to decide.</summary>
    /// <param name="next">Null: none that would do is free.</param>
    public Result<Done, RoomRefusal> ReplaceRoom(
        CandidateId id, RoomId lost, RoomId? next, IReadOnlyCollection<TakenTime> agenda, Instant now)
    {
        if (State is not (AppointmentState.Open or AppointmentState.Confirmed)
            || _candidates.FirstOrDefault(c => c.Id == id && c.Room == lost && c.RoomBooking == RoomBooking.Sought) is not { } candidate
            || (State == AppointmentState.Confirmed && id != ChosenCandidate))
            return RoomRefusal.NotInThisState;
        if (next is { } room && IsTaken(room, candidate.Time, agenda))
            return RoomRefusal.RoomTaken;

        if (next is { } other)
            candidate.AsksFor(other, RoomBooking.Asked, now);
        else
            candidate.FindsNoRoom();
        TellOfRoomOrTouch(now);
        return Done.Value;
    }

    /// <summary>
    /// The room that is asked in place of the one people know of leaves them waiting: they are told where it stands.
    /// </summary>
    public Result<Done, RoomRefusal> TellOfUnansweredRoom(Instant now)
    {
        if (!PeopleKnowOfAnotherRoom)
            return RoomRefusal.NotInThisState;
        Tell(Announcement.RoomChanged, now);
        return Done.Value;
    }

    /// <summary>People were told of a room that is not asked any more, and the one that is has not said yes.</summary>
    public bool PeopleKnowOfAnotherRoom => State == AppointmentState.Confirmed && AnnouncedRevision == Revision
        && Chosen!.RoomBooking is RoomBooking.Asked or RoomBooking.Tentative && !IsRoomAsTold;

    /// <summary>
    /// A candidate's entry is put back after somebody moved or deleted it outside: whatever its room said was about
    /// another time, or about an entry that is gone.
    /// </summary>
    public void AskRoomAgain(CandidateId id, Instant now)
    {
        if (CandidatesWithRooms.FirstOrDefault(c => c.Id == id) is { RoomBooking: RoomBooking.Accepted or RoomBooking.Tentative } candidate)
            candidate.AsksFor(candidate.Room!.Value, RoomBooking.Asked, now);
    }

    /// <summary>A host chooses another room, or goes on without one.</summary>
    public Result<Done, RoomRefusal> ChooseRoom(
        CandidateId id, RoomId? room, IReadOnlyCollection<TakenTime> agenda, Instant now)
    {
        if (State is not (AppointmentState.Open or AppointmentState.Confirmed)
            || _candidates.FirstOrDefault(c => c.Id == id) is not { } candidate
            || (State == AppointmentState.Confirmed && id != ChosenCandidate))
            return RoomRefusal.NotInThisState;
        if (candidate.RoomOrNone == room && !candidate.IsRoomLost)
            return Done.Value;
        if (room is { } wanted && IsTaken(wanted, candidate.Time, agenda))
            return RoomRefusal.RoomTaken;

        if (room is { } other)
            candidate.AsksFor(other, State == AppointmentState.Open && !HoldsRooms ? RoomBooking.Planned : RoomBooking.Asked, now);
        else
            candidate.NeedsNoRoom();
        TellOfRoomOrTouch(now);
        return Done.Value;
    }

    /// <summary>The confirmed candidate's room is asked now, unless another appointment of ours has it by now.</summary>
    private void AskForRoom(Candidate candidate, IReadOnlyCollection<TakenTime> agenda, Instant now)
    {
        if (candidate.RoomOrNone is not { } room)
            return;
        if (IsTaken(room, candidate.Time, agenda))
            candidate.LosesRoom(now);
        else if (candidate.RoomBooking == RoomBooking.Planned)
            candidate.AsksFor(room, RoomBooking.Asked, now);
    }

    /// <summary>At another time the room has not said yes, and one that was lost may be free.</summary>
    /// <param name="other">Another one instead; null for the same.</param>
    private void AskForRoomAgain(RoomId? other, IReadOnlyCollection<TakenTime> agenda, Instant now)
    {
        if ((other ?? Chosen!.Room) is not { } room)
            return;
        Chosen!.AsksFor(room, RoomBooking.Asked, now);
        AskForRoom(Chosen, agenda, now);
    }

    /// <summary>The holds had gone, and the rooms with them.</summary>
    private void AskForEveryRoomAgain(Instant now)
    {
        foreach (var candidate in _candidates.Where(c => c.HasRoom))
            candidate.AsksFor(candidate.Room!.Value, HoldsRooms ? RoomBooking.Asked : RoomBooking.Planned, now);
    }

    private bool IsTaken(RoomId room, Interval time, IReadOnlyCollection<TakenTime> agenda) =>
        agenda.Any(t => t.Whose == room && t.Blocks(Id, time));

    /// <summary>
    /// People are told once a room is sure or lost, and only when they were told something else before: that the room they
    /// know of has accepted is no news.
    /// </summary>
    private void TellOfRoomOrTouch(Instant now)
    {
        var isSettled = Chosen is { RoomBooking: RoomBooking.None or RoomBooking.Accepted or RoomBooking.Lost };
        if (State != AppointmentState.Confirmed || !isSettled || IsRoomAsTold)
            Touch(now);
        else
            Tell(AnnouncedRevision < Revision && Announcement is Announcement.Rescheduled or Announcement.MainHostChanged ? Announcement : Announcement.RoomChanged, now);
    }

    /// <summary>What was not told yet will be told with the room as it then is.</summary>
    private bool IsRoomAsTold => !ConfirmationWasTold
        || (ToldRoom == Chosen!.RoomOrNone && ToldRoomIsLost == Chosen.IsRoomLost);

    private void NoteRoomTold()
    {
        if (Chosen is not { } chosen)
            return;
        ToldRoom = chosen.RoomOrNone;
        ToldRoomIsLost = chosen.IsRoomLost;
    }
}
