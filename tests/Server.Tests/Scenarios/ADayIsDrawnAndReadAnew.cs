using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>この時間はなぜ? draws the day as bars, and has its calendars read anew (SPEC B14, M20–M23).</summary>
public sealed class ADayIsDrawnAndReadAnew
{
    private const string Query = "/why?date=2027-04-07&start=14:00";

    [Theory, EveryDatabase]
    public async Task The_day_of_every_calendar_is_drawn_told_in_words_and_titles_are_for_their_owner(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "suzuki"]);
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("見積レビュー", App.At("2027-04-07 13:30"), App.At("2027-04-07 15:00")));
        await tanaka.ProposesAsync(new ProposalText { Candidates = ["2027-04-07T16:00/2027-04-07T17:00"] });
        app.Outlook.SetMailboxState(App.Mail("suzuki"), MailboxState.Missing);

        var own = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}{Query}");
        var others = await suzuki.Web.GetAsync($"/booking-pages/{page.Id}{Query}");

        Assert.Equal(["田中 美咲", "鈴木 大輔", "営業時間"], own.Document.QuerySelectorAll(".strip .who .strong").Select(w => w.TextContent));
        Assert.Equal(("--s:13.5;--e:15", "見積レビュー"), Bar(own, 0, ".bar:not(.held)"));
        Assert.Equal(("--s:16;--e:17", "仮予約"), Bar(own, 0, ".bar.held"));
        Assert.Equal("確認できません", Bar(own, 1, ".bar.unk").Label);
        Assert.Equal("時間外", Bar(own, 2, ".bar.shutbar").Label);
        Assert.Equal(("--s:13.5;--e:15", "予定あり"), Bar(others, 0, ".bar:not(.held)"));
        Assert.DoesNotContain("見積レビュー", others.Text, StringComparison.Ordinal);
        Assert.All(own.Document.QuerySelectorAll(".strip .track"), t => Assert.Equal("true", t.GetAttribute("aria-hidden")));
        Assert.All(own.Document.QuerySelectorAll(".strip .aim"), a => Assert.Equal("--s:14;--e:14.5", a.GetAttribute("style")));
        Assert.Contains("「見積レビュー」 13:30〜15:00、予定あり、Hidori の仮予約 16:00〜17:00", Words(own, 0), StringComparison.Ordinal);
        Assert.Contains("13:30〜15:00、予定あり、Hidori の仮予約 16:00〜17:00", Words(others, 0), StringComparison.Ordinal);
        Assert.Contains("鈴木 大輔 の「外部連携」を確かめ", own.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Reading_anew_shows_what_calendars_say_now_and_guests_see_it_too(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = app.NewBrowser();
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        app.TimePasses(Duration.FromMinutes(3));
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("別件", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));

        var copied = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}{Query}");
        var before = await page.OffersAsync(guest);
        var anew = await tanaka.Web.SubmitAsync(copied, "/why/read");
        var after = await page.OffersAsync(guest);

        Assert.Contains("14:00〜14:30 は提示しています", copied.Text, StringComparison.Ordinal);
        Assert.Contains("3 分前", copied.Text, StringComparison.Ordinal);
        Assert.Contains("04-07 14:00", before);
        Assert.Contains("カレンダーを読み直しました。", anew.Text, StringComparison.Ordinal);
        Assert.Contains("4月7日(水) 14:00〜14:30 は提示していません", anew.Text, StringComparison.Ordinal);
        Assert.Contains("「別件」 14:00〜15:00、予定あり", anew.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("3 分前", anew.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("04-07 14:00", after);

        app.TimePasses(Duration.FromSeconds(3));
        await app.WorkerLooksAsync();
        Assert.Equal(["2027-04-07 14:00"], await CopiesOfMailboxes.StartsAsync(app));
    }

    [Theory, EveryDatabase, Trap(21)]
    public async Task A_calendar_that_does_not_answer_is_named_and_makes_nothing_free(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("別件", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));
        await CopiesOfMailboxes.AsksAsync(app);
        using var later = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromMinutes(2));
        var shown = await later.Web.GetAsync($"/booking-pages/{page.Id}{Query}");

        app.Simulator.Faults.Decide = _ => FaultKind.Status(503);
        var young = await later.Web.SubmitAsync(shown, "/why/read");
        app.TimePasses(Duration.FromMinutes(20));
        var old = await later.Web.SubmitAsync(shown, "/why/read");

        Assert.Contains("読み直せませんでした: 田中 美咲", young.Text, StringComparison.Ordinal);
        Assert.Contains("14:00〜14:30 は提示していません", young.Text, StringComparison.Ordinal);
        Assert.Contains("2 分前", young.Text, StringComparison.Ordinal);
        Assert.Contains("読み直せませんでした: 田中 美咲", old.Text, StringComparison.Ordinal);
        Assert.Contains("14:00〜14:30 は、いま確認できないため提示していません", old.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Rooms_are_read_anew_too(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Outlook.AddRoom(new NewRoom("sakura@test.example", "会議室 桜"));
        using var tanaka = await app.SignsInAsync("tanaka");
        var rooms = await app.HasRoomsAsync(("sakura@test.example", "会議室 桜"));
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { Rooms = rooms });
        var free = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}{Query}");
        app.Outlook.Put("sakura@test.example", new NewItem("別件", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));

        var copied = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}{Query}");
        var anew = await tanaka.Web.SubmitAsync(copied, "/why/read");

        Assert.Contains("14:00〜14:30 は提示しています", free.Text, StringComparison.Ordinal);
        Assert.Contains("14:00〜14:30 は提示しています", copied.Text, StringComparison.Ordinal);
        Assert.Contains("カレンダーを読み直しました。", anew.Text, StringComparison.Ordinal);
        Assert.Contains("14:00〜14:30 は提示していません", anew.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Reading_anew_is_for_those_who_see_the_page_and_not_without_end(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        app.Settings["RereadingsPerMinutePerPage"] = "2";
        await app.RestartsAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        var others = await BookingPageMade.OpenAsync(app, "betsu", ["sato"]);
        var path = $"/booking-pages/{page.Id}";
        var shown = await tanaka.Web.GetAsync(path + Query);
        var satos = await sato.Web.GetAsync($"/booking-pages/{others.Id}{Query}");
        satos.Form("/why/read").SetAttribute("action", path + "/why/read");

        var refused = await sato.Web.SubmitAsync(satos, "/why/read");
        var read = await tanaka.Web.SubmitAsync(shown, "/why/read", ("date", "9999-99-99"));
        var tooMany = await tanaka.Web.SubmitAsync(shown, "/why/read");

        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.Status);
        Assert.Contains("60 秒", tooMany.Text, StringComparison.Ordinal);
    }

    private static (string Style, string Label) Bar(WebPage page, int lane, string bar)
    {
        var found = page.Document.QuerySelectorAll(".strip .track")[lane].QuerySelector(bar)!;
        return (found.GetAttribute("style")!, found.TextContent);
    }

    private static string Words(WebPage page, int lane) => page.Document.QuerySelectorAll(".strip .who")[lane].QuerySelector(".vh")!.TextContent;
}
