using System.Globalization;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What a booking page answered once it answers again while nothing changes, to the moment and to nobody else (SPEC B8, M23).</summary>
public sealed class PagesSaidAlready
{
    [Theory, EveryDatabase]
    public async Task A_time_that_has_come_too_near_is_gone_at_that_moment(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { Limits = s.Limits with { NoticeMinutes = 60 } });
        using var web = app.NewBrowser();
        async Task<bool> LookAsync() => (await page.OffersAsync(web)).Contains("04-07 14:00");

        app.TimePasses(App.At("2027-04-07 12:59") - app.Now);
        await app.WorkerLooksAsync();
        await LookAsync();
        var before = await LookAsync();
        app.TimePasses(Duration.FromMinutes(1));
        var just = await LookAsync();
        var justAgain = await LookAsync();
        app.TimePasses(Duration.FromMilliseconds(1));
        var after = await LookAsync();

        Assert.Equal((true, true, true, false), (before, just, justAgain, after));
    }

    [Theory, EveryDatabase]
    public async Task Whoever_asks_the_same_keeps_their_own_zone_and_language(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var first = app.NewBrowser();
        using var second = app.NewBrowser();
        using var third = app.NewBrowser();
        third.Headers.AcceptLanguage.ParseAdd("en");

        var here = await first.GetAsync(page.Path);
        var english = await third.GetAsync(page.Path);
        foreach (var web in (Browser[])[first, second])
            await web.GetAsync(page.Path + "?zone=America/New_York&lang=en");
        var (one, two) = (await first.GetAsync(page.Path), await second.GetAsync(page.Path));

        Assert.Contains("製品のご相談", here.Text, StringComparison.Ordinal);
        Assert.Equal(("ja", "en"), (here.Document.DocumentElement.GetAttribute("lang"), english.Document.DocumentElement.GetAttribute("lang")));
        Assert.All((WebPage[])[one, two], p => Assert.Equal(
            ("en", "America/New_York"), (p.Document.DocumentElement.GetAttribute("lang"), p.ValueOf("zone"))));
    }

    [Theory, EveryDatabase]
    public async Task What_a_member_is_shown_who_books_for_somebody_is_not_what_a_guest_is_shown(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var web = app.NewBrowser();
        var path = page.Path + "?behalf=1";

        var guest = await web.GetAsync(path);
        var member = await tanaka.Web.GetAsync(path);
        var again = await web.GetAsync(path);

        Assert.Contains("お客様に代わって", member.Text, StringComparison.Ordinal);
        Assert.All((WebPage[])[guest, again], p => Assert.DoesNotContain("お客様に代わって", p.Text, StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_link_for_one_booking_ends_with_it(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var tanaka = await app.SignsInAsync("tanaka");
        var links = $"/booking-pages/{page.Id}/links";
        var list = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(links), links, ("note", "港産業様"));
        var link = new Uri(list.Document.QuerySelector("input[readonly][value*='/b/-/']")!.GetAttribute("value")!).AbsolutePath;
        using var web = app.NewBrowser();

        await web.GetAsync(link);
        var open = await web.GetAsync(link);
        await page.BooksAsync(web, "2027-04-07 14:00", at: link);
        var used = await web.GetAsync(link);

        Assert.Contains("04-07 14:00", BookingPageMade.Offered(open));
        Assert.Equal(System.Net.HttpStatusCode.Gone, used.Status);
    }

    /// <summary>Strangers choose what they ask: any number of questions leaves the page as quick and as right as it was.</summary>
    [Theory, EveryDatabase]
    public async Task Any_number_of_different_questions_is_answered_rightly(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        var usual = await page.OffersAsync(web);
        for (var i = 0; i < 40; i++)
            Assert.Equal(usual, BookingPageMade.Offered(await web.GetAsync(page.Path + "?from_where=" + i.ToString(CultureInfo.InvariantCulture))));
        var next = BookingPageMade.Offered(await web.GetAsync(page.Path + "?from=2027-04-12"));

        Assert.Equal(usual, await page.OffersAsync(web));
        Assert.NotEqual(usual, next);
    }
}
