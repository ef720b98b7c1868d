using System.Net;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A booking stands in a room of its page, in the page's order, and in no other (SPEC B6, M17).</summary>
public sealed class PagesTakeOnlyTheirRooms
{
    private const string Elsewhere = "room-ebisu@test.example";
    private const string First = "room-sakura@test.example";
    private const string Second = "room-matsu@test.example";

    [Theory, EveryDatabase]
    public async Task After_a_decline_the_next_free_room_of_the_page_is_asked(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, first: RoomPolicy.AlwaysDeclines);
        using var tanaka = await app.SignsInAsync("tanaka");
        var (page, _) = await OpenAsync(app, roomAfter: 0);
        using var web = app.NewBrowser();

        await page.BooksAsync(web, "2027-04-07 14:00");
        await app.OutsideWorldSettlesAsync();

        Assert.Single(app.Outlook.CalendarOf(Second));
        Assert.Empty(app.Outlook.CalendarOf(Elsewhere));
        Assert.Contains("松", Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Location, StringComparison.Ordinal);
    }

    /// <summary>What stands in the other room is tidied up after, whichever of both came first.</summary>
    [Theory, EveryDatabase]
    public async Task A_room_that_is_taken_over_keeps_the_buffers_of_what_stands_in_it(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, first: RoomPolicy.AlwaysDeclines);
        using var tanaka = await app.SignsInAsync("tanaka");
        var (page, _) = await OpenAsync(app, roomAfter: 30);
        using var web = app.NewBrowser();

        await page.BooksAsync(web, "2027-04-07 10:30");
        await app.OutsideWorldSettlesAsync();
        await page.BooksAsync(web, "2027-04-07 11:00", mail: "mori@guest.example");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(App.At("2027-04-07 10:30"), Assert.Single(app.Outlook.CalendarOf(Second)).Start);
        Assert.Contains("会議室は調整中です", app.Simulator.Mail.To("mori@guest.example")[^1].Text, StringComparison.Ordinal);
    }

    /// <summary>The page's other room is to be tidied up after what follows: with that, it is not free.</summary>
    [Theory, EveryDatabase]
    public async Task Without_a_free_room_of_the_page_people_decide(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, first: RoomPolicy.AlwaysDeclines);
        using var tanaka = await app.SignsInAsync("tanaka");
        var (page, _) = await OpenAsync(app, roomAfter: 30);
        app.Outlook.Put(Second, new NewItem("面接", App.At("2027-04-07 14:45"), App.At("2027-04-07 16:00")));
        using var web = app.NewBrowser();

        await page.BooksAsync(web, "2027-04-07 14:00");
        await app.OutsideWorldSettlesAsync();

        Assert.Empty(app.Outlook.CalendarOf(Elsewhere));
        Assert.Single(app.Outlook.CalendarOf(Second));
        Assert.Contains("会議室は調整中です", app.Simulator.Mail.To("takahashi@guest.example")[^1].Text, StringComparison.Ordinal);
        Assert.Contains("会議室が変わりました", app.Simulator.Mail.To(App.Mail("tanaka"))[^1].Subject, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_room_that_is_switched_off_is_taken_by_nothing_new_and_kept_by_what_has_it(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var (page, rooms) = await OpenAsync(app, roomAfter: 0);
        using var web = app.NewBrowser();
        using var slow = app.NewBrowser();
        var before = await page.BooksAsync(web, "2027-04-07 14:00");
        var offered = await page.OffersAsync(web);
        var late = await page.ChoosesAsync(slow, "2027-04-07 11:00");

        await OfferAsync(tanaka, rooms[0], isOffered: false);
        var booked = await page.BooksAsync(web, "2027-04-07 15:00", mail: "mori@guest.example");
        await OfferAsync(tanaka, rooms[1], isOffered: false);
        var none = await page.OffersAsync(web);
        var why = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}/why?date=2027-04-07&start=11:00");
        var refused = await slow.SubmitAsync(late, page.Path, ("company", "港産業"), ("name", "森"), ("mail", "mori@guest.example"));
        var moved = await web.SubmitAsync(await web.GetAsync($"{before.Address.AbsolutePath}/move?start=2027-04-07T07:00:00Z"), "/move");
        await OfferAsync(tanaka, rooms[1], isOffered: true);
        var again = await page.OffersAsync(web);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("04-07 11:00", offered);
        Assert.Contains("確定しました", booked.Text, StringComparison.Ordinal);
        Assert.Empty(none);
        Assert.Contains("新しい予約に使わない設定です", why.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("予定あり", why.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("ご予約いただけない時間になりました", refused.Text, StringComparison.Ordinal);
        Assert.Contains("16:00", moved.Text, StringComparison.Ordinal);
        Assert.Contains("04-07 11:00", again);
        Assert.Equal((1, 1), (app.Outlook.CalendarOf(First).Count, app.Outlook.CalendarOf(Second).Count));
    }

    private static async Task<App> StartAsync(DatabaseKind kind, RoomPolicy first = RoomPolicy.AcceptsUnlessBusy)
    {
        var app = await App.StartAsync(kind, "tanaka");
        app.MicrosoftConsentsTo("Place.Read.All");
        app.Outlook.AddRoom(new NewRoom(Elsewhere, "会議室 あ"));
        app.Outlook.AddRoom(new NewRoom(First, "会議室 桜") { Policy = first });
        app.Outlook.AddRoom(new NewRoom(Second, "会議室 松"));
        return app;
    }

    /// <summary>A page with two of three rooms; the third comes first by name.</summary>
    private static async Task<(BookingPageMade Page, IReadOnlyList<RoomId> Rooms)> OpenAsync(App app, int roomAfter)
    {
        var rooms = await app.HasRoomsAsync((Elsewhere, "会議室 あ"), (First, "会議室 桜"), (Second, "会議室 松"));
        var page = await BookingPageMade.OpenAsync(app, "raihou", ["tanaka"], s => s with
        {
            Meeting = s.Meeting with { Format = AppointmentFormat.VisitToUs, WithJoinLink = false },
            Limits = s.Limits with { RoomAfterMinutes = roomAfter },
            Rooms = [rooms[1], rooms[2]],
        });
        return (page, [rooms[1], rooms[2]]);
    }

    private static async Task OfferAsync(MemberBrowser administrator, RoomId room, bool isOffered)
    {
        var path = $"/rooms/{room}/offer";
        await administrator.Web.SubmitAsync(await administrator.Web.GetAsync("/rooms"), path, ("offer", isOffered ? "true" : "false"));
    }
}
