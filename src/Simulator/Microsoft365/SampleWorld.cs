using NodaTime;

namespace Hidori.Simulator.Microsoft365;

public sealed class SampleOptions
{
    public required string ClientId { get; init; }
    public required string ClientSecret { get; init; }
    public IReadOnlyList<string> RedirectUris { get; init; } = [];
}

/// <summary>株式会社サンプル: six members with their weeks, four rooms, one registered app. The same every time for the same day.</summary>
public static class SampleWorld
{
    public const string Domain = "sample.example";
    public const string TenantId = "5a3b1e10-0000-4000-8000-000000000001";
    private static readonly DateTimeZone Tokyo = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];

    public static IReadOnlyList<string> Members { get; } = ["tanaka", "sato", "suzuki", "takahashi", "ito", "watanabe"];

    public static IReadOnlyList<NewRoom> Rooms { get; } =
    [
        new(Address("room-sakura"), "会議室 桜") { Capacity = 6, Building = "本社", FloorNumber = 3, DisplayDeviceName = "モニター" },
        new(Address("room-matsu"), "会議室 松") { Capacity = 12, Building = "本社", FloorNumber = 3, DisplayDeviceName = "プロジェクター", AudioDeviceName = "会議用マイク", VideoDeviceName = "Teams Rooms", IsWheelChairAccessible = true },
        new(Address("room-ume"), "会議室 梅") { Capacity = 4, Building = "本社", FloorNumber = 4 },
        new(Address("room-fuji"), "応接室 富士") { Capacity = 8, Building = "別館", FloorNumber = 1, Tags = ["来客用"], IsWheelChairAccessible = true },
    ];

    public static string Address(string member) => $"{member}@{Domain}";

    public static void Seed(Microsoft365World world, SampleOptions options)
    {
        world.AddTenant(new NewTenant("株式会社サンプル", Domain) { Id = TenantId });
        world.RegisterApp(new NewApp(options.ClientId, options.ClientSecret, options.RedirectUris) { Name = "日取り" });
        AddMembers(world);
        for (var i = 0; i < Rooms.Count; i++)
            world.AddRoom(Rooms[i] with { Id = $"5a3b1e10-0000-4000-8000-0000000002{i + 1:D2}" });
        var monday = world.Now.InZone(Tokyo).Date.PlusDays(-7);
        monday = monday.PlusDays(1 - (int)monday.DayOfWeek);
        FillWeeks(world, monday);
    }

    private static void AddMembers(Microsoft365World world)
    {
        (string Name, string Display, bool IsAdmin, string Sku)[] members =
        [
            ("tanaka", "田中 美咲", true, "SPB"),
            ("sato", "佐藤 健一", false, "SPB"),
            ("suzuki", "鈴木 大輔", false, "SPB"),
            ("takahashi", "高橋 由美", false, "SPE_E3"),
            ("ito", "伊藤 翔", false, "O365_BUSINESS_ESSENTIALS"),
            ("watanabe", "渡辺 直子", false, "SPB"),
        ];
        for (var i = 0; i < members.Length; i++)
        {
            var (name, display, isAdmin, sku) = members[i];
            world.AddUser(new NewAccount(Address(name), display)
            {
                Id = $"5a3b1e10-0000-4000-8000-0000000001{i + 1:D2}", IsAdmin = isAdmin, Skus = [sku],
            });
        }
    }

    private static void FillWeeks(Microsoft365World world, LocalDate monday)
    {
        const IsoDayOfWeek mon = IsoDayOfWeek.Monday, tue = IsoDayOfWeek.Tuesday, wed = IsoDayOfWeek.Wednesday, thu = IsoDayOfWeek.Thursday, fri = IsoDayOfWeek.Friday;
        foreach (var member in Members) Weekly(world, member, "全体朝会", monday, "09:00", "09:15", mon);
        Weekly(world, "tanaka", "営業定例", monday, "10:00", "11:00", tue);
        Weekly(world, "sato", "営業定例", monday, "10:00", "11:00", tue);
        Weekly(world, "tanaka", "1on1 佐藤", monday, "17:00", "17:30", thu);
        Weekly(world, "suzuki", "開発スタンドアップ", monday, "09:30", "09:45", mon, tue, wed, thu, fri);
        Weekly(world, "ito", "開発スタンドアップ", monday, "09:30", "09:45", mon, tue, wed, thu, fri);
        Weekly(world, "suzuki", "スプリント計画", monday, "13:00", "15:00", wed);
        Weekly(world, "takahashi", "採用面接枠", monday, "14:00", "16:00", tue, thu);
        Weekly(world, "watanabe", "経理締め", monday, "15:00", "17:00", fri);
        Weekly(world, "room-matsu", "役員会議", monday, "13:00", "15:00", mon);

        Once(world, "tanaka", "顧客訪問 (横浜)", monday.PlusDays(8), "13:00", "16:00", new() { Location = "横浜" });
        Once(world, "tanaka", "仮: 提案レビュー", monday.PlusDays(9), "15:00", "16:00", new() { ShowAs = ShowAs.Tentative });
        Once(world, "sato", "通院", monday.PlusDays(9), "09:00", "11:00", new() { Sensitivity = Sensitivity.Private, ShowAs = ShowAs.Oof });
        Once(world, "sato", "展示会準備", monday.PlusDays(15), "10:00", "18:00", new());
        Once(world, "takahashi", "在宅勤務", monday.PlusDays(11), "09:00", "18:00", new() { ShowAs = ShowAs.WorkingElsewhere });
        Once(world, "ito", "昼休みランニング", monday.PlusDays(8), "12:00", "13:00", new() { ShowAs = ShowAs.Free });
        Once(world, "watanabe", "税理士打合せ", monday.PlusDays(10), "10:00", "12:00", new() { Location = "応接室 富士" });
        Once(world, "room-fuji", "税理士打合せ", monday.PlusDays(10), "10:00", "12:00", new());
        AllDay(world, "takahashi", "有給休暇", monday.PlusDays(16), 2, ShowAs.Oof);
        AllDay(world, "ito", "オフサイト研修", monday.PlusDays(14), 1, ShowAs.Busy);
        AllDay(world, "watanabe", "結婚記念日", monday.PlusDays(12), 1, ShowAs.Free);
    }

    private static void Weekly(Microsoft365World world, string who, string subject, LocalDate from, string start, string end, params IReadOnlyList<IsoDayOfWeek> days)
    {
        var first = Enumerable.Range(0, 7).Select(from.PlusDays).First(d => days.Contains(d.DayOfWeek));
        world.Put(Address(who), new NewItem(subject, At(first, start), At(first, end)) { Recurrence = RecurrenceRule.Weekly(first, null, days) });
    }

    private sealed class Detail
    {
        public ShowAs ShowAs { get; init; } = ShowAs.Busy;
        public Sensitivity Sensitivity { get; init; }
        public string? Location { get; init; }
    }

    private static void Once(Microsoft365World world, string who, string subject, LocalDate date, string start, string end, Detail detail) =>
        world.Put(Address(who), new NewItem(subject, At(date, start), At(date, end))
        {
            ShowAs = detail.ShowAs, Sensitivity = detail.Sensitivity, Location = detail.Location,
        });

    private static void AllDay(Microsoft365World world, string who, string subject, LocalDate date, int days, ShowAs showAs) =>
        world.Put(Address(who), new NewItem(subject, At(date, "00:00"), At(date.PlusDays(days), "00:00")) { IsAllDay = true, ShowAs = showAs });

    private static Instant At(LocalDate date, string time) =>
        (date + NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value).InZoneStrictly(Tokyo).ToInstant();
}
