using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>Proposals that do not become the meeting at once.</summary>
public sealed class OtherEndings(App app, Chromium chromium) : IClassFixture<App>
{
    [Fact]
    public async Task A_guest_asks_for_other_times_and_the_hosts_calendar_is_free_again()
    {
        await using var host = await SignedInAsync(Screen.Phone);
        var sent = await new Composer(host).ProposesAsync("再調整になる打合せ");
        await using var guest = await chromium.OpenAsync(app, Screen.Phone);
        await guest.OpensAsync(sent.GuestPath);

        await guest.Page.Locator("a", new() { HasText = "都合の良い日時がないため、再調整を依頼する" }).ClickAsync();
        await guest.SeesAGoodPageAsync();
        await guest.Page.Locator("main button[type=submit]").ClickAsync();
        await guest.SeesAsync("ご都合・ご希望をご記入ください。");
        await guest.SeesAGoodPageAsync();
        await guest.Page.Locator("#f-wishMessage").FillAsync("翌週の午後を希望します。");
        await guest.Page.Locator("#f-wishDate1").FillAsync("2027-04-20");
        await guest.Page.Locator("#f-wishStart1").FillAsync("14:00");
        await guest.Page.Locator("#f-wishEnd1").FillAsync("15:00");
        await guest.Page.Locator("main button[type=submit]").ClickAsync();

        await guest.SeesAsync("再調整のご依頼をお送りしました");
        await guest.SeesAGoodPageAsync();
        await App.EventuallyAsync("no holds", () => Holds("再調整になる打合せ") == 0);
        await App.EventuallyAsync("the host's mail", () => app.MailsTo(App.Mail("tanaka")).Any(m => m.Subject.Contains("再調整", StringComparison.Ordinal)));
        await host.OpensAsync($"/appointments/{sent.Appointment}");
        await host.SeesAsync("4月20日(火) 14:00〜15:00");
        await host.SeesAGoodPageAsync();
    }

    [Fact]
    public async Task A_host_withdraws_and_the_guest_is_told()
    {
        await using var host = await SignedInAsync(Screen.Desktop);
        var sent = await new Composer(host).ProposesAsync("取り下げる打合せ", "2027-04-15");
        await App.EventuallyAsync("two holds", () => Holds("取り下げる打合せ") == 2);

        await host.ComesToSeeAsync($"/appointments/{sent.Appointment}", "仮予約 2/2 件");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("a", new() { HasText = "取り下げる" }).ClickAsync();
        await host.SeesAsync("2 件を 1 人の Outlook から削除します");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("button", new() { HasText = "日程調整を取り下げる" }).ClickAsync();

        await App.EventuallyAsync("no holds", () => Holds("取り下げる打合せ") == 0);
        await using var guest = await chromium.OpenAsync(app, Screen.Phone);
        await guest.OpensAsync(sent.GuestPath);
        await guest.SeesAsync("この日程調整は取り下げられました");
        await guest.SeesAGoodPageAsync();
        await guest.OpensAsync("/p/not-a-link-of-ours");
        await guest.SeesAsync("このリンクは使えません");
        await guest.SeesAGoodPageAsync();
    }

    [Fact]
    public async Task While_a_calendar_cannot_be_written_the_list_and_the_appointment_say_so_and_why()
    {
        await using var ito = await chromium.OpenAsync(app, Screen.Phone);
        await ito.SignsInAsync("ito");
        await using var host = await SignedInAsync(Screen.Desktop);
        var compose = new Composer(host);
        await compose.OpensAsync();
        await compose.AddsHostAsync("伊藤");
        await compose.TypesAsync("2027-04-16", "10:00", "11:00");
        await compose.FillsInAsync("つながらない打合せ");
        app.Simulator.Microsoft365.RevokeRefreshTokens(App.Mail("ito"));
        app.Simulator.Microsoft365.ForgetAccessTokens(App.Mail("ito"));
        var sent = await compose.SendsAsync();

        await host.ComesToSeeAsync($"/appointments/{sent.Appointment}", "カレンダー未反映: 伊藤 翔さんの Outlook に書けていない予定が 1 件あります");
        await host.SeesAGoodPageAsync();
        await host.OpensAsync("/appointments?pending=true");
        await host.SeesAsync("カレンダー未反映");
        await host.SeesAsync("接続が切れています");
        await host.SeesAGoodPageAsync();
        await ito.OpensAsync("/connections");
        await ito.SeesAsync("接続が切れています");
        await ito.SeesAGoodPageAsync();

        await ito.Page.Locator("button", new() { HasText = "ログアウトして接続し直す" }).First.ClickAsync();
        await ito.SignsInAsync("ito");
        await App.EventuallyAsync("the hold after all", () => app.Holds("ito").Count == 1);
        await host.ComesToSeeAsync($"/appointments/{sent.Appointment}", "仮予約 2 件");
    }

    private async Task<Visitor> SignedInAsync(Screen screen)
    {
        var host = await chromium.OpenAsync(app, screen);
        await host.SignsInAsync("tanaka");
        return host;
    }

    private int Holds(string title) => app.Holds("tanaka").Count(i => i.Subject.Contains(title, StringComparison.Ordinal));
}
