using Hidori.Browser.Tests.Kit;
using NodaTime;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>The week grid under mouse, keyboard and finger (SPEC P1).</summary>
public sealed class MarkingCandidates(App app, Chromium chromium) : IClassFixture<App>
{
    private const string Friday = "2027-04-16";

    [Fact]
    public async Task The_mouse_makes_moves_and_resizes_a_candidate_and_Escape_gives_it_back()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        var compose = await OpenAsync(host);
        var mouse = host.Page.Mouse;

        var (x, y) = await compose.PointAsync(Friday, 13);
        await mouse.ClickAsync(x, y + 2);
        await Expect(compose.Candidates).ToContainTextAsync(["4月16日(金) 13:00〜14:00"]);

        await mouse.MoveAsync(x, y + 12);
        await mouse.DownAsync();
        var hour = (float)await compose.HourAsync();
        await mouse.MoveAsync(x, y + 12 + hour, new() { Steps = 4 });
        await mouse.UpAsync();
        await Expect(compose.Candidates).ToContainTextAsync(["14:00〜15:00"]);

        var end = (await host.Page.Locator(".cand .grip.end").BoundingBoxAsync())!;
        await mouse.MoveAsync(end.X + end.Width / 2, end.Y + end.Height / 2);
        await mouse.DownAsync();
        await mouse.MoveAsync(end.X + end.Width / 2, end.Y + end.Height / 2 + hour / 2, new() { Steps = 4 });
        await mouse.UpAsync();
        await Expect(compose.Candidates).ToContainTextAsync(["14:00〜15:30"]);

