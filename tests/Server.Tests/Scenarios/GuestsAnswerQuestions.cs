using System.Net;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>入力フォーム: what a page asks and who comes along, answered by guests and found again by hosts (SPEC B7).</summary>
public sealed class GuestsAnswerQuestions
{
    private static readonly GuestQuestion[] EveryKind =
    [
        new("unit", "ご部署", QuestionKind.Text, true, []),
        new("wish", "ご要望", QuestionKind.LongText, true, []),
        new("kind", "ご用件", QuestionKind.Choice, true, ["新規", "更新"]),
        new("parts", "分野", QuestionKind.Several, true, ["校正", "修理", "保守"]),
        new("rec", "録画に同意する", QuestionKind.Consent, true, []),
    ];

    [Theory, EveryDatabase]
    public async Task Twenty_answers_of_a_thousand_characters_reach_the_host_whole(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        GuestQuestion[] questions =
        [
            .. Enumerable.Range(1, GuestForm.MostQuestions - 1).Select(i => new GuestQuestion($"long{i}", $"質問{i}番", QuestionKind.LongText, true, [])),
            new GuestQuestion("rec", "録画に同意する", QuestionKind.Consent, true, []),
        ];
        var page = await OpenAsync(app, questions);
        using var web = app.NewBrowser();
        (string Name, string Value)[] answers =
            [.. questions[..^1].Select(q => ("q_" + q.Key, new string('長', GuestForm.LongestAnswer - 10) + q.Key.PadLeft(10, '終')))];

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        var done = await web.SubmitAsync(
            form, page.Path, [("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example"), .. answers, ("q_rec", "true")]);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).BodyHtml;
        var mail = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text!;
        var seen = (await SeesAsync(tanaka)).Text;
        Assert.All([entry, mail.ReplaceLineEndings(""), seen], where =>
        {
            Assert.All(answers, a => Assert.Contains(a.Value, where, StringComparison.Ordinal));
            Assert.Contains("録画に同意する: ✓", where, StringComparison.Ordinal);
        });
    }

    [Theory, EveryDatabase]
    public async Task One_character_more_than_an_answer_may_have_is_said_there(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, EveryKind);
        using var web = app.NewBrowser();
        var tooLong = new string('長', GuestForm.LongestAnswer + 1);

        var refused = await web.SubmitAsync(
            await page.ChoosesAsync(web, "2027-04-07 14:00"), page.Path, ("company", "港産業"), ("name", "森"), ("mail", "mori@guest.example"), ("q_wish", tooLong));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("1000 文字以内", refused.ErrorAt("q_wish"), StringComparison.Ordinal);
        Assert.Equal(tooLong, refused.ValueOf("q_wish"));
    }

    private static Task<BookingPageMade> OpenAsync(App app, IReadOnlyList<GuestQuestion> questions) =>
        BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { Form = s.Form with { Questions = questions } });

    private static async Task<WebPage> SeesAsync(MemberBrowser host)
    {
        var list = await host.Web.GetAsync("/appointments");
        var link = list.Document.QuerySelectorAll("main a[href^='/appointments/']").Select(a => a.GetAttribute("href")!).First(a => Guid.TryParse(a.Split('/')[^1], out _));
        return await host.Web.GetAsync(link);
    }
}
