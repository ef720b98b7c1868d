using Hidori.Server.Tests.Kit;
using Microsoft.AspNetCore.Identity;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>外部連携 says which access serves its member and why, and what to do where none does (SPEC M9, application mode).</summary>
public sealed class WhichAccessServesAMember
{
    private const string Administration = "/administration/microsoft365/application";
    private const string Password = "a long enough password";

    [Theory, EveryDatabase]
    public async Task Each_member_reads_what_serves_them_and_why(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        app.Outlook.LimitApplication(App.ClientId, App.Mail("tanaka"), App.Mail("sato"));
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await SignsInWithPasswordAsync(app, "sato");
        using var suzuki = await SignsInWithPasswordAsync(app, "suzuki");
        var before = await sato.Web.GetAsync("/connections");

        await TurnsAsync(app, tanaka, on: true);

        Assert.DoesNotContain("アプリケーションの許可", before.Text, StringComparison.Ordinal);
        await ReadsAsync(tanaka, "ご自分の接続 (会社の「アプリケーションの許可」より優先します)", "Your own connection (goes before the application permission)");
        await ReadsAsync(sato, "会社の管理者が、アプリケーションの許可でつないでいます", "Your administrator connected this through the application's permission");
        await ReadsAsync(suzuki, "管理者が許可した範囲に入っていません", "outside what the administrator allowed");
    }

    /// <summary>Who said no is not connected behind their back, however often an administrator turns it on; the way back is said to both.</summary>
    [Theory, EveryDatabase]
    public async Task Who_disconnected_stays_so_until_they_are_included_again_by_name(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await SignsInWithPasswordAsync(app, "sato");
        await TurnsAsync(app, tanaka, on: true);

        await sato.Web.SubmitAsync(await sato.Web.GetAsync("/connections/microsoft365/disconnect"), "/disconnect");
        await ReadsAsync(sato, "ご自分で接続を解除されたため", "You disconnected, so it is not used for you");
        await TurnsAsync(app, tanaka, on: false);
        await TurnsAsync(app, tanaka, on: true);

        await ReadsAsync(sato, "「もう一度対象にする」を押すよう頼んでください", "ask an administrator to press “Include again”");
        var administration = await tanaka.Web.GetAsync(Administration);
        Assert.Contains("本人が接続を解除しました", administration.Text, StringComparison.Ordinal);
        await tanaka.Web.SubmitAsync(administration, administration.Document.QuerySelector("tbody form")!.GetAttribute("action")!);
        await app.OutsideWorldSettlesAsync();
        await ReadsAsync(sato, "会社の管理者が、アプリケーションの許可でつないでいます", "Your administrator connected this");
    }

    private static async Task<App> StartAsync(DatabaseKind kind)
    {
        var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki");
        app.Outlook.GrantToApplication(App.Tenant, App.ClientId, "Calendars.ReadWrite", "User.ReadBasic.All");
        return app;
    }

    private static async Task TurnsAsync(App app, MemberBrowser administrator, bool on)
    {
        await administrator.Web.SubmitAsync(
            await administrator.Web.GetAsync(Administration), "/application", ("on", on ? "true" : "false"), ("group", "hidori@test.example"));
        await app.OutsideWorldSettlesAsync();
    }

    private static async Task ReadsAsync(MemberBrowser member, string japanese, string english)
    {
        Assert.Contains(english, (await member.Web.GetAsync("/connections?lang=en")).Text, StringComparison.Ordinal);
        Assert.Contains(japanese, (await member.Web.GetAsync("/connections?lang=ja")).Text, StringComparison.Ordinal);
    }

    /// <summary>Signing in with Microsoft would connect the member.</summary>
    private static async Task<MemberBrowser> SignsInWithPasswordAsync(App app, string name)
    {
        var hash = new PasswordHasher<object>().HashPassword(app, Password);
        await app.Database.ExecuteAsync($"UPDATE members SET password_hash = '{hash}', state = 'Active' WHERE mail = '{App.Mail(name)}'");
        var browser = new MemberBrowser(app, name);
        await browser.SignsInWithPasswordAsync(Password);
        return browser;
    }
}
