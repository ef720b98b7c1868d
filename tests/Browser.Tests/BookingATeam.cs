using Hidori.Browser.Tests.Kit;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>SPEC B3, B6: pages of several hosts, and one with a room, booked on a phone without scripts.</summary>
public sealed class BookingATeam(App app, Chromium chromium) : IClassFixture<App>
{
    private const string Sakura = "room-sakura";

    [Fact]
    public async Task Everybody_comes_one_of_several_comes_and_a_room_is_taken()
    {
        await using var sato = await chromium.OpenAsync(app, Screen.Desktop);
        await sato.SignsInAsync("sato");
        await using var tanaka = await chromium.OpenAsync(app, Screen.Desktop);
        await tanaka.SignsInAsync("tanaka");
        await tanaka.OpensAsync("/booking-pages");

        var address = await app.SetsAsync("tanaka", s => s, "tanaka", "sato");
        await BooksAsync(address, "みなと設計株式会社", "田中 美咲、佐藤");
        await App.EventuallyAsync("both have it", () => app.Meetings("tanaka", "みなと設計株式会社:高橋 直子").Count == 1 && app.Meetings("sato", "みなと設計株式会社:高橋 直子").Count == 1);

        await app.SetsAsync("tanaka", s => s with { Rule = new PageRule(PageAttendance.AnyOne) });
        await BooksAsync(address, "港産業", "2名のうち1名");
        await App.EventuallyAsync("one has it", () => app.Meetings("tanaka", "港産業:高橋 直子").Count + app.Meetings("sato", "港産業:高橋 直子").Count == 1);

        var room = await app.HasRoomAsync(Sakura);
        await app.SetsAsync("tanaka", s => s with { Rule = new PageRule(PageAttendance.Everyone), Rooms = [room], Meeting = s.Meeting with { Format = AppointmentFormat.VisitToUs, WithJoinLink = false } }, "tanaka");
        await BooksAsync(address, "大和環境", "来訪");
        await App.EventuallyAsync("the room accepts", () => app.Simulator.Microsoft365.CalendarOf(App.Mail(Sakura)).Any(i => i.Response == ResponseType.Accepted));

        await using var reader = await chromium.OpenAsync(app, Screen.Phone);
        await reader.OpensAsync(address);
        await reader.SeesGoodPagesAsync(address);
    }

    private async Task BooksAsync(string address, string company, string seen)
    {
        await using var guest = await chromium.OpenAsync(app, Screen.Phone, script: false);
        await guest.OpensAsync(address);
        await guest.SeesAsync(seen);
        await guest.SeesNothingOverTheEdgeAsync();
        await guest.Page.Locator(".days .slot").Nth(3).ClickAsync();
        await guest.Page.Locator("#f-company").FillAsync(company);
        await guest.Page.Locator("#f-name").FillAsync("高橋 直子");
        await guest.Page.Locator("#f-mail").FillAsync("takahashi@guest.example");
        app.TimePasses(TimeSpan.FromSeconds(20));
        await guest.Page.Locator("button.primary").ClickAsync();
        await guest.SeesAsync("確定しました");
    }
}