        await mouse.MoveAsync(x, y + 12 + hour);
        await mouse.DownAsync();
        await mouse.MoveAsync(x, y + 12, new() { Steps = 4 });
        await host.Page.Keyboard.PressAsync("Escape");
        await mouse.UpAsync();
        await Expect(compose.Candidates).ToContainTextAsync(["14:00〜15:30"]);
    }

    [Fact]
    public async Task The_keyboard_does_all_that_the_mouse_does()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        var compose = await OpenAsync(host);
        var keys = host.Page.Keyboard;

        await compose.Grid.FocusAsync();
        foreach (var key in (string[])["ArrowDown", "ArrowRight", "PageDown", "Shift+ArrowDown", "Enter"])
            await keys.PressAsync(key);
        await Expect(compose.Candidates).ToContainTextAsync(["4月13日(火) 10:00〜11:15"]);

        await keys.PressAsync("Tab");
        await Expect(host.Page.Locator(".cand[data-id]")).ToBeFocusedAsync();
        foreach (var key in (string[])["ArrowRight", "PageDown", "Shift+ArrowUp"])
            await keys.PressAsync(key);
        await Expect(compose.Candidates).ToContainTextAsync(["4月14日(水) 11:00〜12:00"]);
        await Expect(host.Page.Locator(".cand[data-id]")).ToBeFocusedAsync();
        await host.SeesAGoodPageAsync();

        await keys.PressAsync("Delete");
        await Expect(compose.Candidates).ToHaveCountAsync(0);
        await Expect(compose.Grid).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_finger_that_rests_marks_and_a_finger_that_moves_scrolls()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Phone, touch: true);
        var compose = await OpenAsync(host);
        var hand = await host.Context.NewCDPSessionAsync(host.Page);
        var (x, y) = await compose.PointAsync("2027-04-12", 13);
        Task Finger(string what, double dy) => hand.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = what,
            ["touchPoints"] = what == "touchEnd" ? Array.Empty<object>() : new object[] { new Dictionary<string, object> { ["x"] = x, ["y"] = y + 2 + dy } },
        });

        await Finger("touchStart", 0);
        await Expect(host.Page.Locator(".week .ghost")).ToBeVisibleAsync();
        await Finger("touchMove", await compose.HourAsync() * 1.5);
        await Finger("touchEnd", 0);
        await Expect(compose.Candidates).ToContainTextAsync(["4月12日(月) 13:00〜14:30"]);

        await Finger("touchStart", 0);
        await Finger("touchMove", -40);
        await Finger("touchMove", -80);
        await Finger("touchEnd", 0);
        await Expect(compose.Candidates).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_candidate_over_a_hosts_entry_is_warned_of_and_asked_about_but_working_elsewhere_is_not()
    {
        await using var takahashi = await chromium.OpenAsync(app, Screen.Desktop);
        await takahashi.SignsInAsync("takahashi");
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        var compose = new Composer(host);
        await host.OpensAsync("/proposals/new");
        await compose.IsReadyAsync();
        await compose.AddsHostAsync("高橋");

        // 高橋 works elsewhere all Friday; 田中 has a visit on Tuesday afternoon.
        await compose.TypesAsync("2027-04-09", "10:00", "11:00");
        await Expect(compose.Candidates.First).ToContainTextAsync("全員の予定が空いています");
        await Expect(host.Page.Locator("[data-overlap]")).ToBeHiddenAsync();
        await compose.TypesAsync("2027-04-06", "14:00", "15:00");
        await Expect(compose.Candidates.First).ToContainTextAsync("田中の予定と 60 分重なる(13:00〜16:00)");
        await Expect(host.Page.Locator("[data-overlap]")).ToBeVisibleAsync();

        await compose.FillsInAsync("重なりのある提案");
        await host.Page.Locator("button[value=send]").ClickAsync();
        await host.SeesAsync("このまま送るときは「重なりを承知で提案する」に印を付けてください");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("#f-overlapAccepted").CheckAsync();
        await compose.SendsAsync();
    }

    [Fact]
    public async Task A_calendar_that_changes_while_one_composes_marks_the_candidate_without_a_reload()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.Context.Clock.InstallAsync();
        var compose = await OpenAsync(host);
        await compose.TypesAsync("2027-04-15", "13:00", "14:00");
        await compose.FillsInAsync("変わる予定のなかの提案");
        await Expect(compose.Candidates).ToContainTextAsync(["全員の予定が空いています"]);
        await host.Page.EvaluateAsync("() => { window.isTheSamePage = true; }");

        var start = Instant.FromUtc(2027, 4, 15, 4, 30);
        var entry = app.Simulator.Microsoft365.Put(App.Mail("tanaka"), new("急な来客", start, start + Duration.FromMinutes(90)));
        await AMinuteLaterAsync(host, compose, "田中の予定と 30 分重なる(13:30〜15:00)");
        await Expect(host.Page.Locator("candidate-calendar > [role=status]")).ToContainTextAsync("予定が変わりました");
        await Expect(host.Page.Locator("[data-overlap]")).ToBeVisibleAsync();
        await host.SeesAGoodPageAsync();

        app.Simulator.Microsoft365.DeleteEvent(App.Mail("tanaka"), entry);
        await AMinuteLaterAsync(host, compose, "全員の予定が空いています");
        await Expect(host.Page.Locator("[data-overlap]")).ToBeHiddenAsync();

        Assert.True(await host.Page.EvaluateAsync<bool>("() => window.isTheSamePage === true"));
        await Expect(host.Page.Locator("#f-title")).ToHaveValueAsync("変わる予定のなかの提案");
    }

    [Fact]
    public async Task A_host_without_a_connection_is_shown_through_a_colleagues_and_it_is_said_who_gets_holds()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        var compose = await OpenAsync(host);

        await compose.AddsHostAsync("渡辺");
        await compose.TypesAsync(Friday, "13:00", "14:00");

        await host.SeesAsync("渡辺 直子さんの空き時間だけを表示しています");
        await host.SeesAsync("渡辺 15:00〜17:00 予定");
        await host.SeesAsync("送信すると 田中 美咲 の Outlook に仮予約を入れます。 渡辺 直子 は連携していないため入りません。");
        await host.SeesAGoodPageAsync();
    }

    /// <summary>The page looks again every minute; the copy of the mailbox is renewed at a pace of its own.</summary>
    private async Task AMinuteLaterAsync(Visitor host, Composer compose, string words)
    {
        for (var minute = 0; minute < 60; minute++)
        {
            app.TimePasses(TimeSpan.FromMinutes(1));
            await host.Page.Clock.FastForwardAsync(61_000);
            if ((await compose.Candidates.First.TextContentAsync())?.Contains(words, StringComparison.Ordinal) == true)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await Expect(compose.Candidates.First).ToContainTextAsync(words);
    }

    private static async Task<Composer> OpenAsync(Visitor host)
    {
        await host.SignsInAsync("tanaka");
        var compose = new Composer(host);
        await compose.OpensAsync();
        return compose;
    }
}
