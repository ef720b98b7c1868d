using Hidori.Browser.Tests.Kit;
using Microsoft.Playwright;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>From the host's first click to the guest's mail, as people see it.</summary>
public sealed class TheWholeStory(App app, Chromium chromium) : IClassFixture<App>
{
    private static readonly string[] Hosts = ["tanaka", "sato"];

    [Theory]
    [InlineData(Screen.Desktop, true)]
    [InlineData(Screen.Phone, false)]
    public async Task A_proposal_becomes_a_meeting_in_two_calendars(Screen screen, bool guestHasScript)
    {
        var title = $"新製品のご紹介 {screen}";
        await using var sato = await chromium.OpenAsync(app, screen);
        await sato.SignsInAsync("sato");
        await using var tanaka = await chromium.OpenAsync(app, screen);
        await tanaka.SignsInAsync("tanaka");
        await tanaka.SeesAGoodPageAsync();
        await tanaka.OpensAsync("/connections");
        await tanaka.SeesAsync("接続中");
        await tanaka.SeesAGoodPageAsync();

        var sent = await ProposesAsync(tanaka, title, screen);
        await tanaka.SeesAsync("候補を送りました");
        await tanaka.SeesAGoodPageAsync();
        await App.EventuallyAsync("three holds each", () => Hosts.All(m => Held(m, title) == 3));
        await App.EventuallyAsync("the guest's mail", () => MailsFor(sent).Any());
        Assert.Equal("アポイントメントの日程調整をお願いします", MailsFor(sent).Single().Subject);
        await tanaka.OpensAsync(new Uri(app.Simulator.Address, "calendars?week=2027-04-12").AbsoluteUri);
        await tanaka.SeesAsync(title);

        await using var guest = await chromium.OpenAsync(app, screen, guestHasScript);
        await ChoosesAsync(guest, sent, guestHasScript);
        await App.EventuallyAsync("the meeting, and no hold", () => Hosts.All(m =>
            Held(m, title) == 0 && app.Meetings(m, title).Count == 1));
        await App.EventuallyAsync("the confirmation", () => MailsFor(sent).Any(m => m.Calendar is not null));

        var meeting = app.Meetings("tanaka", title).Single();
        Assert.NotNull(meeting.JoinUrl);
        Assert.Contains(meeting.JoinUrl, MailsFor(sent).Single(m => m.Calendar is not null).Text!, StringComparison.Ordinal);
        await guest.ComesToSeeAsync(sent.GuestPath, "会議に参加する");
        await SeesTheAppointmentAsync(tanaka, sent);
    }

    private static async Task<Sent> ProposesAsync(Visitor tanaka, string title, Screen screen)
    {
        var compose = new Composer(tanaka);
        await compose.OpensAsync();
        await compose.AddsHostAsync("佐藤");
        await Assertions.Expect(tanaka.Page.Locator("[data-who-holds]")).ToHaveTextAsync("送信すると 田中 美咲、佐藤 健一 の Outlook に仮予約を入れます。");
        // The two screens work on different days, so that one does not stand in the other's way.
        var (first, second, third) = screen == Screen.Desktop ? ("2027-04-12", "2027-04-14", "2027-04-15") : ("2027-04-12", "2027-04-15", "2027-04-16");
        if (screen == Screen.Desktop)
        {
            await compose.DragsAsync(first, 13, 14);
            await Assertions.Expect(compose.Candidates).ToHaveCountAsync(1);
        }
        else
        {
            await compose.TypesAsync(first, "15:00", "16:00");
        }

        await compose.TypesAsync(second, "11:00", "12:00");
        await compose.TypesAsync(third, "10:00", "11:00");
        await tanaka.SeesAGoodPageAsync();
        await compose.FillsInAsync(title);
        return await compose.SendsAsync();
    }

    private static async Task ChoosesAsync(Visitor guest, Sent sent, bool hasScript)
    {
        await guest.OpensAsync(sent.GuestPath);
        await GoodAsync(guest, hasScript);
        await guest.Page.Locator("label.option").Nth(1).ClickAsync();
        await guest.Page.Locator("button", new() { HasText = "アポイントメントを確定する" }).DblClickAsync();
        await guest.SeesAsync("アポイントメントが確定しました");
        await GoodAsync(guest, hasScript);
        Assert.Matches("会議URLはメールでお送りします|会議に参加する", await guest.ReadsAsync());

        // The back button shows the old page; pressing again gives the same answer.
        await guest.Page.GoBackAsync();
        if (await guest.Page.Locator("label.option").CountAsync() > 0)
        {
            await guest.Page.Locator("label.option").Nth(2).ClickAsync();
            await guest.Page.Locator("button", new() { HasText = "アポイントメントを確定する" }).ClickAsync();
        }

        await guest.SeesAsync("アポイントメントが確定しました");
        Assert.Contains("11:00〜12:00", await guest.ReadsAsync(), StringComparison.Ordinal);
    }

    private static async Task SeesTheAppointmentAsync(Visitor host, Sent sent)
    {
        await host.ComesToSeeAsync($"/appointments/{sent.Appointment}", "高橋 直子 様へメールを送信: 確定のお知らせ(お客様)");
        await host.SeesAsync("高橋 直子 様が候補 2 を選んで確定");
        await host.SeesAsync("Teams の URL を発行");
        await host.SeesAGoodPageAsync();
        await host.ComesToSeeAsync("/appointments", "反映済み");
        await host.SeesAGoodPageAsync();
        await host.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await host.SeesAGoodPageAsync();
    }

    /// <summary>Axe is a script itself.</summary>
    private static Task GoodAsync(Visitor guest, bool hasScript) =>
        hasScript ? guest.SeesAGoodPageAsync() : guest.SeesNothingOverTheEdgeAsync();

    private int Held(string member, string title) => app.Holds(member).Count(i => i.Subject.Contains(title, StringComparison.Ordinal));

    private IEnumerable<Hidori.Simulator.Mail.ReceivedMail> MailsFor(Sent sent) =>
        app.MailsTo(Composer.Guest).Where(m => m.Text!.Contains(sent.GuestPath, StringComparison.Ordinal));
}
