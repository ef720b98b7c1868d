using Hidori.Browser.Tests.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>SPEC B12: a booking page in the company's own site, in its place and in front of it, where no cookie reaches us.</summary>
public sealed class BookingInAnotherSite(App app, OtherSite site, Chromium chromium) : IClassFixture<App>, IClassFixture<OtherSite>
{
    [Theory]
    [InlineData(Screen.Phone, true)]
    [InlineData(Screen.Desktop, true)]
    [InlineData(Screen.Phone, false)]
    public async Task In_its_place_it_is_as_tall_as_it_is_and_takes_a_booking(Screen screen, bool script)
    {
        await using var guest = await chromium.OpenAsync(app, screen, script);
        await ShowsAsync(guest, code: 0);
        List<IRequest> posts = [];
        guest.Page.Request += (_, request) => posts.AddRange(request.Method == "POST" ? [request] : []);
        var frame = guest.Page.FrameLocator("iframe");

        await Expect(frame.Locator("h2").First).ToContainTextAsync("ご希望の日時を選んでください");
        if (script)
            await TallAsync(guest.Page);
        await frame.Locator(".pager a").Last.ClickAsync();
        await frame.Locator(".days .slot").First.ClickAsync();
        await BooksAsync(frame);
        await Expect(frame.Locator("h1")).ToContainTextAsync("確定しました");
        await frame.Locator("a", new() { HasText = "予約を取り消す" }).Or(frame.Locator("a.danger")).First.ClickAsync();
        await frame.Locator("button.danger").ClickAsync();
        await Expect(frame.Locator("h1")).Not.ToContainTextAsync("確定しました");
        if (script)
            await TallAsync(guest.Page);
        Assert.DoesNotContain(await guest.Context.CookiesAsync(), c => c.Name == "hidori-form");
        // What Safari before 16.4 says instead of Sec-Fetch-Site.
        Assert.NotEmpty(posts);
        foreach (var post in posts)
            Assert.Equal(app.Address.GetLeftPart(UriPartial.Authority), (await post.AllHeadersAsync())["origin"]);
    }

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desktop)]
    public async Task A_link_opens_it_in_front_and_Escape_and_the_button_close_it(Screen screen)
    {
        await using var guest = await chromium.OpenAsync(app, screen);
        await ShowsAsync(guest, code: 1);
        var link = guest.Page.Locator("a[data-hidori]");
        var dialog = guest.Page.Locator("dialog");

        await link.FocusAsync();
        await guest.Page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToBeVisibleAsync();
        var frame = guest.Page.FrameLocator("dialog iframe");
        await frame.Locator("button", new() { HasText = "この日時を選ぶ" }).ClickAsync();
        await frame.Locator("#f-name").FillAsync("高橋 直子");
        // Pressed inside the frame, where the site around it hears no key.
        await guest.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(link).ToBeFocusedAsync();

        await link.ClickAsync();
        await Expect(frame.Locator("#f-name")).ToHaveValueAsync("高橋 直子");
        await guest.Page.Locator("dialog button").ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(link).ToBeFocusedAsync();
        await link.ClickAsync();
        await Expect(dialog).ToBeVisibleAsync();
        await guest.Page.Locator("dialog button").FocusAsync();
        await guest.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();

        await Expect(link).ToBeFocusedAsync();
        await link.ClickAsync();
        await Expect(dialog).ToBeVisibleAsync();
        await BooksAsync(frame);
        await Expect(frame.Locator("h1")).ToContainTextAsync("確定しました");
    }

    /// <summary>As Safari before 16.4, which makes no style sheets by script.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_constructed_style_sheets_it_opens_in_front_or_the_link_is_followed(bool allowsStyles)
    {
        await using var guest = await chromium.OpenAsync(app, Screen.Phone);
        await guest.Context.AddInitScriptAsync("""
            CSSStyleSheet = new Proxy(CSSStyleSheet, { construct() { throw new TypeError("Illegal constructor"); } });
            delete Document.prototype.adoptedStyleSheets;
            delete ShadowRoot.prototype.adoptedStyleSheets;
            """);
        var path = await ShowsAsync(guest, code: 1, styles: allowsStyles ? "; style-src 'unsafe-inline'" : "");
        await guest.Page.Locator("a[data-hidori]").ClickAsync();

        if (allowsStyles)
        {
            var room = (await guest.Page.Locator("dialog").BoundingBoxAsync())!;
            Assert.True(room.Width >= guest.Page.ViewportSize!.Width - 1, $"{room.Width}");
            await Expect(guest.Page.FrameLocator("dialog iframe").Locator("h2").First).ToContainTextAsync("ご希望の日時を選んでください");
        }
        else
        {
            await guest.ArrivesAtAsync(path);
            await guest.SeesAsync("ご希望の日時を選んでください");
            guest.Forgets("style");
        }
    }

    [Fact]
    public async Task Without_script_the_link_leads_to_the_page_and_a_site_that_is_not_named_shows_nothing()
    {
        const string other = "https://www.example.co.jp";
        await using var plain = await chromium.OpenAsync(app, Screen.Phone, script: false);
        var path = await ShowsAsync(plain, code: 1, named: other);
        await plain.Page.Locator("a[data-hidori]").ClickAsync();
        await plain.ArrivesAtAsync(path);
        await plain.SeesAsync("ご希望の日時を選んでください");

        await using var stranger = await chromium.OpenAsync(app, Screen.Phone, script: false);
        await ShowsAsync(stranger, code: 0, named: other);
        await App.EventuallyAsync("the browser shows its own page instead", () => stranger.Page.Frames[^1].Url.StartsWith("chrome-error:", StringComparison.Ordinal));
        stranger.Forgets("frame-ancestors");
    }

    /// <summary>The site's page with the code of the settings in it, under a policy as strict as ours.</summary>
    /// <param name="named">The site that may show the page; null for that one.</param>
    private async Task<string> ShowsAsync(Visitor guest, int code, string? named = null, string styles = "")
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var path = await app.SetsAsync("tanaka", s => s with { FrameOrigins = [named ?? site.Address] });
        await host.Page.Locator("main h2 a").First.ClickAsync();
        var html = await host.Page.Locator("#s-embed textarea[readonly]").Nth(code).InputValueAsync();
        Assert.Contains(path, html, StringComparison.Ordinal);
        var home = app.Address.AbsoluteUri.TrimEnd('/');
        site.Html = $"<!DOCTYPE html><html lang=ja><meta name=viewport content='width=device-width'><link rel=icon href='data:,'><title>株式会社の頁</title><h1>ご相談</h1><p>お気軽にどうぞ。</p>{html}<p>会社概要</p>";
        site.Policy = $"default-src 'none'; img-src data:; script-src {home}; frame-src {home}{styles}";
        await guest.OpensAsync(site.Address + "/contact");
        return path;
    }

    private async Task BooksAsync(IFrameLocator frame)
    {
        await frame.Locator("#f-company").FillAsync("みなと設計株式会社");
        await frame.Locator("#f-name").FillAsync("高橋 直子");
        await frame.Locator("#f-mail").FillAsync("takahashi@guest.example");
        app.TimePasses(TimeSpan.FromSeconds(20));
        await frame.Locator("button.primary", new() { HasText = "予約を確定する" }).ClickAsync();
    }

    /// <summary>The frame has no bar to scroll by, and no empty space below.</summary>
    private static async Task TallAsync(IPage page) =>
        await page.Frames[^1].WaitForFunctionAsync("() => Math.abs(innerHeight - document.body.getBoundingClientRect().height) <= 2");
}
