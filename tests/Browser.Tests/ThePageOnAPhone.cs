using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>SPEC B8: what a thumb meets on a guest's page is large enough, and nothing moves away from under it.</summary>
public sealed class ThePageOnAPhone(App app, Chromium chromium) : IClassFixture<App>
{
    private const int Smallest = 44;

    [Fact]
    public async Task Targets_are_large_and_nothing_shifts()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var address = await app.SetsAsync("tanaka", s => s with { Meeting = s.Meeting with { Minutes = [30, 60] } });
        await using var guest = await chromium.OpenAsync(app, Screen.Phone, touch: true);
        await guest.Context.AddInitScriptAsync(
            "window.shifted = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifted += e.value; }).observe({ type: 'layout-shift', buffered: true });");

        foreach (var path in (string[])[address, address + "?view=week", address + "/details?minutes=30&start=2027-04-07T05:00:00Z", address + "/wish", address + "?lang=en"])
        {
            await guest.OpensAsync(path);
            await guest.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
            // A link within a sentence is as tall as its line (WCAG 2.5.8); a tick is pressed by its label.
            var small = await guest.Page.EvaluateAsync<string[]>(
                """
                (least) => [...document.querySelectorAll('main a, main button, main select, main summary, main label.check, main input:not([type=hidden], [type=checkbox], [type=radio]), header a')]
                  .filter((e) => e.checkVisibility() && !e.closest('p, .vh, [aria-hidden]'))
                  .map((e) => ({ e, box: e.getBoundingClientRect() }))
                  .filter(({ box }) => box.width > 1 && (box.height < least - 0.5 || box.width < least - 0.5))
                  .map(({ e, box }) => `${Math.round(box.width)}×${Math.round(box.height)} ${e.outerHTML.slice(0, 120)}`)
                """,
                Smallest);
            await guest.SeesNothingOverTheEdgeAsync();
            Assert.True(small.Length == 0, path + "\n" + string.Join('\n', small));
            Assert.True(await guest.Page.EvaluateAsync<double>("() => window.shifted") < 0.01, path + " shifts");
        }
    }

    /// <summary>The last day of the page's horizon may be alone in its week.</summary>
    [Fact]
    public async Task A_week_of_one_day_is_seen_whole()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var address = await app.SetsAsync("tanaka", s => s with { Limits = s.Limits with { FurthestDays = 2 } });
        await using var guest = await chromium.OpenAsync(app, Screen.Phone, touch: true);

        foreach (var (language, title) in ((string, string)[])[("ja", "2027年 4/7"), ("en", "7 Apr 2027")])
        {
            foreach (var view in (string[])["week", "list"])
            {
                await guest.OpensAsync($"{address}?from=2027-04-07&view={view}&lang={language}");
                Assert.Equal(title, await guest.Page.Locator(".pager h3").InnerTextAsync());
                await guest.SeesNothingOverTheEdgeAsync();
                await guest.SeesNothingClippedAsync();
            }
        }
    }
}
