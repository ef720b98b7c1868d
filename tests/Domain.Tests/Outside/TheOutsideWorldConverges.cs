using CsCheck;
using Hidori.Domain.Appointments;
using Xunit;

namespace Hidori.Domain.Tests.Outside;

/// <summary>
/// Whatever is decided, whichever answers get lost and wherever the process dies: in the end the calendars say what was
/// decided, nothing is left over, and every decision was told once (HOUSE §4.6, SPEC X1, M12, M14, P8). A room is had when
/// it said yes to that time (M17), and what people did by hand stands until somebody decides (M19).
/// </summary>
public sealed class TheOutsideWorldConverges
{
    /// <summary>A hundred thousand take seven seconds; "full" is for whoever changes the plan.</summary>
    private static int Histories =>
        Environment.GetEnvironmentVariable("HIDORI_HISTORIES") == "full" ? 1_000_000 : 100_000;

    private static readonly Gen<Setting> Settings =
        from candidates in Gen.Int[1, 3]
        from withLink in Gen.Bool
        from reads in Gen.Int[0, 4].Select(n => n switch { 3 => World.Never, 4 => 0, _ => n })
        from byMail in Gen.Bool
        from coHostIsLinked in Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false)))
        from wantsRooms in Gen.Bool
        from holdsRooms in Gen.Bool
        select new Setting(candidates, withLink, reads, byMail, coHostIsLinked, AppointmentFormat.Online, wantsRooms, holdsRooms);

    private static readonly Gen<Act> Acts = Gen.Frequency(
        (3, Gen.Int[0, 2].Select(c => (Act)new Act.Chooses(c))),
        (1, Gen.Const((Act)new Act.RequestsOtherTimes())),
        (1, Gen.Const((Act)new Act.Withdraws())),
        (1, Gen.Const((Act)new Act.Cancels())),
        (1, Gen.Const((Act)new Act.DeadlinePasses())),
        (1, Gen.Const((Act)new Act.Extends())),
        (2, Gen.Int[5, 6].Select(d => (Act)new Act.Reschedules(d))),
        (1, Gen.Const((Act)new Act.GoesOnWithoutLink())),
        (1, Gen.Const((Act)new Act.InvitationsArrive())),
        (1, Gen.Const((Act)new Act.CoHostBreaks())),
        (1, Gen.Const((Act)new Act.CoHostMends())),
        (1, Gen.Int[0, 5].Select(n => (Act)new Act.DeletedByHand(n))),
        (1, Gen.Int[0, 5].Select(n => (Act)new Act.MovedByHand(n))),
        (2, Gen.Const((Act)new Act.Looks())),
        (1, Gen.Const((Act)new Act.Follows())),
        (1, Gen.Const((Act)new Act.Restores())),
        (2, Gen.Select(Gen.Int[0, 5], Gen.Frequency((2, Gen.Const(true)), (1, Gen.Const(false)))).Select(a => (Act)new Act.RoomAnswers(a.Item1, a.Item2))),
        (1, Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3]).Select(c => (Act)new Act.ChoosesRoom(c.Item1, c.Item2 == 3 ? null : c.Item2))),
        (7, Gen.Const((Act)new Act.Works(Fate.Fine))),
        (7, Gen.Enum<Fate>().Select(f => (Act)new Act.Works(f))));

    private static readonly Gen<History> Any =
        from setting in Settings
        from acts in Acts.List[1, 24]
        select new History(setting, acts);

    [Fact]
    public void Every_history_ends_with_calendars_as_decided_and_everybody_told_once() =>
        Any.Sample(World.Live, iter: Histories, print: h => h.ToString());
}
