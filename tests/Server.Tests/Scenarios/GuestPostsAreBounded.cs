using System.Net;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Whoever has no account cannot fill the database, or the server's memory: what no form of ours has is dropped (SPEC B7, X5).</summary>
public sealed class GuestPostsAreBounded
{
    private static readonly string Junk = string.Concat(Enumerable.Repeat("がらくた", 2_000));

    [Theory, EveryDatabase]
    public async Task Only_what_the_form_asks_for_waits_for_the_guest_and_comes_back(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
        {
            Mails = s.Mails with { ConfirmsAddress = true },
            Form = s.Form with
            {
                Phone = FieldNeed.Hidden,
                Questions =
                [
                    new GuestQuestion("kind", "ご用件", QuestionKind.Choice, false, ["新規", "更新"]),
                    new GuestQuestion("parts", "分野", QuestionKind.Several, true, ["校正", "修理"]),
                ],
            },
        });
        using var web = app.NewBrowser();
        (string, string)[] typed =
        [
            ("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example"), ("q_parts", "修理"), ("q_parts", "校正"), ("q_parts", "部品" + Junk),
            ("q_kind", Junk), ("phone", Junk), ("q_other", Junk), ("other", Junk), ("proof", Junk), ("lang", Junk), ("zone", Junk),
        ];

        var asked = await web.SubmitAsync(await page.ChoosesAsync(web, "2027-04-07 14:00"), page.Path, typed);
        var kept = await app.ReadsAsync(db => Task.FromResult(db.PendingBookings.Single().ProtectedForm!));
        var back = await web.SubmitAsync(asked, "/details");
        await app.OutsideWorldSettlesAsync();
        var link = System.Text.RegularExpressions.Regex.Match(Assert.Single(app.Simulator.Mail.To("mori@guest.example")).Text!, @"/b/\S+/confirm/\S+").Value;
        var done = await web.SubmitAsync(await web.GetAsync(link), link);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("まだ予約は確定していません", asked.Text, StringComparison.Ordinal);
        Assert.InRange(kept.Length, 100, 3_000);
        Assert.DoesNotContain("がらくた", asked.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal(("港産業", "森 一郎", "mori@guest.example"), (back.ValueOf("company"), back.ValueOf("name"), back.ValueOf("mail")));
        Assert.Equal(["校正", "修理"], back.Inputs("q_parts").Where(i => i.IsChecked).Select(i => i.Value));
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.All((string[])["分野:", "・校正", "・修理"], a => Assert.Contains(a, entry.BodyHtml, StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_lost_time_hands_on_what_the_form_asks_for_and_nothing_else(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        await page.BooksAsync(web, "2027-04-07 14:00");

        var lost = await web.SubmitAsync(form, page.Path, ("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example"), ("other", Junk));
        var again = await web.SubmitAsync(lost, "/details", ("start", "2027-04-07T05:30:00Z"));

        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
        Assert.DoesNotContain("がらくた", lost.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal(("港産業", "森 一郎", "mori@guest.example"), (again.ValueOf("company"), again.ValueOf("name"), again.ValueOf("mail")));
    }

    [Theory]
    [EveryDatabase("ja", "送られた内容が大きすぎます")]
    [EveryDatabase("en", "What was sent is too large")]
    public async Task A_post_that_no_form_of_ours_can_make_is_refused_in_words(DatabaseKind kind, string language, string words)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { FrameOrigins = ["https://www.example.co.jp"] });
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var web = app.NewBrowser();
        web.Headers.Add("Sec-Fetch-Site", "same-origin");
        web.Headers.Add("Accept-Language", language);
        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        var wish = await web.GetAsync(page.Path + "/wish");
        var offer = await web.GetAsync(proposal.GuestPath);
        // Asks before it sends the body (RFC 9110 §10.1.1): the server hangs up on one it does not read, at times before its answer has arrived.
        web.Headers.ExpectContinue = true;
        // As sent over the wire, each letter is nine.
        var huge = new string('長', (2 << 20) / 9);

        WebPage[] answers =
        [
            await web.SubmitAsync(form, page.Path, ("other", huge)),
            await web.SubmitAsync(wish, page.Path + "/wish", ("other", huge)),
            await web.SubmitAsync(offer, proposal.GuestPath, ("note", huge)),
        ];

        Assert.All(answers, a =>
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, a.Status);
            Assert.Contains(words, a.Text, StringComparison.Ordinal);
            Assert.Equal(language, a.Document.DocumentElement.GetAttribute("lang"));
        });
        Assert.Equal(HttpStatusCode.OK, (await web.GetAsync(page.Path)).Status);
    }
}
