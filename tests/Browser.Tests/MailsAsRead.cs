using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>The mails that one appointment sends, drawn as a mail program draws them.</summary>
public sealed class MailsAsRead(App app, Chromium chromium) : IClassFixture<App>
{
    [Fact]
    public async Task Every_mail_fits_a_phone_and_says_in_text_what_it_says_in_HTML()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        var sent = await new Composer(host).ProposesAsync("読まれるメール");
        await using var guest = await chromium.OpenAsync(app, Screen.Phone);
        await guest.OpensAsync(sent.GuestPath);
        await guest.Page.Locator("label.option").First.ClickAsync();
        await guest.Page.Locator("button", new() { HasText = "アポイントメントを確定する" }).ClickAsync();
        await App.EventuallyAsync("three mails", () => app.Simulator.Mail.Messages.Count == 3);

        await using var reader = await chromium.OpenAsync(app, Screen.Phone);
        foreach (var mail in app.Simulator.Mail.Messages)
        {
            await reader.OpensAsync("about:blank");
            await reader.Page.SetContentAsync(mail.Html!);
            await reader.SeesAGoodMailAsync();
            await reader.SeesAsync("読まれるメール");
            Assert.Contains("読まれるメール", mail.Text!, StringComparison.Ordinal);
            Assert.Contains("4月14日(水) 13:00〜14:00", mail.Text!, StringComparison.Ordinal);
        }
    }
}
