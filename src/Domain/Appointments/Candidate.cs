using Hidori.Domain.Rooms;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>An entry of a host's calendar that the host saw and overlapped on purpose when sending.</summary>
/// <remarks>Moved since, it is another entry: what the host accepted was this one at this time (SPEC P4).</remarks>
public sealed record AcceptedOverlap(MemberId Whose, string RemoteId, Instant Start, Instant End);

/// <summary>One time range inside a proposal; after confirmation the chosen one is the appointment's time.</summary>
public sealed class Candidate
{
    private Candidate() { }

    internal Candidate(int number, Interval time, IReadOnlyList<AcceptedOverlap> accepted)
    {
        Id = CandidateId.New();
        Number = number;
        Start = time.Start;
        End = time.End;
        AcceptedOverlaps = accepted;
    }

    public CandidateId Id { get; private set; }

    /// <summary>Counts from 1, in order of time, and is what people call it by (候補1).</summary>
    public int Number { get; private set; }

    public Instant Start { get; private set; }
    public Instant End { get; private set; }
    public IReadOnlyList<AcceptedOverlap> AcceptedOverlaps { get; private set; } = [];

    /// <summary>The room that is wanted; while <see cref="IsRoomLost"/>, the one that was.</summary>
    public RoomId? Room { get; private set; }

    public RoomBooking RoomBooking { get; private set; }

    /// <summary>Since when the room has been asked, or another looked for; null otherwise.</summary>
    public Instant? RoomAskedAt { get; private set; }

    /// <summary>Rooms that declined this time, or were taken: not asked again.</summary>
    public IReadOnlyList<RoomId> LostRooms { get; private set; } = [];

    /// <summary>A room is wanted, and there is none (yet).</summary>
    public bool IsRoomLost => RoomBooking is RoomBooking.Sought or RoomBooking.Lost;

    /// <summary>A room is wanted, and it is not lost.</summary>
    public bool HasRoom => RoomOrNone is not null;

    /// <summary>The room that people count on; null when there is none, or none any more.</summary>
    public RoomId? RoomOrNone => RoomBooking == RoomBooking.None || IsRoomLost ? null : Room;

    /// <summary>Half-open.</summary>
    public Interval Time => new(Start, End);

    internal void StaysAs(int number, IReadOnlyList<AcceptedOverlap> accepted)
    {
        Number = number;
        AcceptedOverlaps = accepted;
    }

    internal void Accepts(IReadOnlyList<AcceptedOverlap> more) => AcceptedOverlaps = [.. AcceptedOverlaps, .. more];

    internal void AcceptsNoMore(MemberId host) => AcceptedOverlaps = [.. AcceptedOverlaps.Where(o => o.Whose != host)];

    internal void MoveTo(Interval time)
    {
        Start = time.Start;
        End = time.End;
        AcceptedOverlaps = [];
        LostRooms = [];
    }

    internal void AsksFor(RoomId room, RoomBooking booking, Instant now)
    {
        Room = room;
        RoomBooking = booking;
        RoomAskedAt = booking == RoomBooking.Asked ? now : null;
    }

    internal void RoomSays(RoomBooking booking) => RoomBooking = booking;

    /// <summary>Another is looked for, now.</summary>
    internal void LosesRoom(Instant now)
    {
        if (Room is { } room && !LostRooms.Contains(room))
            LostRooms = [.. LostRooms, room];
        RoomBooking = RoomBooking.Sought;
        RoomAskedAt = now;
    }

    internal void FindsNoRoom()
    {
        RoomBooking = RoomBooking.Lost;
        RoomAskedAt = null;
    }

    internal void NeedsNoRoom()
    {
        Room = null;
        RoomBooking = RoomBooking.None;
        RoomAskedAt = null;
    }
}
