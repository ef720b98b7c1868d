using System.Net;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>受付の条件 as a host sets them change what guests are offered, each in its own way (SPEC B3, B5, B6, M20).</summary>
public sealed class PagesKeepTheirLimits
{
    private const string Room = "sakura@test.example";

    [Theory, EveryDatabase]
    public async Task What_is_typed_is_read_into_the_setting_of_that_name(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);

        await SetAsync(
            tanaka, page, ("step", "15"), ("notice", "3"), ("noticeUnit", "days"), ("furthest", "90"), ("peopleBefore", "5"), ("peopleAfter", "10"), ("roomBefore", "15"),
            ("roomAfter", "20"), ("perDay", "4"), ("perWeek", "6"), ("perMonth", "8"), ("offeredPerDay", "7"));
        var set = await app.ReadsAsync(db => db.BookingPages.Select(p => p.Settings).SingleAsync(TestContext.Current.CancellationToken));
        var shown = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}");

        Assert.Equal(
            new PageLimits
            {
                StepMinutes = 15, NoticeMinutes = 3 * 24 * 60, FurthestDays = 90, PeopleBeforeMinutes = 5, PeopleAfterMinutes = 10, RoomBeforeMinutes = 15,
                RoomAfterMinutes = 20, PerDay = 4, PerWeek = 6, PerMonth = 8, OfferedPerDay = 7,
            },
            set.Limits);
        Assert.Equal(("5", "10", "15", "20"), (shown.ValueOf("peopleBefore"), shown.ValueOf("peopleAfter"), shown.ValueOf("roomBefore"), shown.ValueOf("roomAfter")));
        Assert.Equal(("4", "6", "8", "7"), (shown.ValueOf("perDay"), shown.ValueOf("perWeek"), shown.ValueOf("perMonth"), shown.ValueOf("offeredPerDay")));
    }

    /// <summary>Between 14:00 and 15:00 the host is busy on Wednesday, and the room on Thursday.</summary>
    [Theory]
    [EveryDatabase("peopleBefore", "13:30 15:30", "13:30 15:00")]
    [EveryDatabase("peopleAfter", "13:00 15:00", "13:30 15:00")]
    [EveryDatabase("roomBefore", "13:30 15:00", "13:30 15:30")]
    [EveryDatabase("roomAfter", "13:30 15:00", "13:00 15:00")]
    public async Task A_buffer_widens_what_is_before_or_after_of_people_or_of_rooms(DatabaseKind kind, string buffer, string aroundTheHosts, string aroundTheRooms)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.MicrosoftConsentsTo("Place.Read.All");
        app.Outlook.AddRoom(new NewRoom(Room, "会議室 桜"));
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        var room = (await app.HasRoomsAsync((Room, "会議室 桜"))).Single();
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("来客", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));
        app.Outlook.Put(Room, new NewItem("面接", App.At("2027-04-08 14:00"), App.At("2027-04-08 15:00")));
        using var web = app.NewBrowser();

        var settings = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}");
        settings = await tanaka.Web.SubmitAsync(settings, settings.Address.AbsolutePath, ("newRoom", room.ToString()), ("action", "addRoom"));
        await tanaka.Web.SubmitAsync(settings, settings.Address.AbsolutePath, (buffer, "30"), ("action", "save"));
        var offered = await page.OffersAsync(web);

        Assert.Equal(aroundTheHosts, Around(offered, "04-07"));
        Assert.Equal(aroundTheRooms, Around(offered, "04-08"));
    }

    [Theory, EveryDatabase]
    public async Task A_page_that_is_open_on_public_holidays_offers_them_within_its_members_hours(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        async Task<List<string>> HolidayAsync() =>
            [.. BookingPageMade.Offered(await web.GetAsync(page.Path + "?from=2027-04-26")).Where(o => o.StartsWith("04-29", StringComparison.Ordinal))];

        var closed = await HolidayAsync();
        await SetAsync(tanaka, page, ("holidays", "AsUsual"));
        var open = await HolidayAsync();
        var done = await page.BooksAsync(web, "2027-04-29 14:00");

        Assert.Empty(closed);
        Assert.Equal(("04-29 10:00", "04-29 17:00"), (open[0], open[^1]));
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
    }

    /// <summary>Whichever of two was booked first: the longer buffer of both lies between them, of people and of rooms.</summary>
    [Theory]
    [EveryDatabase("peopleBefore")]
    [EveryDatabase("peopleAfter")]
    [EveryDatabase("roomBefore")]
    [EveryDatabase("roomAfter")]
    public async Task What_was_booked_on_the_page_keeps_its_own_buffers(DatabaseKind kind, string buffer)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.MicrosoftConsentsTo("Place.Read.All");
        app.Outlook.AddRoom(new NewRoom(Room, "会議室 桜"));
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        var room = (await app.HasRoomsAsync((Room, "会議室 桜"))).Single();
        using var web = app.NewBrowser();
        using var slow = app.NewBrowser();

        var settings = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}");
        settings = await tanaka.Web.SubmitAsync(settings, settings.Address.AbsolutePath, ("newRoom", room.ToString()), ("action", "addRoom"));
        await tanaka.Web.SubmitAsync(settings, settings.Address.AbsolutePath, (buffer, "30"), ("action", "save"));
        var late = await page.ChoosesAsync(slow, "2027-04-07 14:30");
        var done = await page.BooksAsync(web, "2027-04-07 14:00");
        var refused = await slow.SubmitAsync(late, page.Path, ("company", "港産業"), ("name", "森"), ("mail", "mori@guest.example"));
        var offered = await page.OffersAsync(web);
        var moves = BookingPageMade.Offered(await web.GetAsync($"{done.Address.AbsolutePath}/move"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("13:00 15:00", Around(offered, "04-07"));
        // What moves is not in its own way.
        Assert.Equal("13:30 14:30", Around(moves, "04-07"));
    }

    [Theory]
    [EveryDatabase("perDay", "04-08 14:00")]
    [EveryDatabase("perWeek", "04-12 10:00")]
    [EveryDatabase("perMonth", "05-06 10:00")]
    public async Task So_many_bookings_a_day_week_or_month_and_no_more(DatabaseKind kind, string cap, string next)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        await SetAsync(tanaka, page, (cap, "2"));
        using var web = app.NewBrowser();
        // Every day of a page is full, or the week around Wednesday, or April.
        var same = cap == "perDay" ? "2027-04-07" : "2027-04-09";

        await page.BooksAsync(web, "2027-04-07 14:00");
        var one = await AllAsync(page, web);
        await page.BooksAsync(web, same + " 16:00", mail: "mori@guest.example");
        var two = await AllAsync(page, web);

        Assert.Contains("04-07 10:00", one);
        Assert.DoesNotContain("04-07 10:00", two);
        Assert.Contains(next, two);
        Assert.Equal(cap == "perDay", two.Contains("04-08 14:00"));
        Assert.Equal(cap != "perMonth", two.Contains("04-12 10:00"));
    }

    [Theory, EveryDatabase]
    public async Task So_many_times_a_day_are_shown(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();

        await SetAsync(tanaka, page, ("offeredPerDay", "3"));
        var offered = await page.OffersAsync(web);

        Assert.All(offered.GroupBy(o => o[..5]), day => Assert.Equal(3, day.Count()));
        Assert.NotEmpty(offered);
    }

    /// <summary>Each kind of entry lies at 14:00 of a day of its own.</summary>
    [Theory]
    [EveryDatabase("tentative", "free", "04-07")]
    [EveryDatabase("outOfOffice", "free", "04-08")]
    [EveryDatabase("elsewhere", "blocks", "04-09")]
    [EveryDatabase("private", "free", "04-12")]
    [EveryDatabase("allDay", "free", "04-13")]
    public async Task What_counts_as_taken_is_what_the_settings_say(DatabaseKind kind, string setting, string value, string day)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        void Put(string date, ShowAs showAs, Sensitivity sensitivity = Sensitivity.Normal) => app.Outlook.Put(
            App.Mail("tanaka"),
            new NewItem("予定", App.At($"2027-{date} 14:00"), App.At($"2027-{date} 14:30")) { ShowAs = showAs, Sensitivity = sensitivity });
        Put("04-07", ShowAs.Tentative);
        Put("04-08", ShowAs.Oof);
        Put("04-09", ShowAs.WorkingElsewhere);
        Put("04-12", ShowAs.Busy, Sensitivity.Private);
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("終日", App.At("2027-04-13 00:00"), App.At("2027-04-14 00:00")) { IsAllDay = true });
        using var web = app.NewBrowser();

        var before = await FreeAtTwoAsync(page, web);
        await SetAsync(tanaka, page, (setting, value));
        var after = await FreeAtTwoAsync(page, web);

        Assert.Equal(["04-09"], before);
        Assert.Equal(setting == "elsewhere" ? [] : ((string[])["04-09", day]).Order(), after);
    }

    [Theory, EveryDatabase]
    public async Task Two_of_three_come_beside_whoever_is_needed(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki", "kato");
        List<MemberBrowser> members = [];
        foreach (var name in (string[])["tanaka", "sato", "suzuki", "kato"])
            members.Add(await app.SignsInAsync(name));
        var page = await BookingPageMade.OpenAsync(
            app, "soudan", ["tanaka"], s => s with { Rule = new PageRule(PageAttendance.Detailed, Needed: 2) },
            ("sato", PagePart.OneOfGroup), ("suzuki", PagePart.OneOfGroup), ("kato", PagePart.OneOfGroup));
        void Busy(string name, string date) => app.Outlook.Put(App.Mail(name), new NewItem("外出", App.At($"2027-{date} 09:00"), App.At($"2027-{date} 18:00")));
        Busy("sato", "04-07");
        Busy("suzuki", "04-07");
        Busy("sato", "04-08");
        Busy("tanaka", "04-09");
        using var web = app.NewBrowser();

        var offered = await page.OffersAsync(web);
        await page.BooksAsync(web, "2027-04-08 14:00");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(["04-06", "04-08", "04-12"], offered.Select(o => o[..5]).Distinct());
        bool Comes(string name) => app.Outlook.CalendarOf(App.Mail(name)).Any(e => e.Start == App.At("2027-04-08 14:00"));
        Assert.Equal((true, false, true, true), (Comes("tanaka"), Comes("sato"), Comes("suzuki"), Comes("kato")));
        members.ForEach(m => m.Dispose());
    }

    private static async Task SetAsync(MemberBrowser host, BookingPageMade page, params (string, string)[] fields)
    {
        var settings = await host.Web.GetAsync($"/booking-pages/{page.Id}");
        var saved = await host.Web.SubmitAsync(settings, settings.Address.AbsolutePath, [.. fields, ("action", "save")]);
        Assert.Contains("予約ページの設定を保存しました。", saved.Text, StringComparison.Ordinal);
    }

    /// <summary>The last time before 14:15 and the first after it.</summary>
    private static string Around(IReadOnlyList<string> offered, string day)
    {
        var times = offered.Where(o => o.StartsWith(day, StringComparison.Ordinal)).Select(o => o[6..]).ToList();
        return $"{times.Last(t => string.CompareOrdinal(t, "14:15") < 0)} {times.First(t => string.CompareOrdinal(t, "14:15") > 0)}";
    }

    private static async Task<IReadOnlyList<string>> AllAsync(BookingPageMade page, Browser web)
    {
        var all = new List<string>();
        foreach (var from in (string[])["2027-04-05", "2027-04-12", "2027-05-03"])
            all.AddRange(BookingPageMade.Offered(await web.GetAsync($"{page.Path}?from={from}")));
        return all;
    }

    private static async Task<IEnumerable<string>> FreeAtTwoAsync(BookingPageMade page, Browser web)
    {
        string[] days = ["04-07", "04-08", "04-09", "04-12", "04-13"];
        var offered = await AllAsync(page, web);
        return days.Where(d => offered.Contains($"{d} 14:00"));
    }
}
