using System.Net;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Moving what several take part in, or what has a room: nothing of its own stands in its way (SPEC B5, B6, B9, M18).</summary>
public sealed class BookingsOfSeveralAreMoved
{
    private const string Guest = "takahashi@guest.example";

    [Theory, EveryDatabase]
    public async Task Near_its_old_time_with_buffers_and_a_co_host_who_has_a_copy(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var (page, web, link) = await BookedAsync(app, s => s with { Limits = s.Limits with { PeopleBeforeMinutes = 30, PeopleAfterMinutes = 30 } });
        using var _ = web;

        var offered = BookingPageMade.Offered(await web.GetAsync(link + "/move"));
        var moved = await MovesAsync(web, link, "05:30");
        await app.OutsideWorldSettlesAsync();

        Assert.Superset(new HashSet<string> { "04-07 13:30", "04-07 14:30", "04-07 15:00" }, offered.ToHashSet());
        Assert.DoesNotContain("04-07 14:00", offered);
        Assert.Equal((HttpStatusCode.OK, link), (moved.Status, moved.Address.AbsolutePath));
        Assert.All((string[])["tanaka", "sato"], name =>
            Assert.Equal(App.At("2027-04-07 14:30"), Assert.Single(app.Outlook.CalendarOf(App.Mail(name))).Start));

        // And once more, from where it stands now.
        await MovesAsync(web, link, "06:00");
        await app.OutsideWorldSettlesAsync();
        Assert.Equal(App.At("2027-04-07 15:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).Start);
        Assert.Contains("04-07 10:00", await page.OffersAsync(web));
    }

    [Theory, EveryDatabase]
    public async Task Near_its_old_time_where_a_co_host_has_linked_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var (_, web, link) = await BookedAsync(app);
        using var __ = web;

        var offered = BookingPageMade.Offered(await web.GetAsync(link + "/move"));
        await MovesAsync(web, link, "05:30");
        await app.OutsideWorldSettlesAsync();

        Assert.Superset(new HashSet<string> { "04-07 13:30", "04-07 14:30" }, offered.ToHashSet());
        Assert.All((string[])["tanaka", "sato"], name =>
            Assert.Equal(App.At("2027-04-07 14:30"), Assert.Single(app.Outlook.CalendarOf(App.Mail(name))).Start));
    }

    [Theory, EveryDatabase]
    public async Task Another_meeting_at_the_very_same_time_is_no_copy(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var (_, web, link) = await BookedAsync(app);
        using var __ = web;
        var ask = await web.GetAsync($"{link}/move?start=2027-04-07T05:30:00Z");
        app.Outlook.Put(App.Mail("sato"), new NewItem("部会", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));

        var lost = await web.SubmitAsync(ask, "/move");
        var moved = await MovesAsync(web, link, "06:00");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (lost.Status, moved.Status));
        Assert.Equal(App.At("2027-04-07 15:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Start);
        Assert.Equal([App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")], app.Outlook.CalendarOf(App.Mail("sato")).Select(e => e.Start).Order());
    }

    /// <summary>A co-host who declines for another meeting has no copy any more, and that meeting is none.</summary>
    [Theory, EveryDatabase]
    public async Task What_a_co_host_has_instead_of_the_copy_stands_in_the_way(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var (_, web, link) = await BookedAsync(app);
        using var __ = web;
        var ask = await web.GetAsync($"{link}/move?start=2027-04-07T05:30:00Z");
        app.Outlook.DeleteEvent(App.Mail("sato"), Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).Id);
        app.Outlook.Put(App.Mail("sato"), new NewItem("部会", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));

        var lost = await web.SubmitAsync(ask, "/move");

        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
    }

    [Theory, EveryDatabase]
    public async Task The_next_room_of_the_page_is_taken_where_its_own_is_busy(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        app.MicrosoftConsentsTo("Place.Read.All");
        app.Outlook.AddRoom(new NewRoom("sakura@test.example", "会議室 桜"));
        app.Outlook.AddRoom(new NewRoom("matsu@test.example", "会議室 松"));
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "raihou", ["tanaka"], await WithRoomsAsync(app));
        app.Outlook.Put("sakura@test.example", new NewItem("来客", App.At("2027-04-07 15:00"), App.At("2027-04-07 16:00")));
        using var web = app.NewBrowser();
        var link = (await page.BooksAsync(web, "2027-04-07 14:00")).Address.AbsolutePath;
        await app.OutsideWorldSettlesAsync();

        var offered = BookingPageMade.Offered(await web.GetAsync(link + "/move"));
        var moved = await MovesAsync(web, link, "06:00");
        await app.OutsideWorldSettlesAsync();

        Assert.Superset(new HashSet<string> { "04-07 14:30", "04-07 15:00", "04-07 15:30" }, offered.ToHashSet());
        Assert.Equal((HttpStatusCode.OK, link), (moved.Status, moved.Address.AbsolutePath));
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal(App.At("2027-04-07 15:00"), entry.Start);
        Assert.Contains("松", entry.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("桜", entry.Location, StringComparison.Ordinal);
        Assert.Equal("来客", Assert.Single(app.Outlook.CalendarOf("sakura@test.example")).Subject);
        Assert.Equal(App.At("2027-04-07 15:00"), Assert.Single(app.Outlook.CalendarOf("matsu@test.example")).Start);
        var taken = await app.ReadsAsync(db => db.TakenTimes.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));
        Assert.All(taken, t => Assert.Equal(App.At("2027-04-07 15:00"), t.Start));
        Assert.Equal(2, taken.Count);
        Assert.Contains("会議室 松", app.Simulator.Mail.To(Guest)[^1].Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_page_that_is_paused_or_changed_while_the_calendar_answers_moves_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        var link = (await page.BooksAsync(web, "2027-04-07 14:00")).Address.AbsolutePath;
        await app.OutsideWorldSettlesAsync();
        var (hours, pause) = (await web.GetAsync($"{link}/move?start=2027-04-07T01:00:00Z"), await web.GetAsync($"{link}/move?start=2027-04-07T06:00:00Z"));

        WhileTheCalendarAnswers(app, p => p.Change(
            p.Slug, p.Name, p.Settings with { Hours = p.Settings.Hours with { Weekly = [.. p.Settings.Hours.Weekly.Where(r => r.Opens.Hour >= 13)] } }, p.Seats, app.Now));
        var outsideHours = await web.SubmitAsync(hours, "/move");
        WhileTheCalendarAnswers(app, p => p.Pause(app.Now));
        var paused = await web.SubmitAsync(pause, "/move");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.Conflict, outsideHours.Status);
        Assert.Equal(link, paused.Address.AbsolutePath);
        Assert.Equal(App.At("2027-04-07 14:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Start);
    }

    /// <summary>A one-time URL books on a paused page, and so its booking moves there; any other waits, and asks the hosts.</summary>
    [Theory, EveryDatabase]
    public async Task On_a_paused_page_only_what_could_be_booked_there_is_moved(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        var links = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync($"/booking-pages/{page.Id}/links"), $"/booking-pages/{page.Id}/links", ("note", "港産業様"));
        var oneTime = new Uri(links.Document.QuerySelector(".rows li input[readonly]")!.GetAttribute("value")!).AbsolutePath;
        using var web = app.NewBrowser();
        var usual = (await page.BooksAsync(web, "2027-04-07 14:00")).Address.AbsolutePath;
        await app.Database.ExecuteAsync("UPDATE booking_pages SET state = 'Paused', version = version + 1");
        var special = (await page.BooksAsync(web, "2027-04-08 14:00", mail: "mori@guest.example", at: oneTime)).Address.AbsolutePath;
        await app.OutsideWorldSettlesAsync();

        var (own, other) = (await web.GetAsync(usual), await web.GetAsync(special));
        var refused = await web.GetAsync($"{usual}/move?start=2027-04-07T06:00:00Z");
        var moved = await web.SubmitAsync(await web.GetAsync($"{special}/move?start=2027-04-08T06:00:00Z"), "/move");
        await app.OutsideWorldSettlesAsync();

        Assert.Null(own.Document.QuerySelector($"a[href^='{usual}/move']"));
        Assert.NotNull(own.Document.QuerySelector($"a[href^='{usual}/date']"));
        Assert.NotNull(other.Document.QuerySelector($"a[href^='{special}/move']"));
        Assert.Equal((usual, special), (refused.Address.AbsolutePath, moved.Address.AbsolutePath));
        Assert.Equal([App.At("2027-04-07 14:00"), App.At("2027-04-08 15:00")], app.Outlook.CalendarOf(App.Mail("tanaka")).Select(e => e.Start).Order());
    }

    private static void WhileTheCalendarAnswers(App app, Action<BookingPage> change)
    {
        var reads = 0;
        app.Simulator.Requests.OnExchange += exchange =>
        {
            if (exchange.Method != "GET" || !exchange.PathAndQuery.Contains("/calendarView?", StringComparison.OrdinalIgnoreCase) || Interlocked.Increment(ref reads) != 1)
                return;
            app.ReadsAsync(async db =>
            {
                change(await db.BookingPages.SingleAsync());
                return await db.SaveChangesAsync();
            }).GetAwaiter().GetResult();
        };
    }

    /// <summary>全員参加: 60 minutes at 14:00, every half hour.</summary>
    private static async Task<(BookingPageMade Page, Browser Web, string Link)> BookedAsync(App app, Func<BookingPageSettings, BookingPageSettings>? change = null)
    {
        var page = await BookingPageMade.OpenAsync(
            app, "soudan", ["tanaka", "sato"], s => (change ?? (c => c))(s with { Meeting = s.Meeting with { Minutes = [60] } }));
        var web = app.NewBrowser();
        var form = await page.ChoosesAsync(web, "2027-04-07 14:00", 60);
        var done = await web.SubmitAsync(form, page.Path, ("company", "みなと設計株式会社"), ("name", "高橋 直子"), ("mail", Guest));
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        await app.OutsideWorldSettlesAsync();
        return (page, web, done.Address.AbsolutePath);
    }

    /// <param name="time">On the day, in UTC.</param>
    private static async Task<WebPage> MovesAsync(Browser web, string link, string time) =>
        await web.SubmitAsync(await web.GetAsync($"{link}/move?start=2027-04-07T{time}:00Z"), "/move");

    private static async Task<Func<BookingPageSettings, BookingPageSettings>> WithRoomsAsync(App app)
    {
        var rooms = await app.HasRoomsAsync(("sakura@test.example", "会議室 桜"), ("matsu@test.example", "会議室 松"));
        return s => s with { Meeting = s.Meeting with { Format = AppointmentFormat.VisitToUs, WithJoinLink = false }, Rooms = rooms };
    }
}
