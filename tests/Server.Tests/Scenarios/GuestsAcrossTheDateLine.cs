using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>
/// A page in Los Angeles and its guest in Tokyo, where the same moments bear other dates: the page's last day is there to its end
/// (SPEC B5, B8). It is Sunday, 4 April in Los Angeles, and Monday already in Tokyo.
/// </summary>
public sealed class GuestsAcrossTheDateLine
{
    private const string LosAngeles = "America/Los_Angeles";
    private const string Here = "?zone=Asia/Tokyo";

    [Theory, EveryDatabase]
    public async Task The_last_day_of_the_page_is_shown_on_the_guests_next(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, furthest: 1);
        using var guest = app.NewBrowser();

        var asList = await guest.GetAsync(page.Path + Here);
        var asWeek = await guest.GetAsync(page.Path + Here + "&view=week");
        var longAgo = await guest.GetAsync(page.Path + Here + "&from=2000-01-01");
        var far = await guest.GetAsync(page.Path + Here + "&from=2030-01-01");
        var atHome = await guest.GetAsync($"{page.Path}?zone={LosAngeles}&from=2030-01-01");

        // From 10:00 to 17:30 on the fifth, there.
        Assert.All([asList, asWeek, longAgo, far, atHome], p =>
        {
            Assert.Equal(HttpStatusCode.OK, p.Status);
            var offered = BookingPageMade.Offered(p);
            Assert.Equal(13, offered.Count);
            Assert.Equal(("04-06 02:00", "04-06 09:00"), (offered[0], offered[^1]));
        });
        Assert.Equal("d2027-04-06", Assert.Single(asList.Document.QuerySelectorAll("[id^=d2027]")).Id);
        Assert.NotNull(atHome.Document.QuerySelector("#d2027-04-05"));
    }

    [Theory, EveryDatabase]
    public async Task A_page_whose_last_date_is_the_guests_yesterday_is_a_page_still(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, furthest: 0);
        using var guest = app.NewBrowser();

        foreach (var from in (string[])["", "&from=2000-01-01", "&from=2027-04-05", "&from=2099-12-31"])
        {
            var shown = await guest.GetAsync(page.Path + Here + from);

            Assert.Equal(HttpStatusCode.OK, shown.Status);
            Assert.Contains("製品のご相談", shown.Text, StringComparison.Ordinal);
        }
    }

    private static Task<BookingPageMade> OpenAsync(App app, int furthest) => BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
    {
        Hours = s.Hours with { ZoneId = LosAngeles, WithinWorkingHours = false },
        Limits = s.Limits with { NoticeMinutes = 0, FurthestDays = furthest },
    });
}
