using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>A main host's connection breaks: what they see, what their colleague can do, and suspending them (SPEC M9, A0, E3).</summary>
public sealed class AConnectionBreaks(App app, Chromium chromium) : IClassFixture<App>
{
    private const string Title = "引き継ぐ打合せ";

    [Fact]
    public async Task Its_owner_sees_why_and_a_colleague_takes_over_with_one_press()
    {
        await using var sato = await chromium.OpenAsync(app, Screen.Desktop);
        await sato.SignsInAsync("sato");
        await using var tanaka = await chromium.OpenAsync(app, Screen.Desktop);
        await tanaka.SignsInAsync("tanaka");
        var sent = await ProposesAsync(sato);
        var page = $"/appointments/{sent.Appointment}";
        await sato.ComesToSeeAsync(page, "仮予約 2/2 件");
        app.Simulator.Microsoft365.RevokeRefreshTokens(App.Mail("sato"));
        app.TimePasses(TimeSpan.FromHours(2));

        await sato.ComesToSeeAsync("/connections", "Microsoft 365 との接続が切れています");
        await sato.SeesGoodPagesAsync("/connections");
        await tanaka.ComesToSeeAsync(page, "主担当を変えると、先に進められます");
        await tanaka.SeesGoodPagesAsync(page);
        await tanaka.OpensAsync("/members");
        await tanaka.Page.Locator($"a.danger:has-text('{App.Mail("sato")}')").ClickAsync();
        await tanaka.ArrivesAtAsync("/suspend");
        await tanaka.SeesGoodPagesAsync(new Uri(tanaka.Page.Url).AbsolutePath);

        await tanaka.OpensAsync(page);
        await tanaka.Page.Locator("input[name=formerLeaves]").CheckAsync();
        await tanaka.Page.Locator("button[name=to]").ClickAsync();
        await tanaka.ComesToSeeAsync(page, "田中 美咲が主担当を田中 美咲さんに変更");
        Assert.DoesNotContain("主担当を変えると", await tanaka.ReadsAsync(), StringComparison.Ordinal);
        await tanaka.SeesGoodPagesAsync(page);
    }

    private static async Task<Sent> ProposesAsync(Visitor member)
    {
        var composer = new Composer(member);
        await composer.OpensAsync();
        await composer.AddsHostAsync("田中 美咲");
        await composer.TypesAsync("2027-04-14", "13:00", "14:00");
        await composer.TypesAsync("2027-04-14", "16:00", "17:00");
        await composer.FillsInAsync(Title);
        var overlap = member.Page.Locator("input[name=overlapAccepted]");
        if (await overlap.IsVisibleAsync())
            await overlap.CheckAsync();
        return await composer.SendsAsync();
    }
}
