using System.Runtime.CompilerServices;
using Hidori.Browser.Tests.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>The pictures of the README. HIDORI_PICTURES=write makes them anew; otherwise they only have to be there.</summary>
public sealed class ReadmePictures(App app, Chromium chromium) : IClassFixture<App>
{
    private const int MostBytes = 250 * 1024;

    [Fact]
    public async Task Composing_and_choosing_are_pictured()
    {
        await using var sato = await chromium.OpenAsync(app, Screen.Desktop);
        await sato.SignsInAsync("sato");
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        var compose = new Composer(host);
        await compose.OpensAsync();
        await compose.AddsHostAsync("佐藤");
        await compose.TypesAsync("2027-04-14", "13:00", "14:00");
        await compose.TypesAsync("2027-04-15", "10:00", "11:00");
        await compose.TypesAsync("2027-04-16", "14:00", "15:00");
        await host.Page.Locator("details.typed summary").ClickAsync();
        await compose.FillsInAsync("新製品のご紹介");
        await host.Page.Locator("h1").ClickAsync();
        await host.Page.EvaluateAsync("() => scrollTo(0, 0)");
        await PictureAsync(host, "compose.png");
        var sent = await compose.SendsAsync();

        await using var guest = await chromium.OpenAsync(app, Screen.Phone);
        await guest.OpensAsync(sent.GuestPath);
        await guest.Page.Locator("label.option").First.ClickAsync();
        await Expect(guest.Page.Locator("input[name=candidate]").First).ToBeCheckedAsync();
        await PictureAsync(guest, "guest-phone.png");
    }

    private static async Task PictureAsync(Visitor visitor, string name, [CallerFilePath] string here = "")
    {
        var picture = await visitor.Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        Assert.InRange(picture.Length, 10_000, MostBytes);
        var file = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "images", name);
        if (Environment.GetEnvironmentVariable("HIDORI_PICTURES") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, picture, TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(file), $"docs/images/{name} is missing: run this test with HIDORI_PICTURES=write");
    }
}
