using Hidori.Simulator;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What may happen in a history: decisions of people, time, and workers that fail.</summary>
public enum Act
{
    Propose,
    Choose,
    ChooseInTwoBrowsers,
    RequestOtherTimes,
    Withdraw,
    Cancel,
    Reschedule,
    Extend,
    DeadlinePasses,
    MinutesPass,
    Work,
    WorkAndCrash,
    TwoWorkers,

    /// <summary>Somebody who looks after a room says yes or no to what it was asked.</summary>
    ARoomIsAnsweredFor,

    /// <summary>Somebody else takes a room at a candidate's time.</summary>
    ARoomIsTaken,
    ChooseRoom,

    /// <summary>A host drags an entry of ours to another time in Outlook, throws it away, or takes back what they did.</summary>
    MoveInOutlook,
    DeleteInOutlook,
    TakeBackInOutlook,
    Follow,
    Restore,

    /// <summary>Long enough for what was done in Outlook to be noticed.</summary>
    EverythingIsLookedAt,

    /// <summary>Other candidates, of which some may be the old ones.</summary>
    Offer,

    /// <summary>A host connects another Microsoft account: keeps what is written, moves the holds, or leaves it after all.</summary>
    SwitchAccount,

    /// <summary>Who is not the main host leaves, or joins again.</summary>
    AHostComesOrGoes,
    AnotherMainHost,
    TheGuestCancels,
    TheGuestAsksForAnotherDate,
    TheDateIsKept,

    /// <summary>The guest asks for another date, and the host takes the time back for other candidates.</summary>
    TheTimeIsTakenBack,

    /// <summary>Somebody else is asked too, in either language, or one of several is asked no more.</summary>
    AGuestComesOrGoes,
}

/// <param name="Subject">Which of the two appointments it is about.</param>
/// <param name="Pick">Which candidate, time or call: reduced to what there is.</param>
public sealed record Step(Act Act, int Subject, int Pick);

/// <summary>One history: made from its seed alone, so that a failure can be looked at again.</summary>
public sealed record History(int Seed, IReadOnlyList<Step> Steps)
{
    private static readonly Act[] Weighted =
    [
        Act.Propose, Act.Propose, Act.Propose, Act.Choose, Act.Choose, Act.Choose, Act.ChooseInTwoBrowsers, Act.RequestOtherTimes,
        Act.Withdraw, Act.Cancel, Act.Reschedule, Act.Reschedule, Act.Extend, Act.DeadlinePasses, Act.MinutesPass,
        Act.Work, Act.Work, Act.Work, Act.Work, Act.WorkAndCrash, Act.WorkAndCrash, Act.WorkAndCrash, Act.WorkAndCrash,
        Act.TwoWorkers, Act.TwoWorkers,
    ];

    private static readonly Act[] OfRoomsAndOutlook =
    [
        Act.ARoomIsAnsweredFor, Act.ARoomIsAnsweredFor, Act.ARoomIsAnsweredFor, Act.ARoomIsTaken, Act.ChooseRoom, Act.ChooseRoom,
        Act.MoveInOutlook, Act.MoveInOutlook, Act.DeleteInOutlook, Act.TakeBackInOutlook, Act.Follow, Act.Restore, Act.Restore,
        Act.EverythingIsLookedAt, Act.EverythingIsLookedAt,
    ];

    private static readonly Act[] OfPeople =
    [
        Act.AHostComesOrGoes, Act.AHostComesOrGoes, Act.AHostComesOrGoes, Act.AnotherMainHost, Act.AnotherMainHost, Act.TheGuestCancels,
        Act.TheGuestAsksForAnotherDate, Act.TheGuestAsksForAnotherDate, Act.TheDateIsKept,
    ];

    private static readonly bool WithPeople = Environment.GetEnvironmentVariable("HIDORI_PEOPLE") == "true";

    public static History From(int seed)
    {
        var chance = new Random(seed);
        var length = chance.Next(4, 14);
        var steps = new List<Step> { new(Act.Propose, 0, chance.Next(100)) };
        for (var i = 0; i < length; i++)
            steps.Add(new Step(Weighted[chance.Next(Weighted.Length)], chance.Next(2), chance.Next(100)));
        // Put in between by a chance of their own, so that a seed goes on deciding what it decided before them.
        var more = new Random(~seed);
        for (var i = more.Next(8); i > 0; i--)
            steps.Insert(more.Next(1, steps.Count + 1), new Step(OfRoomsAndOutlook[more.Next(OfRoomsAndOutlook.Length)], more.Next(2), more.Next(100)));
        var offers = new Random(seed ^ 0x0FFE5);
        for (var i = offers.Next(4) - 1; i > 0; i--)
            steps.Insert(offers.Next(1, steps.Count + 1), new Step(Act.Offer, offers.Next(2), offers.Next(100)));
        // Not in every history: signing in elsewhere takes longer than all its other steps.
        var switches = new Random(seed ^ 0x5177C);
        for (var i = seed % 4 == 0 ? switches.Next(5) - 2 : 0; i > 0; i--)
            steps.Insert(switches.Next(1, steps.Count + 1), new Step(Act.SwitchAccount, switches.Next(2), switches.Next(100)));
        var takenBack = new Random(seed ^ 0x7A6E);
        for (var i = takenBack.Next(4) - 1; i > 0; i--)
            steps.Insert(takenBack.Next(1, steps.Count + 1), new Step(Act.TheTimeIsTakenBack, takenBack.Next(2), takenBack.Next(100)));
        var guests = new Random(seed ^ 0x60E57);
        for (var i = guests.Next(6) - 2; i > 0; i--)
            steps.Insert(guests.Next(1, steps.Count + 1), new Step(Act.AGuestComesOrGoes, guests.Next(2), guests.Next(100)));
        // Not in every run: they were not run at size yet.
        var people = new Random(seed ^ 0x9E09E);
        for (var i = WithPeople ? people.Next(6) - 2 : 0; i > 0; i--)
            steps.Insert(people.Next(1, steps.Count + 1), new Step(OfPeople[people.Next(OfPeople.Length)], people.Next(2), people.Next(100)));
        return new History(seed, steps);
    }

    /// <summary>How a call goes wrong; null is fine. Most calls go well, or nothing would ever be written.</summary>
    /// <remarks>A read that fails changes nothing and only costs the pauses of its repetitions, so few of them fail.</remarks>
    public static FaultKind? Fate(Random chance, FaultContext call) => chance.Next(call.Method == "GET" ? 800 : 100) switch
    {
        < 8 => FaultKind.NeverArrives,
        < 20 => FaultKind.DoneThenDisconnected,
        < 23 => FaultKind.Status(call.Vendor == FaultContext.Mail ? 450 : 503),
        < 25 when call.Vendor != FaultContext.Mail => FaultKind.Status(429, retryAfterSeconds: 20),
        < 26 when call.Vendor != FaultContext.Mail => FaultKind.Status(500),
        _ => null,
    };

    public override string ToString() => $"seed {Seed}: {string.Join(", ", Steps.Select(s => $"{s.Act}({s.Subject},{s.Pick})"))}";
}
