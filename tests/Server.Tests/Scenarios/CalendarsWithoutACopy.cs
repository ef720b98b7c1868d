using Hidori.Domain.Appointments;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Hosts and rooms of a page whose calendars no copy is kept of: they are asked, and no number of looks becomes as many questions (SPEC M22, B6).</summary>
public sealed class CalendarsWithoutACopy
{
    [Theory, EveryDatabase, Trap(11)]
    public async Task Who_linked_nothing_is_asked_for_through_the_link_of_a_host_whose_copy_is_young(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);
        app.Outlook.Put(App.Mail("sato"), new NewItem("歯医者", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "sato"]);
        using var web = app.NewBrowser();

        var offered = await page.OffersAsync(web);
        var booked = await page.BooksAsync(web, "2027-04-07 15:00");

        Assert.Contains("04-07 15:00", offered);
        Assert.DoesNotContain("04-07 14:00", offered);
        Assert.Contains("確定しました", booked.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task No_number_of_looks_becomes_as_many_questions(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "sato"]);
        using var web = app.NewBrowser();
        int Questions() => app.Simulator.Requests.All.Count(r => r.PathAndQuery.Contains("getSchedule", StringComparison.OrdinalIgnoreCase));
        await page.OffersAsync(web);
        var first = Questions();

        app.Outlook.Put(App.Mail("sato"), new NewItem("歯医者", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));
        for (var i = 0; i < 20; i++)
            await page.OffersAsync(web);
        var many = Questions();
        app.TimePasses(Duration.FromSeconds(61));
        var later = await page.OffersAsync(web);

        Assert.True(first > 0);
        Assert.Equal(first, many);
        Assert.DoesNotContain("04-07 14:00", later);
    }

    [Theory, EveryDatabase]
    public async Task A_page_with_rooms_offers_as_far_ahead_as_it_says(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);
        app.MicrosoftConsentsTo("Place.Read.All");
        app.Outlook.AddRoom(new NewRoom("sakura@test.example", "桜"));
        app.Outlook.Put("sakura@test.example", new NewItem("別件", App.At("2027-07-07 14:00"), App.At("2027-07-07 15:00")));
        var rooms = await app.HasRoomsAsync(("sakura@test.example", "桜"));
        var page = await BookingPageMade.OpenAsync(app, "raihou", ["tanaka"], s => s with
        {
            Meeting = s.Meeting with { Format = AppointmentFormat.VisitToUs, WithJoinLink = false },
            Limits = s.Limits with { FurthestDays = 110 },
            Rooms = rooms,
        });
        using var web = app.NewBrowser();

        var offered = BookingPageMade.Offered(await web.GetAsync(page.Path + "?from=2027-07-05"));

        Assert.Contains("07-07 15:00", offered);
        Assert.DoesNotContain("07-07 14:00", offered);
    }
}
