using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>SPEC B8: clocks in New York go back on 7 November 2027; a guest there reads the right time before and after, on every step.</summary>
public sealed class AcrossTheClockChange(App app, Chromium chromium) : IClassFixture<App>
{
    private const string Guest = "jane@guest.example";

    [Fact]
    public async Task Times_are_right_on_both_sides_and_survive_every_step()
    {
        // From Monday, 5 April to Monday, 1 November.
        app.TimePasses(TimeSpan.FromDays(210));
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var address = await app.SetsAsync("tanaka", s => s);

        await using var guest = await chromium.OpenAsync(app, Screen.Phone, script: false);
        await guest.OpensAsync(address + "?lang=en&zone=America/New_York");
        await guest.Page.Locator("a[data-swap=next]").ClickAsync();
        await guest.OpensAsync(address + "?zone=America/New_York&from=2027-11-04");
        // 10:00 to 17:30 in Tokyo: before the change 21:00 of the day before, after it 20:00.
        Assert.Equal(("21:00", "20:00"), (await FirstOfAsync(guest, "2027-11-04", "Afternoon"), await FirstOfAsync(guest, "2027-11-07", "Afternoon")));
        await guest.Page.Locator("#d2027-11-07 button[value='2027-11-08T01:00:00Z']").ClickAsync();
        await SeesTimeAsync(guest, "Sun, 7 Nov", "20:00", "UTC-05:00");
        await guest.Page.Locator("#f-company").FillAsync("Jones Ltd");
        await guest.Page.Locator("#f-mail").FillAsync(Guest);
        app.TimePasses(TimeSpan.FromSeconds(20));
        await guest.Page.Locator("button.primary").ClickAsync();
        await guest.SeesAsync("Enter your name.");
        await SeesTimeAsync(guest, "Sun, 7 Nov", "20:00", "UTC-05:00");
        await guest.Page.Locator("#f-name").FillAsync("Jane Jones");
        await guest.Page.Locator("button.primary").ClickAsync();
        await guest.ArrivesAtAsync("/p/");
        await SeesTimeAsync(guest, "Sun, 7 Nov", "20:00", "UTC-05:00");
        await App.EventuallyAsync("the guest has the mail", () => app.MailsTo(Guest).Count == 1);
        Assert.Contains("20:00", app.MailsTo(Guest)[0].Text, StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.Parse("2027-11-08T01:00:00Z", System.Globalization.CultureInfo.InvariantCulture), Assert.Single(app.Meetings("tanaka", "Jones Ltd:Jane Jones")).Start.ToDateTimeOffset());

        var link = new Uri(guest.Page.Url).AbsolutePath;
        await guest.Page.Locator("a[href*='/move']").ClickAsync();
        await guest.OpensAsync(link + "/move?zone=America/New_York&from=2027-11-04");
        await guest.Page.Locator("#d2027-11-04 button[value='2027-11-05T01:00:00Z']").ClickAsync();
        await SeesTimeAsync(guest, "Thu, 4 Nov", "21:00", "UTC-04:00");
        await guest.SeesAsync("Sun, 7 Nov");
        await guest.Page.Locator("button.primary").ClickAsync();
        await SeesTimeAsync(guest, "Thu, 4 Nov", "21:00", "UTC-04:00");

        await using var reader = await chromium.OpenAsync(app, Screen.Phone);
        await reader.OpensAsync(address);
        await reader.SeesGoodPagesAsync(address + "?zone=America/New_York&from=2027-11-04");
        await reader.SeesGoodPagesAsync(address + "?zone=America/New_York&from=2027-11-04&view=week");
        await reader.SeesGoodPagesAsync(link);
    }

    private static async Task<string> FirstOfAsync(Visitor guest, string date, string part)
    {
        var times = guest.Page.Locator($"#d{date} .snug > div", new() { HasText = part }).Locator("button.slot").First;
        var words = await times.InnerTextAsync();
        return words[(words.LastIndexOf(':') - 2)..(words.LastIndexOf(':') + 3)];
    }

    private static async Task SeesTimeAsync(Visitor guest, params string[] words)
    {
        foreach (var word in words)
            await guest.SeesAsync(word);
    }
}
