namespace Hidori.Benchmarks.Yardstick;

public enum Attendance
{
    Everyone,
    AnyOne,
    EveryoneAndOneRoom,
}

/// <summary>One calendar: its zone, and its busy list as delivered (unsorted).</summary>
public sealed record Calendar(ZoneTable Zone, MinuteInterval[] Busy);

/// <param name="Days">The window is [base, base + days), in UTC.</param>
/// <param name="DurationMinutes">How long a slot lasts.</param>
/// <param name="GridMinutes">Slots start on multiples of this.</param>
/// <param name="BufferBeforeMinutes">Time that must be free before a slot.</param>
/// <param name="BufferAfterMinutes">Time that must be free after a slot.</param>
/// <param name="DailyCap">A host's local day that has this many starts or more offers nothing; 0 is no limit.</param>
public sealed record Rules(
    int Days,
    int DurationMinutes = 30,
    int GridMinutes = 15,
    int BufferBeforeMinutes = 0,
    int BufferAfterMinutes = 0,
    int DailyCap = 0)
{
    public int EndMinute => Days * Generators.MinutesPerDay;
}

/// <summary>What is asked: who must be free, in which rooms, under which rules.</summary>
/// <remarks>Rooms have no working hours; they are free whenever they are not busy.</remarks>
public sealed record Question(Attendance Attendance, Calendar[] Hosts, Calendar[] Rooms, Rules Rules);
