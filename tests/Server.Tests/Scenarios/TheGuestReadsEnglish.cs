using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>The host chooses the guest's language: mails, the pages they open, and the text to hand on (SPEC P3).</summary>
public sealed class TheGuestReadsEnglish
{
    [Theory, EveryDatabase]
    public async Task Mail_page_and_text_are_English_while_the_host_reads_Japanese(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await tanaka.Web.GetAsync("/proposals/new");

        var sent = await tanaka.Web.SubmitAsync(
            page, "/proposals", ("guestName", "Jane Smith"), ("guestMail", "jane@guest.example"), ("guestLanguage", "en"),
            ("candidate", "2027-04-06T10:00/2027-04-06T11:00"), ("action", "send"));
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("候補をテキストでコピー", sent.Text, StringComparison.Ordinal);
        Assert.Contains("Here are times we could meet", sent.Document.QuerySelector("#as-text")!.TextContent, StringComparison.Ordinal);
        var mail = Assert.Single(app.Simulator.Mail.To("jane@guest.example"));
        Assert.Equal("Please choose a time for our appointment", mail.Subject);
        using var guest = new GuestBrowser(app);
        var link = new Uri(mail.Text!.Split('\n', ' ').First(w => w.Contains("/p/", StringComparison.Ordinal)).Trim());
        var opened = await guest.Web.GetAsync(link.PathAndQuery);
        Assert.Equal("en", opened.Document.DocumentElement.GetAttribute("lang"));
    }
}
