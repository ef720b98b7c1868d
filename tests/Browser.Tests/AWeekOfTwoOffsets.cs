using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>SPEC B8: in the week in which the guest's clocks change each day bears its own offset, and there is room for it.</summary>
public sealed class AWeekOfTwoOffsets(App app, Chromium chromium) : IClassFixture<App>
{
    [Theory]
    [InlineData("America/New_York", "2027-11-04", "UTC-05:00")]
    [InlineData("Europe/Berlin", "2027-10-28", "UTC+01:00")]
    public async Task The_days_of_a_week_have_room_for_their_names(string zone, string from, string later)
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var address = await app.SetsAsync("tanaka", s => s with { Limits = s.Limits with { FurthestDays = 365 } });

        await using var guest = await chromium.OpenAsync(app, Screen.Phone);
        foreach (var language in (string[])["ja", "en"])
        {
            foreach (var width in (int[])[320, Screen.Phone.Width(), Screen.Desktop.Width()])
            {
                await guest.OpensAsync($"{address}?zone={zone}&from={from}&view=week&lang={language}");
                await guest.Page.SetViewportSizeAsync(width, 844);
                Assert.Equal(7, await guest.Page.Locator(".weektable thead th").CountAsync());
                Assert.Contains(later, await guest.Page.Locator(".weektable thead").TextContentAsync(), StringComparison.Ordinal);
                Assert.Empty(await guest.Page.EvaluateAsync<string[]>(
                    "() => [...document.querySelectorAll('.weektable thead th')].filter((e) => e.scrollWidth > e.clientWidth).map((e) => `${e.innerText}: ${e.scrollWidth} in ${e.clientWidth}`)"));
                // No line ends within an offset.
                Assert.Empty(await guest.Page.EvaluateAsync<string[]>(
                    "() => [...document.querySelectorAll('#week-legend .nowrap, [data-clock] .nowrap')].filter((e) => e.getClientRects().length > 1).map((e) => e.innerText)"));
                Assert.Equal(4, await guest.Page.Locator("#week-legend .nowrap, [data-clock] .nowrap").CountAsync());
            }
        }
    }
}
