using System.IO.Compression;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A guest on a phone with a poor network sees the first free time at once (SPEC B8).</summary>
public sealed class TheFirstPageIsLight
{
    private const int MostRequests = 4;
    private const int MostBytes = 60 * 1024;

    [Theory, EveryDatabase]
    public async Task Four_requests_and_sixty_kilobytes_are_the_most_until_the_first_free_time(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();

        var first = await web.GetAsync(page.Path);
        var html = await first.Answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        // What a browser waits for before it draws, and the icons in it. Modules wait until the page is there (HTML, "type=module").
        var before = Addresses(first, "link[rel=stylesheet]", "href").Concat(Addresses(first, "svg use", "href")).Distinct().ToList();
        var after = Addresses(first, "script", "src").Concat(Addresses(first, "link[rel=icon]", "href")).Distinct().ToList();

        Assert.NotEmpty(BookingPageMade.Offered(first));
        Assert.True(before.Count + 1 <= MostRequests, string.Join(", ", before));
        Assert.All(first.Document.QuerySelectorAll("script"), s => Assert.Equal("module", s.GetAttribute("type")));
        Assert.Equal([], first.Document.QuerySelectorAll("[src], link, use").Select(e => e.GetAttribute("src") ?? e.GetAttribute("href") ?? "").Where(a => !a.StartsWith('/')));
        var bytes = Packed(html);
        foreach (var address in before.Concat(after))
            bytes += await LoadAsync(web, address);
        TestContext.Current.TestOutputHelper?.WriteLine($"{before.Count + 1} + {after.Count} requests, {bytes} bytes");
        Assert.True(bytes <= MostBytes, $"{bytes} bytes, {Packed(html)} of them the page");
    }

    [Theory, EveryDatabase]
    public async Task Every_page_of_a_guest_is_named_and_labelled_and_waits_for_no_font(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        var done = await page.BooksAsync(web, "2027-04-07 14:00");
        WebPage[] pages =
        [
            await web.GetAsync(page.Path), await web.GetAsync(page.Path + "?view=week"), form, done, await web.GetAsync(page.Path + "/wish"),
            await web.GetAsync(done.Address.AbsolutePath + "/move"), await web.GetAsync(page.Path + "?lang=en"), await page.BooksAsync(web, "2027-04-07 14:00"),
        ];

        foreach (var seen in pages)
        {
            var document = seen.Document;
            Assert.True(document.Title?.Length > 3, seen.Address.PathAndQuery);
            Assert.Contains(document.DocumentElement.GetAttribute("lang"), (string[])["ja", "en"]);
            Assert.Equal("width=device-width, initial-scale=1", document.QuerySelector("meta[name=viewport]")!.GetAttribute("content"));
            Assert.Single(document.QuerySelectorAll("h1"));
            Assert.All(document.QuerySelectorAll("img"), i => Assert.True(i.HasAttribute("alt") && i.HasAttribute("width") && i.HasAttribute("height"), i.OuterHtml));
            Assert.All(
                document.QuerySelectorAll("input:not([type=hidden]), select, textarea").OfType<IHtmlElement>(),
                i => Assert.True(IsLabelled(document, i), i.OuterHtml));
            Assert.All(document.QuerySelectorAll("button, a"), b => Assert.True(b.TextContent.Trim().Length > 0 || b.HasAttribute("aria-label"), b.OuterHtml));
        }

        foreach (var address in Addresses(pages[0], "link[rel=stylesheet]", "href"))
        {
            var css = await (await web.DownloadAsync(address)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            // Fonts of the reader's own machine are there at once; one that is fetched comes late and moves what stands.
            Assert.DoesNotMatch(@"@font-face[^}]*url\(", css);
            Assert.DoesNotContain("@import", css, StringComparison.Ordinal);
        }
    }

    /// <returns>What goes over the wire.</returns>
    private static async Task<int> LoadAsync(Browser web, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(web.Home, address));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        var answer = (await web.SendAsync(request)).Answer;

        Assert.Equal("public, max-age=31536000, immutable", Assert.Single(answer.Headers.GetValues("Cache-Control")));
        Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(bytes.Length, answer.Content.Headers.ContentLength);
        using var unpacked = new MemoryStream();
        await using (var stream = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress))
            await stream.CopyToAsync(unpacked, TestContext.Current.CancellationToken);
        var plain = await (await web.DownloadAsync(address)).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(plain, unpacked.ToArray());
        return bytes.Length;
    }

    private static IEnumerable<string> Addresses(WebPage page, string selector, string attribute) =>
        page.Document.QuerySelectorAll(selector).Select(e => e.GetAttribute(attribute)!.Split('#')[0]);

    private static bool IsLabelled(IDocument document, IHtmlElement input) =>
        input.HasAttribute("aria-label") || input.Closest("label") is not null || document.QuerySelector($"label[for='{input.Id}']") is not null;

    /// <summary>As the proxy in front packs it: what depends on who asks is not packed by us, beside a secret it would tell its length.</summary>
    private static int Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
            stream.Write(bytes);
        return packed.ToArray().Length;
    }
}
