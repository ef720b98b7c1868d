using Hidori.Domain.Appointments;

namespace Hidori.Domain.Tests.Outside;

/// <summary>What becomes of one call to the outside.</summary>
public enum Fate
{
    Fine,
    NeverArrived,
    AnswerLost,
    CrashedBeforeSaving,
}

/// <summary>One thing that happens in a history.</summary>
public abstract record Act
{
    public sealed record Chooses(int Candidate) : Act;

    public sealed record RequestsOtherTimes : Act;

    public sealed record Withdraws : Act;

    public sealed record Cancels : Act;

    public sealed record DeadlinePasses : Act;

    public sealed record Extends : Act;

    public sealed record Reschedules(int Day) : Act;

    public sealed record GoesOnWithoutLink : Act;

    public sealed record Works(Fate Fate) : Act;

    public sealed record InvitationsArrive : Act;

    /// <summary>The co-host's link breaks: every call in their name fails until it is mended.</summary>
    public sealed record CoHostBreaks : Act;

    public sealed record CoHostMends : Act;

    /// <summary>Somebody deletes an entry of ours in their calendar.</summary>
    public sealed record DeletedByHand(int Which) : Act;

    /// <summary>Somebody drags an entry of ours to another time.</summary>
    public sealed record MovedByHand(int Which) : Act;

    /// <summary>Every entry is looked at, and what people did is noticed.</summary>
    public sealed record Looks : Act;

    public sealed record Follows : Act;

    public sealed record Restores : Act;

    public sealed record RoomAnswers(int Which, bool Accepts) : Act;

    /// <param name="Room">Null: goes on without.</param>
    public sealed record ChoosesRoom(int Candidate, int? Room) : Act;
}

/// <summary>How a history begins.</summary>
/// <param name="ReadsUntilLink">After how many reads the meeting link is there; <see cref="World.Never"/> for never.</param>
/// <param name="WantsRooms">A room for each candidate.</param>
/// <param name="HoldsRooms">They are asked at once, not only when the guest has decided.</param>
public sealed record Setting(
    int Candidates, bool WithJoinLink, int ReadsUntilLink, bool InvitesByMail, bool CoHostIsLinked, AppointmentFormat Format,
    bool WantsRooms, bool HoldsRooms);

public sealed record History(Setting Setting, IReadOnlyList<Act> Acts)
{
    public override string ToString() => $"{Setting}\n  {string.Join("\n  ", Acts)}";
}
