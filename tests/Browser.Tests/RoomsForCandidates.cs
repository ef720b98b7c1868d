using Hidori.Browser.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>SPEC M12, M15, M17 as people see them: rooms read from Microsoft, chosen for candidates, answered, replaced.</summary>
public sealed class RoomsForCandidates(App app, Chromium chromium) : IClassFixture<App>
{
    private const string Sakura = "room-sakura";
    private const string Ume = "room-ume";

    [Fact]
    public async Task A_host_with_script_marks_candidates_and_sees_their_rooms_at_once()
    {
        await using var tanaka = await StartAsync(Screen.Desktop, script: true);
        var compose = new Composer(tanaka);
        await compose.OpensAsync();
        await tanaka.SeesAsync("候補を追加すると、候補ごとに空いている会議室を選べます。");

        await compose.TypesAsync("2027-04-13", "13:00", "14:00");
        await compose.TypesAsync("2027-04-14", "16:00", "17:00");
        await Expect(RoomSelects(tanaka)).ToHaveCountAsync(2);
        await ChoosesAsync(tanaka, 0, Sakura);
        await Expect(tanaka.Page.Locator("#f-rooms .mark.ok")).ToHaveCountAsync(1);

        // A candidate that is moved takes its room along, and the room is looked at for the new time.
        await tanaka.Page.Locator(".cand[data-id]").First.FocusAsync();
        await tanaka.Page.Keyboard.PressAsync("PageDown");
        await Expect(tanaka.Page.Locator("#f-rooms select[name^='room-2027-04-13T14:00']")).ToHaveCountAsync(1);
        await Expect(RoomSelects(tanaka).First.Locator("option:checked")).ToContainTextAsync("会議室 桜");

        await tanaka.Page.Locator("#f-sameRoom").SelectOptionAsync(await IdOfAsync(tanaka, "会議室 桜"));
        await tanaka.Page.Locator("button[value=sameRoom]").ClickAsync();
        await Expect(tanaka.Page.Locator("#f-rooms .mark.ok")).ToHaveCountAsync(2);
        // From the top: further down the bar that stays in sight covers fields in passing.
        await tanaka.Page.EvaluateAsync("() => scrollTo(0, 0)");
        await tanaka.SeesAGoodPageAsync();
        await compose.FillsInAsync("会議室で打合せ");
        await Expect(tanaka.Page.Locator("#f-title")).ToHaveValueAsync("会議室で打合せ");
        // The other journey may have been here before.
        var before = InRoom(Sakura, ResponseType.Accepted);
        var sent = await compose.SendsAsync();

        await App.EventuallyAsync("the room accepts both holds", () => InRoom(Sakura, ResponseType.Accepted) == before + 2);
        await tanaka.ComesToSeeAsync($"/appointments/{sent.Appointment}", "予約済み");
        await tanaka.SeesAGoodPageAsync();
        await ConfirmsAsync(sent, "会議室 桜");
        await App.EventuallyAsync("one room is left", () => InRoom(Sakura, ResponseType.Accepted) == before + 1);
    }

