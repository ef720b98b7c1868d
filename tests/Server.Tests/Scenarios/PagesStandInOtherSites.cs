using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>埋め込み: a booking page inside the company's own site, and nowhere else (SPEC B12).</summary>
public sealed class PagesStandInOtherSites
{
    private const string Site = "https://www.example.co.jp";

    private static readonly (string, string)[] Typed = [("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example")];

    [Theory, EveryDatabase]
    public async Task Every_step_may_stand_in_the_sites_that_were_named_and_everything_else_in_none(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { FrameOrigins = [Site, "https://予約.example:8443"] });
        var plain = await BookingPageMade.OpenAsync(app, "plain", ["tanaka"]);
        using var web = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        var wrong = await web.SubmitAsync(form, page.Path, ("name", ""));
        var done = await web.SubmitAsync(form, page.Path, Typed);
        var link = done.Address.AbsolutePath;
        var lost = await page.BooksAsync(web, "2027-04-07 14:00");
        WebPage[] framed =
        [
            await web.GetAsync(page.Path), await web.GetAsync(page.Path + "?view=week&lang=en"), form, wrong, done, lost,
            await web.GetAsync(link + "/move"), await web.GetAsync(link + "/cancel"), await web.PostAsync(page.Path),
        ];
        WebPage[] alone =
        [
            await web.GetAsync(plain.Path), await web.GetAsync("/b/-/nothing"), await web.GetAsync("/sign-in"), await web.GetAsync("/p/banana"),
            await tanaka.Web.GetAsync(page.Path + "?behalf=1"), await tanaka.Web.GetAsync("/booking-pages"), await web.PostAsync(plain.Path),
        ];

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.Conflict, HttpStatusCode.BadRequest], [wrong.Status, lost.Status, framed[^1].Status]);
        Assert.All(framed, p =>
        {
            Assert.Equal($"{Site} https://xn--0kq264i.example:8443", AncestorsOf(p));
            Assert.False(p.Answer.Headers.Contains("X-Frame-Options"), p.Address.AbsolutePath);
        });
        Assert.All(alone, p =>
        {
            Assert.Equal("'none'", AncestorsOf(p));
            Assert.Equal("DENY", Assert.Single(p.Answer.Headers.GetValues("X-Frame-Options")));
        });
    }

    [Theory, EveryDatabase]
    public async Task A_frame_that_keeps_no_cookies_books_moves_and_cancels(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { FrameOrigins = [Site] });
        var plain = await BookingPageMade.OpenAsync(app, "plain", ["tanaka"]);

        // A new browser for every answer: it has no cookie of the one before.
        var form = await With(app, "none", web => page.ChoosesAsync(web, "2027-04-07 14:00"));
        var elsewhere = await With(app, "cross-site", web => web.SubmitAsync(form, page.Path, Typed));
        var unsaid = await With(app, null, web => web.SubmitAsync(form, page.Path, Typed));
        var done = await With(app, "same-origin", web => web.SubmitAsync(form, page.Path, Typed));
        var link = done.Address.AbsolutePath;
        var ask = await With(app, "same-origin", web => web.GetAsync($"{link}/move?start=2027-04-07T06:00:00Z"));
        var moved = await With(app, "same-origin", web => web.SubmitAsync(ask, "/move"));
        var cancel = await With(app, "same-origin", web => web.GetAsync($"{link}/cancel"));
        var cancelled = await With(app, "same-origin", web => web.SubmitAsync(cancel, "/cancel"));
        var other = await With(app, "none", web => plain.ChoosesAsync(web, "2027-04-07 14:00"));
        var refused = await With(app, "same-origin", web => web.SubmitAsync(other, plain.Path, Typed));

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], [elsewhere.Status, unsaid.Status, refused.Status]);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Contains("15:00", moved.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("確定しました", cancelled.Text, StringComparison.Ordinal);
    }

    /// <summary>As Safari before 16.4: no word of where a request comes from but its Origin (RFC 6454 §7).</summary>
    [Theory, EveryDatabase]
    public async Task A_browser_without_Fetch_Metadata_is_taken_at_its_origin(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { FrameOrigins = [Site] });
        var plain = await BookingPageMade.OpenAsync(app, "plain", ["tanaka"]);
        var own = app.Address.GetLeftPart(UriPartial.Authority);

        var form = await With(app, null, web => page.ChoosesAsync(web, "2027-04-07 14:00"));
        foreach (var origin in (string[])["null", Site, "http://localhost", $"http://localhost:{app.Address.Port + 1}", own.Replace("http:", "https:", StringComparison.Ordinal), own + ".example"])
            Assert.Equal(HttpStatusCode.BadRequest, (await With(app, null, web => web.SubmitAsync(form, page.Path, Typed), origin)).Status);
        var said = await With(app, "cross-site", web => web.SubmitAsync(form, page.Path, Typed), own);
        var done = await With(app, null, web => web.SubmitAsync(form, page.Path, Typed), own);
        var link = done.Address.AbsolutePath;
        var ask = await With(app, null, web => web.GetAsync($"{link}/move?start=2027-04-07T06:00:00Z"));
        var moved = await With(app, null, web => web.SubmitAsync(ask, "/move"), own);
        var cancel = await With(app, null, web => web.GetAsync($"{link}/cancel"));
        var cancelled = await With(app, null, web => web.SubmitAsync(cancel, "/cancel"), own);
        var other = await With(app, null, web => plain.ChoosesAsync(web, "2027-04-07 14:00"));
        var refused = await With(app, null, web => web.SubmitAsync(other, plain.Path, Typed), own);
        tanaka.Web.Headers.Add("Origin", own);
        var members = await tanaka.Web.PostAsync("/booking-pages");
        var behalf = await tanaka.Web.PostAsync(page.Path + "?behalf=1", [.. Typed, ("behalf", "1")]);

        Assert.All([said, refused, members, behalf], p => Assert.Equal(HttpStatusCode.BadRequest, p.Status));
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Contains("15:00", moved.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("確定しました", cancelled.Text, StringComparison.Ordinal);
        // By no-referrer the browser would write "null" there (Fetch, "append a request Origin header"); other sites learn nothing by this either.
        Assert.All([form, done, ask, cancel], p => Assert.Equal("same-origin", Assert.Single(p.Answer.Headers.GetValues("Referrer-Policy"))));
        Assert.All([form, done, ask, cancel, other], p => Assert.Null(p.Document.QuerySelector("meta[name=referrer]")));
        Assert.Equal("no-referrer", Assert.Single(other.Answer.Headers.GetValues("Referrer-Policy")));
    }

    [Theory, EveryDatabase]
    public async Task The_language_that_was_chosen_survives_every_step_without_cookies(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { FrameOrigins = [Site] });

        var slots = await With(app, "none", web => web.GetAsync(page.Path + "?lang=en&zone=Europe/London"));
        var next = await With(app, "same-origin", web => web.GetAsync(slots.Document.QuerySelector(".pager a:last-child")!.GetAttribute("href")!));
        var form = await With(app, "same-origin", web => web.GetAsync($"{page.Path}/details?lang=en&zone=Europe/London&minutes=30&start=2027-04-07T05:00:00Z"));
        app.TimePasses(NodaTime.Duration.FromSeconds(20));
        var wrong = await With(app, "same-origin", web => web.SubmitAsync(form, page.Path, ("name", "")));
        var done = await With(app, "same-origin", web => web.SubmitAsync(wrong, page.Path, Typed));
        var move = await With(app, "same-origin", web => web.GetAsync(done.Document.QuerySelector("a[href*='/move']")!.GetAttribute("href")!));
        var ask = await With(app, "same-origin", web => web.GetAsync($"{move.Address.AbsolutePath}?lang=en&start=2027-04-07T06:00:00Z"));
        var moved = await With(app, "same-origin", web => web.SubmitAsync(ask, "/move"));

        Assert.All([slots, next, form, wrong, done, move, ask, moved], p => Assert.Equal("en", p.Document.DocumentElement.GetAttribute("lang")));
        Assert.All([slots, next, form, wrong, done, move], p => Assert.Contains("UTC+01:00", p.Text, StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task The_settings_have_the_code_to_copy(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var path = (await tanaka.Web.GetAsync("/booking-pages")).Document.QuerySelector("main h2 a")!.GetAttribute("href")!;

        var before = await tanaka.Web.GetAsync(path);
        await tanaka.Web.SubmitAsync(before, path, ("frames", Site), ("action", "save"));
        var settings = await tanaka.Web.GetAsync(path);
        using var script = await tanaka.Web.DownloadAsync("/embed.js");

        var address = settings.Document.QuerySelector("#page-url")!.GetAttribute("value")!;
        var code = settings.Document.QuerySelectorAll("#s-embed textarea[readonly]").Select(t => t.TextContent).ToList();
        Assert.Contains("サイトを書いて保存すると", before.Document.QuerySelector("#s-embed")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, code.Count);
        Assert.StartsWith($"<iframe data-hidori src=\"{address}\"", code[0], StringComparison.Ordinal);
        Assert.StartsWith($"<a data-hidori=\"閉じる\" href=\"{address}\"", code[1], StringComparison.Ordinal);
        Assert.All(code, c => Assert.Contains($"<script src=\"{new Uri(app.Address, "embed.js")}\" defer></script>", c, StringComparison.Ordinal));
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
    }

    /// <summary>A company's own last screen is on its own site, where a form of ours may lead nobody else (SPEC B12).</summary>
    [Theory, EveryDatabase]
    public async Task The_form_may_lead_to_the_thank_you_page_and_only_there(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { ThankYouAddress = Site + "/thanks?from=hidori" });
        using var web = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        var signIn = await web.GetAsync("/sign-in");

        Assert.Contains(Site, Directive(form, "form-action"), StringComparison.Ordinal);
        Assert.DoesNotContain("thanks", Directive(form, "form-action"), StringComparison.Ordinal);
        Assert.DoesNotContain(Site, Directive(signIn, "form-action"), StringComparison.Ordinal);
    }

    private static string AncestorsOf(WebPage page) => Directive(page, "frame-ancestors");

    private static string Directive(WebPage page, string name) =>
        Assert.Single(page.Answer.Headers.GetValues("Content-Security-Policy")).Split("; ").Single(d => d.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();

    /// <param name="site">What the browser says of where the request came from (Sec-Fetch-Site); null for one that says nothing.</param>
    private static async Task<WebPage> With(App app, string? site, Func<Browser, Task<WebPage>> act, string? origin = null)
    {
        using var web = app.NewBrowser();
        if (origin is not null)
            web.Headers.Add("Origin", origin);
        if (site is not null)
            web.Headers.Add("Sec-Fetch-Site", site);
        return await act(web);
    }
}
