using Hidori.Browser.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>A member's way from one Microsoft account to another, and away (SPEC M7).</summary>
public sealed class SwitchingAccounts(App app, Chromium chromium) : IClassFixture<App>
{
    private const string Connections = "/connections";
    private const string Switch = "/connections/microsoft365/switch";
    private const string Disconnect = "/connections/microsoft365/disconnect";

    [Fact]
    public async Task What_is_open_is_shown_and_kept_or_moved_as_its_member_says()
    {
        foreach (var account in (string[])["tanaka.second", "tanaka.third"])
            app.Simulator.Microsoft365.AddUser(new NewAccount(App.Mail(account), "田中 美咲"));
        await using var tanaka = await chromium.OpenAsync(app, Screen.Desktop);
        await tanaka.SignsInAsync("tanaka");
        await ProposesAsync(tanaka, "残す打合せ", "2027-04-14");
        await ConnectsAsync(tanaka, "tanaka.second");

        await tanaka.SeesAsync("残す打合せ");
        await tanaka.SeesGoodPagesAsync(Switch);
        await tanaka.Page.Locator("button[form=switch]").ClickAsync();
        await tanaka.ArrivesAtAsync("switched=1");
        await tanaka.SeesAsync("連携するアカウントを切り替えました。");
        await tanaka.SeesAsync("以前のアカウント");
        await tanaka.SeesGoodPagesAsync(Connections);

        await ProposesAsync(tanaka, "移す打合せ", "2027-04-15");
        Assert.Equal(2, app.Holds("tanaka").Count);
        await ConnectsAsync(tanaka, "tanaka.third");
        await tanaka.SeesAsync("移す打合せ");
        await tanaka.Page.Locator("input[name=choice][value=Move]").CheckAsync();
        await tanaka.Page.Locator("button[form=switch]").ClickAsync();
        await tanaka.ArrivesAtAsync("switched=1");
        await App.EventuallyAsync("the holds in the third account", () => app.Holds("tanaka.third").Count == 2);
        Assert.Empty(app.Holds("tanaka.second"));
        Assert.Equal(2, app.Holds("tanaka").Count);

        await tanaka.SeesGoodPagesAsync(Switch);
        await tanaka.SeesAsync("この確認は終わっています");
        await tanaka.ComesToSeeAsync(Disconnect, "進行中のアポイントメント(1 件)");
        await tanaka.SeesGoodPagesAsync(Disconnect);
        await tanaka.Page.Locator("button.danger").ClickAsync();
        await tanaka.ArrivesAtAsync(Connections);
        await App.EventuallyAsync("no holds in the third account", () => app.Holds("tanaka.third").Count == 0);
        await tanaka.SeesAsync("以前のアカウント");
        await tanaka.SeesGoodPagesAsync(Connections);
    }

    /// <summary>Until both holds are recorded.</summary>
    private static async Task ProposesAsync(Visitor member, string title, string date)
    {
        var sent = await new Composer(member).ProposesAsync(title, date);
        await member.ComesToSeeAsync($"/appointments/{sent.Appointment}", "仮予約 2/2 件");
    }

    private static async Task ConnectsAsync(Visitor member, string account)
    {
        await member.OpensAsync(Connections);
        await member.Page.Locator("form[action$='/another'] button").ClickAsync();
        await member.PassesMicrosoftAsync(account);
        await member.ArrivesAtAsync(Switch);
    }
}
