namespace Hidori.Benchmarks.Yardstick;

/// <param name="Name">Number and short description.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Slots">How many slots at least two independent engines found; null where no reference was taken.</param>
/// <param name="Checksum">The <see cref="Yardstick.Checksum"/> of their starts.</param>
public sealed record ReferenceCase(string Name, Question Question, int? Slots, uint? Checksum);

/// <summary>Questions whose answers are known, because independent engines agreed on them.</summary>
public static class ReferenceCases
{
    private const string Berlin = "Europe/Berlin";
    private const string NewYork = "America/New_York";

    public static IReadOnlyList<ReferenceCase> All { get; } =
    [
        Case("R01 single N200 D30", Everyone(1, 200, new(30)), 324, 1903483977),
        Case("R02 single N0 D30", Everyone(1, 0, new(30)), 682, 3590562790),
        Case("R03 single N50 D30", Everyone(1, 50, new(30)), 550, 1286561551),
        Case("R04 single N800 D30", Everyone(1, 800, new(30)), 35, 2960818926),
        Case("R05 single N400 D60", Everyone(1, 400, new(60)), 656, 707629247),
        Case("R06 single N800 D120", Everyone(1, 800, new(120)), 1112, 2794596053),
        Case("R07 single N2400 D365", Everyone(1, 2400, new(365)), 3460, 157502702),
        Case("R08 buffers 15/15", Everyone(1, 200, new(30, 30, 15, 15, 15)), 244, 1387373275),
        Case("R09 buffers 10/10 N400 D60", Everyone(1, 400, new(60, 30, 15, 10, 10)), 487, 3126641955),
        Case("R10 45 min on 15", Everyone(1, 200, new(30, 45)), 271, 1985411712),
        Case("R11 60 min on 30", Everyone(1, 200, new(30, 60, 30)), 118, 3306907721),
        Case("R12 at most 8 per day", Everyone(1, 200, new(30, DailyCap: 8)), 247, 1108457281),
        Case("R13 New York", Everyone(1, 200, new(30), NewYork), 530, 3735567815),
        Case("R14 Kolkata", Everyone(1, 200, new(30), "Asia/Kolkata"), 503, 1257998047),
        Case("R15 collective 2 x N200", Everyone(2, 200, new(30)), 125, 2597257946),
        Case("R16 collective 3 x N60", Everyone(3, 60, new(30)), 294, 3011323766),
        Case("R17 collective 5 x N60", Everyone(5, 60, new(30)), 181, 4127264154),
        Case("R18 collective Berlin + New York", Everyone(2, 60, new(30), Berlin, NewYork), 139, 3966453702),
        Case("R19 collective 10 x N200", Everyone(10, 200, new(30)), 1, 1622084728),
        Case("R20 round robin 2 x N200", AnyOne(2, 200, new(30)), 466, 4203319301),
        Case("R21 round robin 10 x N200", AnyOne(10, 200, new(30)), 680, 3101619333),
        Case("R22 round robin 20 x N300", AnyOne(20, 300, new(30)), 679, 1138989427),
        Case("R23 round robin 50 x N200", AnyOne(50, 200, new(30)), 682, 3590562790),
        Case("R24 round robin 10 x N400 D60", AnyOne(10, 400, new(60)), 1356, 1678987344),
        Case("R25 candidates 3 + 1 of 20 rooms", WithOneRoom(3, 20), 85, 196666635),
        Case("R26 candidates 6 + 1 of 50 rooms", WithOneRoom(6, 50), 27, 2551228946),
    ];

    /// <summary>Larger questions without a foreign reference: only our own ways are compared with each other.</summary>
    public static IReadOnlyList<ReferenceCase> Large { get; } =
    [
        Case("L01 round robin 1000 x N200", AnyOne(1000, 200, new(30)), null, null),
        Case("L02 candidates 6 + 1 of 500 rooms", WithOneRoom(6, 500), null, null),
    ];

    private static ReferenceCase Case(string name, Question question, int? slots, uint? checksum) =>
        new(name, question, slots, checksum);

    private static Question Everyone(int hosts, int busy, Rules rules, params string[] zones) =>
        new(Attendance.Everyone, Hosts(hosts, busy, rules, zones), [], rules);

    private static Question AnyOne(int hosts, int busy, Rules rules) =>
        new(Attendance.AnyOne, Hosts(hosts, busy, rules, []), [], rules);

    private static Question WithOneRoom(int attendees, int rooms)
    {
        var rules = new Rules(14, 60);
        var tokyo = new ZoneTable("Asia/Tokyo", rules.Days);
        Calendar[] hosts =
        [
            .. Enumerable.Range(0, attendees)
                .Select(h => new Calendar(tokyo, Generators.BusyOfHost(h, 28, rules.Days, -60))),
        ];
        Calendar[] all =
        [
            .. Enumerable.Range(0, rooms)
                .Select(r => new Calendar(tokyo, Generators.BusyOfRoom(r, 80, rules.Days, -60))),
        ];
        return new Question(Attendance.EveryoneAndOneRoom, hosts, all, rules);
    }

    private static Calendar[] Hosts(int count, int busy, Rules rules, string[] zones)
    {
        if (zones.Length == 0) zones = [Berlin];
        ZoneTable[] tables = [.. zones.Select(z => new ZoneTable(z, rules.Days))];
        return
        [
            .. Enumerable.Range(0, count)
                .Select(h => new Calendar(tables[h % tables.Length], Generators.BusyOfHost(h, busy, rules.Days))),
        ];
    }
}
