using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Zone, language, length and whatever else was chosen or typed goes along, without scripts and cookies (SPEC B8).</summary>
public sealed class ChoicesSurviveEveryStep
{
    private const string London = "Europe/London";

    [Theory, EveryDatabase]
    public async Task Another_zone_takes_nothing_away(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);

        var shown = await tanaka.Web.GetAsync($"{page.Path}?minutes=60&view=week&from=2027-04-15&behalf=1&lang=ja&zone=Asia/Tokyo");
        tanaka.Web.Headers.Add("Accept-Language", "en");
        var there = await tanaka.Web.SubmitAsync(shown, page.Path, ("zone", London));
        using var framed = app.NewBrowser();
        framed.Headers.Add("Accept-Language", "en");
        var without = await framed.SubmitAsync(await framed.GetAsync($"{page.Path}?lang=ja&minutes=60"), page.Path, ("zone", London));

        Assert.Equal("ja", there.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("1時間", LengthOf(there));
        Assert.NotNull(there.Document.QuerySelector("table"));
        Assert.All(there.Document.QuerySelectorAll("form[action$='/details']"), f => Assert.NotNull(f.QuerySelector("input[name=view][value=week]")));
        Assert.Equal(HeadingOf(shown), HeadingOf(there));
        Assert.Contains("UTC+01:00", there.Text, StringComparison.Ordinal);
        Assert.Contains("お客様に代わって", there.Text, StringComparison.Ordinal);
        Assert.All((string[])["zone=Europe%2FLondon", "minutes=60", "lang=ja"], part => Assert.Contains(part, without.Address.Query, StringComparison.Ordinal));
        Assert.Equal(("ja", "1時間"), (without.Document.DocumentElement.GetAttribute("lang"), LengthOf(without)));
        Assert.Null(without.Document.QuerySelector("table"));
    }

    /// <summary>Behind the first free time nothing was turned to: in another zone it may lie on another date.</summary>
    [Theory, EveryDatabase]
    public async Task Another_zone_shows_the_first_free_time_where_no_week_was_chosen(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();

        var there = await web.SubmitAsync(await web.GetAsync(page.Path), page.Path, ("zone", "America/Los_Angeles"));

        Assert.NotNull(there.Document.QuerySelector("#d2027-04-05"));
        Assert.Equal("04-06 10:00", BookingPageMade.Offered(there)[0]);
    }

    [Theory, EveryDatabase]
    public async Task The_page_of_a_booking_keeps_its_language_in_another_zone(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();
        var link = (await page.BooksAsync(web, "2027-04-07 14:00")).Address.AbsolutePath;
        using var framed = app.NewBrowser();
        framed.Headers.Add("Accept-Language", "en");

        var there = await framed.SubmitAsync(await framed.GetAsync(link + "?lang=ja"), link, ("zone", London));

        Assert.Equal("ja", there.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains("lang=ja", there.Address.Query, StringComparison.Ordinal);
        Assert.Contains("6:00", there.Text, StringComparison.Ordinal);
    }

    private static Task<BookingPageMade> OpenAsync(App app) => BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
    {
        Meeting = s.Meeting with { Minutes = [30, 60] },
    });

    private static string LengthOf(WebPage page) => page.Document.QuerySelector(".segment a[aria-current=true]")!.TextContent;

    private static string HeadingOf(WebPage page) => page.Document.QuerySelector(".pager h3")!.TextContent;
}
