using System.Text.RegularExpressions;
using Hidori.Browser.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>SPEC M17 for administrators: a room that declines free times is found out, with what was seen and what mends it.</summary>
public sealed class TheRoomDoctor(App app, Chromium chromium) : IClassFixture<App>
{
    private const string Ume = "room-ume";
    private const string Name = "梅の間";

    [Fact]
    public async Task A_room_that_declines_free_times_is_named_with_what_was_seen_and_the_command_that_mends_it()
    {
        app.Simulator.Microsoft365.SetRoomPolicy(App.Mail(Ume), RoomPolicy.AlwaysDeclines);
        await using var tanaka = await chromium.OpenAsync(app, Screen.Desktop);
        await tanaka.SignsInAsync("tanaka");
        await EntersByHandAsync(tanaka);
        await tanaka.SeesAsync("問題ありません");

        var compose = new Composer(tanaka);
        await compose.OpensAsync();
        await compose.TypesAsync("2027-04-13", "13:00", "14:00");
        var room = tanaka.Page.Locator("#f-rooms select[name^='room-']");
        await Expect(room).ToHaveCountAsync(1);
        await room.SelectOptionAsync((await room.Locator("option", new() { HasText = Name }).GetAttributeAsync("value"))!);
        await Expect(tanaka.Page.Locator("#f-rooms .mark.ok")).ToHaveCountAsync(1);
        await compose.FillsInAsync("断られる会議室");
        await compose.SendsAsync();

        await tanaka.ComesToSeeAsync("/rooms", "空いていても断ります");
        await SeesAGoodPageEverywhereAsync(tanaka, "/rooms", "Declines free times");
        await tanaka.Page.Locator("a.main", new() { HasText = Name }).ClickAsync();
        await tanaka.SeesAsync("会議室の診断");
        await tanaka.SeesAsync("空いている時間を断りました");
        await Expect(tanaka.Page.Locator("#command-0")).ToHaveValueAsync(new Regex("^Get-CalendarProcessing"));
        await SeesAGoodPageEverywhereAsync(tanaka, new Uri(tanaka.Page.Url).AbsolutePath, "What was seen");
    }

    private static async Task EntersByHandAsync(Visitor administrator)
    {
        await administrator.OpensAsync("/rooms");
        await administrator.Page.Locator("#f-address").FillAsync(App.Mail(Ume));
        await administrator.Page.Locator("#f-name").FillAsync(Name);
        await administrator.Page.Locator("#f-capacity").FillAsync("8");
        await administrator.Page.Locator("form[action='/rooms'] button.primary").ClickAsync();
        await administrator.SeesAsync($"{Name} を登録しました");
    }

    /// <summary>On a phone and on a desk, in both languages; Japanese at last.</summary>
    private static async Task SeesAGoodPageEverywhereAsync(Visitor administrator, string path, string english)
    {
        foreach (var screen in (Screen[])[Screen.Phone, Screen.Desktop])
        {
            await administrator.Page.SetViewportSizeAsync(screen.Width(), screen.Height());
            await administrator.OpensAsync($"{path}?lang=en");
            await administrator.SeesAsync(english);
            await administrator.SeesAGoodPageAsync();
            await administrator.OpensAsync($"{path}?lang=ja");
            await administrator.SeesAGoodPageAsync();
        }
    }
}
