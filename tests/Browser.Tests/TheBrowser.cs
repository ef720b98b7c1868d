using Microsoft.Playwright;
using Xunit;

namespace Hidori.Browser.Tests;

public sealed class TheBrowser
{
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task Draws_japanese_rather_than_boxes()
    {
        if (Environment.GetEnvironmentVariable("CI") is null)
            Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed.");

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync();

        // A missing glyph is drawn as the same box for every character.
        var differ = await page.EvaluateAsync<bool>(
            """
            () => {
              const draw = letter => {
                const canvas = document.createElement('canvas');
                const pen = canvas.getContext('2d');
                pen.font = '40px sans-serif';
                pen.fillText(letter, 10, 60);
                return canvas.toDataURL();
              };
              return draw('日') !== draw('髙');
            }
            """);

        Assert.True(differ);
    }
}
