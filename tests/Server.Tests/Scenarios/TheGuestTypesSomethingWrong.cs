using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>As <see cref="SomethingIsTypedWrong"/>, on the guest's pages.</summary>
public sealed class TheGuestTypesSomethingWrong
{
    [Theory]
    [EveryDatabase("ja", "日時が選ばれていません")]
    [EveryDatabase("en", "No time is chosen yet")]
    public async Task Pressing_without_a_choice_asks_for_one_and_keeps_the_note(DatabaseKind kind, string language, string words)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        var page = await guest.Web.GetAsync($"{proposal.GuestPath}?lang={language}");

        foreach (var choice in (string?[])[null, "banana", Guid.CreateVersion7().ToString()])
        {
            var answer = await guest.Web.SubmitAsync(page, proposal.GuestPath, ("candidate", choice!), ("note", "2名で伺います"));

            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains(words, answer.Text, StringComparison.Ordinal);
            Assert.Equal("2名で伺います", answer.ValueOf("note"));
        }
    }

    [Theory, EveryDatabase]
    public async Task A_note_that_is_too_long_is_said_at_the_note_and_kept_with_the_choice(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        var note = new string('長', 2001);

        var answer = await guest.ChoosesAsync(proposal, 2, note);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("2000 文字以内", answer.ErrorAt("note"), StringComparison.Ordinal);
        Assert.Equal(note, answer.ValueOf("note"));
        Assert.True(answer.Inputs("candidate")[1].IsChecked);
    }

    [Theory]
    [EveryDatabase("wishMessage", "", "ご都合・ご希望をご記入ください", "Please write what would suit you")]
    [EveryDatabase("wishDate1", "2027-04-01", "これからの日時をお選びください", "Please choose a time to come")]
    [EveryDatabase("wishEnd1", "09:00", "終了は開始より後の時刻にしてください", "The end must be after the start")]
    [EveryDatabase("wishStart1", "", "時刻をお選びください", "Please choose a time")]
    public async Task Other_times_say_what_is_wrong_and_keep_everything(DatabaseKind kind, string field, string value, string japanese, string english)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        var typed = new Dictionary<string, string>
        {
            ["wishMessage"] = "午後が助かります", ["wishDate1"] = "2027-04-13", ["wishStart1"] = "10:00", ["wishEnd1"] = "11:00", [field] = value,
        };

        foreach (var (language, message) in ((string, string)[])[("ja", japanese), ("en", english)])
        {
            var page = await guest.Web.GetAsync($"{proposal.GuestPath}/other-times?lang={language}");
            var answer = await guest.Web.SubmitAsync(page, "/other-times", [.. typed.Select(t => (t.Key, t.Value))]);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains(message, answer.ErrorAt(field), StringComparison.Ordinal);
            Assert.All(typed, t => Assert.Equal(t.Value, answer.ValueOf(t.Key)));
        }

        Assert.Contains("調整中", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase("/p/banana")]
    [EveryDatabase("/p/")]
    [EveryDatabase("/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [EveryDatabase("/p/banana/other-times")]
    [EveryDatabase("/p/banana/invite.ics")]
    [EveryDatabase("/invitation/banana")]
    [EveryDatabase("/first-run?token=banana")]
    [EveryDatabase("/no/such/page")]
    public async Task A_link_that_leads_nowhere_is_404_without_a_hint(DatabaseKind kind, string path)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var browser = app.NewBrowser();

        var page = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.NotEmpty(page.Document.QuerySelectorAll("h1"));
        Assert.DoesNotContain(App.OrganizationName, page.Text, StringComparison.Ordinal);
    }
}
