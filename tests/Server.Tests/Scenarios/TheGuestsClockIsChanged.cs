using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>
/// Clocks in New York go back from 2:00 to 1:00 on Sunday, 7 November 2027: whatever days are shown, their offset is theirs
/// (SPEC B8).
/// </summary>
public sealed class TheGuestsClockIsChanged
{
    [Theory, EveryDatabase]
    public async Task Every_shown_day_is_told_with_its_own_offset(DatabaseKind kind)
    {
        await using var app = await InNovemberAsync(kind);
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var guest = app.NewBrowser();
        Task<WebPage> ShowsAsync(string query) => guest.GetAsync($"{page.Path}?zone=America/New_York{query}");

        var across = await ShowsAsync("&from=2027-11-04");
        var week = await ShowsAsync("&from=2027-11-04&view=week");
        var english = await ShowsAsync("&from=2027-11-04&lang=en");
        var after = await ShowsAsync("&from=2027-11-08&lang=ja");
        var before = await guest.GetAsync($"{page.Path}?zone=Asia/Tokyo&from=2027-11-04");

        Assert.Contains("ニューヨーク (UTC-04:00、11月7日(日)からは UTC-05:00)", across.Document.QuerySelector("[data-clock]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("New York (UTC-04:00, from Sun, 7 Nov UTC-05:00)", english.Text, StringComparison.Ordinal);
        Assert.Equal("UTC-04:00", across.Document.QuerySelector("#d2027-11-04 h3 .offset")!.TextContent);
        Assert.Equal("UTC-05:00", across.Document.QuerySelector("#d2027-11-07 h3 .offset")!.TextContent);
        Assert.Contains("UTC-05:00", week.Document.QuerySelector("#week-legend")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["UTC-04:00", "UTC-05:00"], week.Document.QuerySelectorAll("thead .offset").Select(o => o.TextContent).Distinct());
        Assert.Empty(across.Document.QuerySelectorAll("button .offset"));
        Assert.Contains("ニューヨーク (UTC-05:00)", after.Document.QuerySelector("[data-clock]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(after.Document.QuerySelectorAll(".offset"));
        Assert.Empty(before.Document.QuerySelectorAll(".offset"));
    }

    [Theory, EveryDatabase]
    public async Task A_time_that_the_clock_shows_twice_can_be_chosen_twice_and_told_apart(DatabaseKind kind)
    {
        await using var app = await InNovemberAsync(kind);
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
        {
            Hours = s.Hours with { WithinWorkingHours = false, Weekly = [.. s.Hours.Weekly, new WeeklyRange(IsoDayOfWeek.Sunday, new LocalTime(14, 0), new LocalTime(17, 0))] },
        });
        using var guest = app.NewBrowser();

        foreach (var view in (string[])["", "&view=week"])
        {
            var shown = await guest.GetAsync($"{page.Path}?zone=America/New_York&from=2027-11-07{view}");
            string OffsetOf(string start) => shown.Document.QuerySelector($"button[value='{start}'] .offset")!.TextContent;

            // 1:30 by both clocks.
            Assert.Equal(("UTC-04:00", "UTC-05:00"), (OffsetOf("2027-11-07T05:30:00Z"), OffsetOf("2027-11-07T06:30:00Z")));
        }
    }

    private static async Task<App> InNovemberAsync(DatabaseKind kind)
    {
        var app = await App.StartAsync(kind, "tanaka");
        // From Monday, 5 April to Monday, 1 November.
        app.TimePasses(Duration.FromDays(210));
        using var tanaka = await app.SignsInAsync("tanaka");
        return app;
    }
}
