using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

public sealed class TheBrowser(App app, Chromium chromium) : IClassFixture<App>
{
    [Fact]
    public async Task Draws_japanese_rather_than_boxes()
    {
        await using var visitor = await chromium.OpenAsync(app, Screen.Desktop);
        var page = await visitor.OpensAsync("about:blank");

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
