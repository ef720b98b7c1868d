using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>空き時間から候補を提案: one press marks times that suit every host, without script (SPEC P1, M21).</summary>
public sealed class TimesAreSuggested
{
    /// <summary>The grid shows Monday to Friday.</summary>
    [Theory, EveryDatabase]
    public async Task On_a_weekend_the_grid_begins_with_the_week_that_comes(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        var monday = await tanaka.Web.GetAsync("/proposals/new");
        app.TimePasses(NodaTime.Duration.FromDays(5));
        var saturday = await tanaka.Web.GetAsync("/proposals/new");

        Assert.Contains("4/5〜4/9", monday.Text, StringComparison.Ordinal);
        Assert.Contains("4/12〜4/16", saturday.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Three_more_with_every_press_where_both_hosts_are_free(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("出張", App.At("2027-04-06 00:00"), App.At("2027-04-07 00:00")));
        app.Outlook.Put(App.Mail("sato"), new NewItem("来客", App.At("2027-04-07 09:00"), App.At("2027-04-07 12:00")));
        var page = await WithAsync(tanaka, "佐藤");

        var once = await PressAsync(tanaka, page, ("title", "ご紹介"), ("length", "30"));
        var twice = await PressAsync(tanaka, once);

        Assert.Equal(["2027-04-07T14:00/2027-04-07T14:30", "2027-04-08T10:00/2027-04-08T10:30", "2027-04-09T10:00/2027-04-09T10:30"], Candidates(once));
        Assert.Equal(6, Candidates(twice).Count);
        Assert.Superset(Candidates(once).ToHashSet(), Candidates(twice).ToHashSet());
        Assert.Equal(("ご紹介", "30"), (twice.ValueOf("title"), twice.ValueOf("length")));
        Assert.Equal(6, twice.Document.QuerySelectorAll("[data-marks] .mark.ok").Length);
    }

    [Theory, EveryDatabase]
    public async Task A_calendar_that_cannot_be_read_is_named_at_every_candidate(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.SetHidesFreeBusy(App.Mail("sato"), true);
        var page = await WithAsync(tanaka, "佐藤");

        var suggested = await PressAsync(tanaka, page);

        Assert.Equal(3, Candidates(suggested).Count);
        Assert.Empty(suggested.Document.QuerySelectorAll("[data-marks] .mark.ok"));
        Assert.Equal(3, suggested.Document.QuerySelectorAll("[data-marks] .mark.hold").Count(m => m.TextContent.Contains("佐藤", StringComparison.Ordinal)));
    }

    [Theory, EveryDatabase]
    public async Task Where_nothing_is_free_a_sentence_says_so_and_holidays_are_named_on_the_grid(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("長期休暇", App.At("2027-04-01 00:00"), App.At("2027-06-01 00:00")));
        var page = await tanaka.Web.GetAsync("/proposals/new?week=2027-04-26");

        var answer = await PressAsync(tanaka, page, ("length", "90"));

        Assert.Empty(Candidates(answer));
        Assert.Contains("全員が空いている1時間30分の時間はありません", answer.Document.QuerySelector("#f-candidate p.error")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("昭和の日", answer.Document.QuerySelector("[data-head='2027-04-29']")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<WebPage> WithAsync(MemberBrowser browser, string name)
    {
        var page = await browser.Web.GetAsync("/proposals/new");
        var id = page.Document.QuerySelectorAll("#f-newHost option").Single(o => o.TextContent.Contains(name, StringComparison.Ordinal)).GetAttribute("value")!;
        return await browser.Web.SubmitAsync(page, "/proposals", ("newHost", id), ("action", "addHost"));
    }

    private static Task<WebPage> PressAsync(MemberBrowser browser, WebPage page, params (string, string)[] fields) =>
        browser.Web.SubmitAsync(page, "/proposals", [.. fields, ("action", "suggest")]);

    private static List<string> Candidates(WebPage page) => [.. page.Inputs("candidate").Select(i => i.Value)];
}
