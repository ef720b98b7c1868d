using System.Net;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>
/// A meeting stands in the calendar of its main host: whoever has linked none comes along, and is never chosen alone (SPEC
/// A0, B3, B10).
/// </summary>
public sealed class PagesWithUnlinkedHosts
{
    [Theory, EveryDatabase]
    public async Task Whose_calendar_can_be_written_to_takes_it_however_few_bookings_another_has(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "sato"], s => s with { Rule = new PageRule(PageAttendance.AnyOne) });
        using var web = app.NewBrowser();

        var first = await page.BooksAsync(web, "2027-04-07 14:00");
        await app.OutsideWorldSettlesAsync();
        var second = await page.BooksAsync(web, "2027-04-08 14:00", mail: "mori@guest.example");
        await app.OutsideWorldSettlesAsync();

        Assert.All((WebPage[])[first, second], p => Assert.Contains("確定しました", p.Text, StringComparison.Ordinal));
        Assert.Equal([App.At("2027-04-07 14:00"), App.At("2027-04-08 14:00")], app.Outlook.CalendarOf(App.Mail("tanaka")).Select(e => e.Start).Order());
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("sato")));
    }

    [Theory, EveryDatabase]
    public async Task Where_only_somebody_without_a_link_is_free_nothing_is_offered(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("出張", App.At("2027-04-08 09:00"), App.At("2027-04-08 18:00")));
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "sato"], s => s with { Rule = new PageRule(PageAttendance.AnyOne) });
        using var web = app.NewBrowser();
        await page.BooksAsync(web, "2027-04-07 14:00");

        var offered = await page.OffersAsync(web);
        var lost = await page.BooksAsync(web, "2027-04-07 14:00", mail: "mori@guest.example");

        Assert.DoesNotContain("04-07 14:00", offered);
        Assert.Contains("04-07 14:30", offered);
        Assert.DoesNotContain(offered, t => t.StartsWith("04-08", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
        var why = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}/why?date=2027-04-08&start=14:00&minutes=30");
        Assert.Contains("カレンダーが未連携のため、主担当になれません", why.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task One_of_the_two_that_come_can_always_be_written_to(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(
            app, "soudan", [], s => s with { Rule = new PageRule(PageAttendance.Detailed, Needed: 2) },
            ("tanaka", PagePart.OneOfGroup), ("sato", PagePart.OneOfGroup), ("suzuki", PagePart.OneOfGroup));
        using var web = app.NewBrowser();
        List<WebPage> done = [];

        foreach (var day in (string[])["2027-04-07", "2027-04-08", "2027-04-09"])
            done.Add(await page.BooksAsync(web, $"{day} 14:00", mail: $"g{day}@guest.example"));
        await app.OutsideWorldSettlesAsync();

        Assert.All(done, p => Assert.Contains("確定しました", p.Text, StringComparison.Ordinal));
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("sato")).Count + app.Outlook.CalendarOf(App.Mail("suzuki")).Count);
    }

    [Theory, EveryDatabase]
    public async Task A_link_that_goes_while_the_calendar_answers_is_said_and_nothing_is_booked(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        // The page is shown from a copy: whoever asks the calendar decides.
        (app.Settings["Mailboxes:KeepsCopies"], app.Settings["Mailboxes:Notifications"]) = ("true", "false");
        await app.RestartsAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        await app.WorkerLooksAsync();
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");

        var reads = 0;
        app.Simulator.Requests.OnExchange += exchange =>
        {
            if (IsReading(exchange) && Interlocked.Increment(ref reads) == 1)
                app.Database.ExecuteAsync("UPDATE connections SET state = 'Disconnected'").GetAwaiter().GetResult();
        };
        var refused = await web.SubmitAsync(form, page.Path, ("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("ただいまこのページではご予約を受け付けられません", refused.Text, StringComparison.Ordinal);
        Assert.Equal("森 一郎", refused.ValueOf("name"));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    private static bool IsReading(Exchange exchange) =>
        exchange.Method == "GET" && exchange.PathAndQuery.Contains("/calendarView?", StringComparison.OrdinalIgnoreCase);
}
