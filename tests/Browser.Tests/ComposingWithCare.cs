using Hidori.Browser.Tests.Kit;
using Microsoft.Playwright;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>SPEC P2, P3, P5, A1: what is typed is kept by itself, looked at before it goes, and several are taken back at once.</summary>
public sealed class ComposingWithCare(App app, Chromium chromium) : IClassFixture<App>
{
    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.Phone)]
    public async Task A_draft_is_kept_by_itself_looked_at_and_sent(Screen screen)
    {
        await using var host = await chromium.OpenAsync(app, screen);
        await host.SignsInAsync("tanaka");
        var composer = new Composer(host);
        await composer.OpensAsync();
        // A time of five minutes, which the grid's usual step does not know.
        await composer.TypesAsync("2027-04-12", screen == Screen.Phone ? "13:05" : "15:05", screen == Screen.Phone ? "13:50" : "15:50");
        await composer.FillsInAsync($"下書きから送る打合せ {screen}");
        await host.Page.Locator("[data-guest-zone]").First.SelectOptionAsync("America/New_York");
        await Assertions.Expect(host.Page.Locator("[data-draft-words]")).ToContainTextAsync("保存しました");
        await host.SeesAGoodPageAsync();

        await host.OpensAsync("/appointments?state=Draft");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("a.main", new() { HasText = $"{screen}" }).ClickAsync();
        await composer.IsReadyAsync();
        await Assertions.Expect(host.Page.Locator("#f-title")).ToHaveValueAsync($"下書きから送る打合せ {screen}");
        await Assertions.Expect(composer.Candidates).ToHaveCountAsync(1);

        await host.Page.Locator("button[value=preview]").ClickAsync();
        await host.SeesAsync("誰に何が届くか");
        // The mail as it looks, whole and without a bar to scroll it by; its text part is a press away.
        var mail = host.Page.FrameLocator("iframe.mail");
        await Assertions.Expect(mail.Locator("body")).ToContainTextAsync("新製品をご紹介するお時間");
        Assert.True(await host.Page.Locator("iframe.mail").EvaluateAsync<bool>("f => f.clientHeight >= f.contentDocument.documentElement.scrollHeight && f.contentDocument.scripts.length === 0"));
        await host.Page.Locator("details", new() { Has = host.Page.Locator("p.pre") }).Locator("summary").ClickAsync();
        await Assertions.Expect(host.Page.Locator("p.pre")).ToContainTextAsync("新製品をご紹介するお時間");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("button[value=send]").ClickAsync();
        await host.ArrivesAtAsync("/sent");

        await host.OpensAsync("/appointments?state=Draft");
        await Assertions.Expect(host.Page.Locator("a.main", new() { HasText = $"{screen}" })).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.Phone)]
    public async Task A_template_is_written_put_in_and_deleted(Screen screen)
    {
        await using var host = await chromium.OpenAsync(app, screen);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/templates/new");
        await host.Page.Locator("#f-name").FillAsync($"ご紹介の文面 {screen}");
        await host.Page.Locator("#f-text").FillAsync("ご紹介のお時間をいただけますでしょうか。");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("form[action^='/templates/'] button.primary").ClickAsync();
        await host.ArrivesAtAsync("/templates?done=saved");
        await host.Page.Locator("summary", new() { HasText = $"{screen}" }).ClickAsync();
        await host.SeesAGoodPageAsync();

        var composer = new Composer(host);
        await composer.OpensAsync();
        await host.Page.Locator("#f-message").FillAsync("お世話になっております。");
        await host.Page.Locator("#f-template").SelectOptionAsync(new SelectOptionValue { Label = $"ご紹介の文面 {screen}" });
        await host.Page.Locator("button[value=putTemplate]").ClickAsync();
        await composer.IsReadyAsync();
        await Assertions.Expect(host.Page.Locator("#f-message")).ToHaveValueAsync("お世話になっております。\n\nご紹介のお時間をいただけますでしょうか。");
        await host.Page.Locator("#message summary").ClickAsync();
        await host.SeesAGoodPageAsync();

        await host.OpensAsync("/templates");
        await host.Page.Locator("summary", new() { HasText = $"{screen}" }).ClickAsync();
        await host.Page.Locator("a[href$='/delete']:visible").ClickAsync();
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("button.danger").ClickAsync();
        await host.ArrivesAtAsync("/templates?done=deleted");
        await Assertions.Expect(host.Page.Locator("summary", new() { HasText = $"{screen}" })).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(Screen.Desktop, "2027-04-13", "2027-04-14")]
    [InlineData(Screen.Phone, "2027-04-15", "2027-04-16")]
    public async Task Ticked_proposals_are_taken_back_after_one_question(Screen screen, string first, string second)
    {
        await using var host = await chromium.OpenAsync(app, screen);
        await host.SignsInAsync("tanaka");
        await new Composer(host).ProposesAsync($"取り下げる一件目 {screen}", first);
        await new Composer(host).ProposesAsync($"取り下げる二件目 {screen}", second);

        await host.OpensAsync("/appointments");
        foreach (var tick in await host.Page.Locator("tr", new() { HasText = $"件目 {screen}" }).Locator("input[name=id]").AllAsync())
            await tick.CheckAsync();
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("button[form=several], #several button").First.ClickAsync();
        await host.SeesAsync("2 件の日程調整を取り下げますか");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("main button.danger").ClickAsync();
        await host.SeesAsync("2 件を取り下げました");
        await host.SeesAGoodPageAsync();
    }
}
