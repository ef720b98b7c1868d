using Hidori.Browser.Tests.Kit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>SPEC P5, P7: the guest asks for other times, the host answers on the same grid.</summary>
public sealed class OfferingOtherTimes(App app, Chromium chromium) : IClassFixture<App>
{
    [Theory]
    [InlineData(Screen.Desktop, "2027-04-13", "2027-04-20")]
    [InlineData(Screen.Phone, "2027-04-14", "2027-04-21")]
    public async Task A_wish_becomes_a_candidate_and_the_guest_sees_it(Screen screen, string date, string wished)
    {
        await using var host = await chromium.OpenAsync(app, screen);
        await host.SignsInAsync("tanaka");
        var sent = await new Composer(host).ProposesAsync($"調整し直す打合せ {screen}", date);
        await using var guest = await chromium.OpenAsync(app, screen);
        await guest.OpensAsync(sent.GuestPath + "/other-times");
        await guest.Page.Locator("[name=wishMessage]").FillAsync("翌週の午後だと助かります");
        await guest.Page.Locator("[name=wishDate1]").FillAsync(wished);
        await guest.Page.Locator("[name=wishStart1]").FillAsync("13:00");
        await guest.Page.Locator("[name=wishEnd1]").FillAsync("14:00");
        await guest.Page.Locator("form[action$='/other-times'] button[type=submit]").Last.ClickAsync();
        await guest.SeesAsync("再調整のご依頼をお送りしました");

        await host.OpensAsync($"/appointments/{sent.Appointment}");
        await host.Page.Locator("a", new() { HasText = "新しい候補を送る" }).ClickAsync();
        await host.ArrivesAtAsync("/candidates");
        await host.SeesAGoodPageAsync();
        var composer = new Composer(host);
        await composer.IsReadyAsync();
        await host.Page.Locator("button[value^='add:']").ClickAsync();
        await Expect(composer.Candidates).ToContainTextAsync(["13:00〜14:00"]);
        await Expect(host.Page.Locator("[data-week-title]")).ToContainTextAsync("4/19");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("button[value=send]").ClickAsync();
        await host.ArrivesAtAsync("/appointments/");
        await host.SeesAsync("田中 美咲が候補を出し直し");

        await guest.OpensAsync(sent.GuestPath);
        await guest.SeesAsync("13:00〜14:00");
        await guest.SeesAGoodPageAsync();
    }
}
