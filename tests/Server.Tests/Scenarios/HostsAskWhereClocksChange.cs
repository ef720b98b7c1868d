using System.Net;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>
/// In New York 1:30 comes twice on Sunday, 7 November 2027, and 2:30 never on Sunday, 12 March 2028: each time that there is can be
/// asked about, and one that there is not is said (SPEC B14).
/// </summary>
public sealed class HostsAskWhereClocksChange
{
    [Theory, EveryDatabase]
    public async Task Both_passes_of_an_hour_that_comes_twice_can_be_asked(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.TimePasses(Duration.FromDays(210));
        using var tanaka = await app.SignsInAsync("tanaka");
        var path = await NightPageAsync(app);
        // Only in the second pass: from 1:30 to 2:00 once the clocks have gone back.
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("切替作業", Instant.FromUtc(2027, 11, 7, 6, 30), Instant.FromUtc(2027, 11, 7, 7, 0)));
        await app.OutsideWorldSettlesAsync();

        var first = await tanaka.Web.GetAsync($"{path}?date=2027-11-07&start=01:30");
        var second = await tanaka.Web.SubmitAsync(first, "/why", ("offset", "-05:00"));
        var starts = first.Document.QuerySelectorAll("section[aria-labelledby=day] li a").ToDictionary(
            a => string.Concat(a.TextContent.TakeWhile(c => c is not ('○' or '×'))).Trim(), a => (Href: a.GetAttribute("href")!, a.TextContent));
        var listed = await tanaka.Web.GetAsync(starts["1:30 (UTC-05:00)"].Href);
        var anew = await tanaka.Web.SubmitAsync(second, "/why/read");
        var once = await tanaka.Web.SubmitAsync(second, "/why", ("start", "00:30"));
        var odd = await tanaka.Web.GetAsync($"{path}?date=2027-11-07&start=01:30&offset=%2B09:00");

        Assert.Contains("11月7日(日) 1:30〜1:00 (UTC-04:00〜UTC-05:00) は提示しています", first.Text, StringComparison.Ordinal);
        Assert.Equal(["1:30 (UTC-04:00)", "1:30 (UTC-05:00)"], first.Document.QuerySelectorAll("#w-offset option").Select(o => o.TextContent));
        foreach (var shown in (WebPage[])[second, listed, anew])
        {
            Assert.Contains("11月7日(日) 1:30〜2:00 (UTC-05:00) は提示していません", shown.Text, StringComparison.Ordinal);
            Assert.Contains("切替作業", shown.Text, StringComparison.Ordinal);
            Assert.Equal("1:30 (UTC-05:00)", shown.Document.QuerySelector("#w-offset option[selected]")!.TextContent);
            Assert.Contains("1:30 (UTC-05:00)", shown.Document.QuerySelector("a[aria-current=true]")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Contains("カレンダーを読み直しました。", anew.Text, StringComparison.Ordinal);
        Assert.Equal(["0:00", "0:30", "1:00 (UTC-04:00)", "1:30 (UTC-04:00)", "1:00 (UTC-05:00)", "1:30 (UTC-05:00)", "2:00", "2:30"], starts.Keys);
        Assert.Contains("○", starts["1:30 (UTC-04:00)"].TextContent, StringComparison.Ordinal);
        Assert.Contains("×", starts["1:30 (UTC-05:00)"].TextContent, StringComparison.Ordinal);
        Assert.Contains("11月7日(日) 0:30〜1:00 は提示しています", once.Text, StringComparison.Ordinal);
        Assert.Null(once.Document.QuerySelector("#w-offset"));
        Assert.Contains("1:30〜1:00 (UTC-04:00〜UTC-05:00) は提示しています", odd.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_time_that_the_clock_skips_is_said_at_the_field(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.TimePasses(Duration.FromDays(330));
        using var tanaka = await app.SignsInAsync("tanaka");
        var path = await NightPageAsync(app);

        var skipped = await tanaka.Web.GetAsync($"{path}?date=2028-03-12&start=02:30");
        var english = await tanaka.Web.GetAsync($"{path}?date=2028-03-12&start=02:30&lang=en");
        var hours = skipped.Document.QuerySelectorAll("section[aria-labelledby=day] li a").Select(a => a.GetAttribute("href")!.Split("start=")[1]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, skipped.Status);
        Assert.Equal("02:30", skipped.ValueOf("start"));
        Assert.Equal("この日は時計が 2:00 から 3:00 へ進むため、2:30 はありません。代わりに 3:00 を調べました。", skipped.ErrorAt("start"));
        Assert.Contains("there is no 2:30", english.ErrorAt("start"), StringComparison.Ordinal);
        Assert.Contains("3月12日(日) 3:00〜3:30", skipped.Text, StringComparison.Ordinal);
        Assert.Equal(["00:00", "00:30", "01:00", "01:30"], hours);
    }

    /// <summary>Open from midnight to 3:00 by the clock in New York, on Sundays.</summary>
    private static async Task<string> NightPageAsync(App app)
    {
        var page = await BookingPageMade.OpenAsync(app, "yakan", ["tanaka"], s => s with
        {
            Hours = s.Hours with
            {
                ZoneId = "America/New_York",
                WithinWorkingHours = false,
                Weekly = [new WeeklyRange(IsoDayOfWeek.Sunday, LocalTime.Midnight, new LocalTime(3, 0))],
            },
        });
        return $"/booking-pages/{page.Id}/why";
    }
}
