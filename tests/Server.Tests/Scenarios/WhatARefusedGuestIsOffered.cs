using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Who comes too late is offered what is free by what was just decided upon (SPEC B8, M22, M23); a refusal asks nobody needlessly.</summary>
public sealed class WhatARefusedGuestIsOffered
{
    private static readonly (string, string)[] Typed = [("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example")];

    [Theory, EveryDatabase]
    public async Task Of_two_who_press_at_once_the_loser_is_offered_nothing_that_meets_the_winner(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind);
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { Meeting = s.Meeting with { Minutes = [60] } });
        using var first = app.NewBrowser();
        using var second = app.NewBrowser();
        var quick = await page.ChoosesAsync(first, "2027-04-07 14:00", 60);
        var slow = await page.ChoosesAsync(second, "2027-04-07 14:00", 60);

        // The quicker one presses while the calendar answers the slower one.
        WebPage? won = null;
        var reads = 0;
        app.Simulator.Requests.OnExchange += exchange =>
        {
            if (exchange.Method == "GET" && exchange.PathAndQuery.Contains("/calendarView?", StringComparison.OrdinalIgnoreCase) && Interlocked.Increment(ref reads) == 1)
                won = first.SubmitAsync(quick, page.Path, [.. Typed]).GetAwaiter().GetResult();
        };
        var lost = await second.SubmitAsync(slow, page.Path, ("company", "みなと設計"), ("name", "高橋"), ("mail", "takahashi@guest.example"));

        Assert.Contains("確定しました", won!.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
        var offered = BookingPageMade.Offered(lost);
        Assert.DoesNotContain("04-07 13:30", offered);
        Assert.DoesNotContain("04-07 14:30", offered);
        Assert.Contains("04-07 13:00", offered);
        Assert.Contains("04-07 15:00", offered);
    }

    [Theory, EveryDatabase]
    public async Task What_the_calendar_said_just_now_is_not_offered_instead(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind);
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("急な来客", App.At("2027-04-07 13:30"), App.At("2027-04-07 16:00")));

        var lost = await web.SubmitAsync(form, page.Path, [.. Typed]);

        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
        var offered = BookingPageMade.Offered(lost);
        Assert.All((string[])["13:30", "14:00", "14:30", "15:00", "15:30"], t => Assert.DoesNotContain("04-07 " + t, offered));
        Assert.Contains("04-07 13:00", offered);
        Assert.Contains("04-07 16:00", offered);
        Assert.Contains("04-08 10:00", offered);
    }

    [Theory, EveryDatabase]
    public async Task What_the_page_never_offers_is_refused_before_any_calendar_is_asked(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind);
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { Limits = s.Limits with { PerDay = 1 } });
        using var web = app.NewBrowser();
        var link = (await page.BooksAsync(web, "2027-04-07 14:00")).Address.AbsolutePath;
        await app.OutsideWorldSettlesAsync();
        // Too soon, too far, outside the hours, between two steps, on a day off; and a day that is full.
        string[] starts = ["2027-04-05 17:00", "2027-07-01 14:00", "2027-04-08 20:00", "2027-04-08 14:10", "2027-04-10 14:00", "2027-04-07 16:00"];
        List<(WebPage Form, int Minutes)> forms = [];
        foreach (var start in starts)
            forms.Add((await page.ChoosesAsync(web, start), 30));
        forms.Add((await page.ChoosesAsync(web, "2027-04-08 14:00"), 45));
        List<WebPage> moves = [];
        foreach (var start in (string[])["2027-04-08T11:00:00Z", "2027-04-08T05:10:00Z"])
            moves.Add(await web.GetAsync($"{link}/move?start={start}"));

        await app.WorkerLooksAsync();
        await page.OffersAsync(web);
        var asked = app.Simulator.Requests.Count;
        List<HttpStatusCode> answers = [];
        foreach (var (form, minutes) in forms)
            answers.Add((await web.SubmitAsync(form, page.Path, [.. Typed, ("minutes", $"{minutes}")])).Status);
        var askedForBookings = app.Simulator.Requests.Count - asked;
        foreach (var move in moves)
            answers.Add((await web.SubmitAsync(move, "/move")).Status);

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Conflict, a));
        Assert.Equal(0, askedForBookings);
        Assert.Equal(asked, app.Simulator.Requests.Count);
        Assert.Contains("確定しました", (await page.BooksAsync(web, "2027-04-08 14:00", mail: "mori@guest.example")).Text, StringComparison.Ordinal);
    }

    /// <summary>The page is shown from copies, so that whoever asks a calendar decides.</summary>
    private static async Task<App> CopyingAsync(DatabaseKind kind)
    {
        var app = await App.StartAsync(kind, "tanaka");
        (app.Settings["Mailboxes:KeepsCopies"], app.Settings["Mailboxes:Notifications"]) = ("true", "false");
        await app.RestartsAsync();
        (await app.SignsInAsync("tanaka")).Dispose();
        await app.WorkerLooksAsync();
        return app;
    }
}