    [Fact]
    public async Task A_host_without_script_on_a_phone_gets_the_next_room_when_one_declines()
    {
        app.Simulator.Microsoft365.SetRoomPolicy(App.Mail(Ume), RoomPolicy.AlwaysDeclines);
        await using var tanaka = await StartAsync(Screen.Phone, script: false);
        await tanaka.OpensAsync("/proposals/new?week=2027-04-19");
        var page = tanaka.Page;
        foreach (var (date, from, to) in ((string, string, string)[])[("2027-04-20", "13:00", "14:00"), ("2027-04-21", "13:00", "14:00")])
        {
            await page.Locator("#f-newDate").FillAsync(date);
            await page.Locator("#f-newStart").FillAsync(from);
            await page.Locator("#f-newEnd").FillAsync(to);
            await page.Locator("button[value=addCandidate]").ClickAsync();
        }

        await Expect(RoomSelects(tanaka)).ToHaveCountAsync(2);
        await ChoosesAsync(tanaka, 0, Ume);
        await page.Locator("button[value=rooms]").ClickAsync();
        await Expect(page.Locator("#f-rooms .mark.ok")).ToHaveCountAsync(1);
        await tanaka.SeesNothingOverTheEdgeAsync();
        var compose = new Composer(tanaka);
        await compose.FillsInAsync("断られる会議室");
        var sent = await compose.SendsAsync();

        await tanaka.ComesToSeeAsync($"/appointments/{sent.Appointment}", "会議室 梅 は使えませんでした");
        await tanaka.ComesToSeeAsync($"/appointments/{sent.Appointment}", "代わりに 会議室 桜 を予約しました");
        await tanaka.ComesToSeeAsync($"/appointments/{sent.Appointment}", "予約済み");
        await tanaka.SeesNothingOverTheEdgeAsync();
        await ConfirmsAsync(sent, "会議室 桜");
    }

    /// <summary>An administrator reads the rooms, and looks at one.</summary>
    private async Task<Visitor> StartAsync(Screen screen, bool script)
    {
        var tanaka = await chromium.OpenAsync(app, screen, script);
        await tanaka.SignsInAsync("tanaka");
        await tanaka.OpensAsync("/rooms");
        await tanaka.Page.Locator("form[action='/rooms/refresh'] button").ClickAsync();
        var consent = tanaka.Page.Locator("form[action$='/extend'] button");
        if (await consent.CountAsync() > 0)
        {
            await consent.ClickAsync();
            await tanaka.PassesMicrosoftAsync("tanaka");
            await tanaka.OpensAsync("/rooms");
            await tanaka.Page.Locator("form[action='/rooms/refresh'] button").ClickAsync();
        }

        await tanaka.SeesAsync("会議室を読み込みました");
        await tanaka.SeesAsync("会議室 松");
        await GoodAsync(tanaka, script);
        await tanaka.Page.Locator("a.main", new() { HasText = "会議室 桜" }).ClickAsync();
        await tanaka.SeesAsync("会議室の診断");
        await GoodAsync(tanaka, script);
        return tanaka;
    }

    /// <summary>A guest on a phone, who learns the room's name and never its address.</summary>
    private async Task ConfirmsAsync(Sent sent, string room)
    {
        await using var guest = await chromium.OpenAsync(app, Screen.Phone);
        await guest.OpensAsync(sent.GuestPath);
        await guest.SeesAGoodPageAsync();
        await guest.Page.Locator("label.option").First.ClickAsync();
        await guest.Page.Locator("button", new() { HasText = "アポイントメントを確定する" }).ClickAsync();
        await guest.SeesAsync("アポイントメントが確定しました");
        await guest.ComesToSeeAsync(sent.GuestPath, room);
        Assert.DoesNotContain("room-", await guest.ReadsAsync(), StringComparison.Ordinal);
        await guest.SeesAGoodPageAsync();
    }

    private static ILocator RoomSelects(Visitor host) => host.Page.Locator("#f-rooms select[name^='room-']");

    private async Task ChoosesAsync(Visitor host, int candidate, string room) =>
        await RoomSelects(host).Nth(candidate).SelectOptionAsync(
            await IdOfAsync(host, app.Simulator.Microsoft365.Accounts.First(a => a.Address == App.Mail(room)).DisplayName));

    private static async Task<string> IdOfAsync(Visitor host, string room) =>
        (await RoomSelects(host).First.Locator("option", new() { HasText = room }).First.GetAttributeAsync("value"))!;

    private int InRoom(string room, ResponseType answer) =>
        app.Simulator.Microsoft365.CalendarOf(App.Mail(room)).Count(i => i.Response == answer);

    /// <summary>Axe is a script itself.</summary>
    private static Task GoodAsync(Visitor visitor, bool hasScript) =>
        hasScript ? visitor.SeesAGoodPageAsync() : visitor.SeesNothingOverTheEdgeAsync();
}
