using System.Net;
using AngleSharp.Dom;
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
    public async Task Every_kind_of_question_is_asked_for_answered_and_found_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, EveryKind, companions: 2);
        using var web = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        var empty = await web.SubmitAsync(form, page.Path, ("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example"));
        var three = await web.SubmitAsync(
            empty, page.Path, ("phone", "03-1234-5678"), ("q_unit", "営業部"), ("q_wish", "一行目\r\n二行目"), ("q_kind", "更新"), ("q_parts", "修理"), ("q_parts", "校正"),
            ("q_rec", "true"), ("companions", "原 花子\r\n林 次郎\r\n西 三郎"));
        var done = await web.SubmitAsync(three, page.Path, ("q_parts", "修理"), ("q_parts", "校正"), ("companions", "原 花子\r\n\r\n 林 次郎 "));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.All((string[])["ご部署", "ご要望"], q => Assert.Contains($"「{q}」を入力してください", empty.Text, StringComparison.Ordinal));
        Assert.All((string[])["ご用件", "分野", "録画に同意する"], q => Assert.Contains($"「{q}」を選んでください", empty.Text, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, three.Status);
        Assert.Contains("2", three.ErrorAt("companions"), StringComparison.Ordinal);
        Assert.Equal(("営業部", "一行目\n二行目", "更新"), (three.ValueOf("q_unit"), three.ValueOf("q_wish"), three.ValueOf("q_kind")));
        Assert.Equal(["校正", "修理"], three.Inputs("q_parts").Where(i => i.IsChecked).Select(i => i.Value));
        Assert.True(Assert.Single(three.Inputs("q_rec")).IsChecked);

        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Contains("原 花子", done.Text, StringComparison.Ordinal);
        string[] answers = ["TEL: 03-1234-5678", "ご部署: 営業部", "ご要望: 一行目", "二行目", "ご用件: 更新", "分野:", "・校正", "・修理", "録画に同意する: ✓", "原 花子", "林 次郎"];
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).BodyHtml;
        var mail = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text;
        var seen = await SeesAsync(tanaka);
        Assert.All(answers, a => Assert.All([entry, mail, seen.Text], where => Assert.Contains(a, where, StringComparison.Ordinal)));
    }

    /// <summary>As they are pasted from a list: with company and address.</summary>
    [Theory, EveryDatabase]
    public async Task Fifty_companions_with_company_and_address_reach_the_host_whole(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, [], companions: GuestForm.MostCompanionsEver);
        using var web = app.NewBrowser();
        string[] pasted = [.. Enumerable.Range(1, 50).Select(i => $"山田 太郎{i:00} (株式会社みなと設計 営業部) taro.yamada{i:00}@minato-sekkei.example")];

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        var done = await web.SubmitAsync(
            form, page.Path, ("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example"), ("companions", string.Join("\r\n", pasted)));
        await app.OutsideWorldSettlesAsync();

        // A browser would cut what is pasted, and say nothing.
        Assert.False(form.Document.QuerySelector("[name=companions]")!.HasAttribute("maxlength"));
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).BodyHtml;
        Assert.All(pasted, p => Assert.Contains(p, entry, StringComparison.Ordinal));
    }

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

    [Theory, EveryDatabase]
    public async Task A_link_brings_along_what_is_known(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, EveryKind, companions: 2, minutes: [30, 60]);
        using var web = app.NewBrowser();
        using var other = app.NewBrowser();

        var given = page.Path + "?company=港産業&name=森 一郎&mail=mori@guest.example&phone=03-1234-5678&companions=原 花子"
            + "&q_unit=営業部&q_wish=よろしく&q_kind=更新&q_parts=校正&q_parts=保守&q_parts=ほか&q_rec=true&q_other=知らない&privacy=true&proof=x";
        List<WebPage> steps = [await web.GetAsync(given)];
        async Task StepAsync(Func<IDocument, IElement?> button, params (string, string)[] fields) =>
            steps.Add(await web.PressAsync(steps[^1], button(steps[^1].Document)!, fields));
        await StepAsync(d => d.QuerySelectorAll("nav.segment button").Single(b => b.TextContent == "1時間"));
        await StepAsync(d => d.QuerySelector("button[value=zone]"), ("zone", "Europe/London"));
        await StepAsync(d => d.QuerySelectorAll("button[formaction]").Single(b => b.TextContent == "次の週"));
        await StepAsync(d => d.QuerySelectorAll("button[formaction]").Single(b => b.TextContent == "週表示"));
        await StepAsync(d => d.QuerySelector(".guesthead button[lang]"));
        await StepAsync(d => d.QuerySelector(".guesthead button[lang]"));
        await StepAsync(d => d.QuerySelector("button.slot[value='2027-04-15T05:00:00Z']"));
        var form = steps[^1];
        var direct = await web.GetAsync(given.Replace("?", "/details?minutes=30&start=2027-04-07T05:00:00Z&", StringComparison.Ordinal));
        var noStart = await web.GetAsync(given.Replace("?", "/details?", StringComparison.Ordinal));
        var others = await other.GetAsync(page.Path + "?name=林");
        var nobody = await other.GetAsync(page.Path);
        var again = await other.GetAsync(page.Path + "?name=林");
        app.TimePasses(NodaTime.Duration.FromSeconds(20));
        var done = await web.SubmitAsync(form, page.Path, ("q_rec", "true"), ("q_parts", "保守"));
        await app.OutsideWorldSettlesAsync();

        Assert.All((WebPage[])[form, direct], f =>
        {
            Assert.Equal(
                ("港産業", "森 一郎", "mori@guest.example", "03-1234-5678", "原 花子"),
                (f.ValueOf("company"), f.ValueOf("name"), f.ValueOf("mail"), f.ValueOf("phone"), f.ValueOf("companions")));
            Assert.Equal(("営業部", "よろしく", "更新"), (f.ValueOf("q_unit"), f.ValueOf("q_wish"), f.ValueOf("q_kind")));
            Assert.Equal(["校正", "保守"], f.Inputs("q_parts").Where(i => i.IsChecked).Select(i => i.Value));
        });
        Assert.Equal(("2027-04-15T05:00:00Z", "60", "Europe/London"), (form.ValueOf("start"), form.ValueOf("minutes"), form.ValueOf("zone")));
        Assert.Equal("ja", form.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("森 一郎", noStart.ValueOf("name"));
        Assert.Equal(("林", null, "林"), (others.ValueOf("name"), nobody.ValueOf("name"), again.ValueOf("name")));
        // It goes along in forms: the link that was sent is the only address that says it.
        Assert.All(steps.Skip(1).Select(s => s.Address.Query), q => Assert.DoesNotContain("name=", q, StringComparison.Ordinal));
        // To agree is the guest's own press: no link does it for them.
        Assert.False(Assert.Single(form.Inputs("q_rec")).IsChecked);
        Assert.All(steps, p => Assert.All((string[])["知らない", "ほか", "name=\"proof\"", "name=\"privacy\""], w => Assert.DoesNotContain(w, p.Document.QuerySelector("main")!.OuterHtml, StringComparison.Ordinal)));
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal("港産業:森 一郎", entry.Subject);
        Assert.All((string[])["TEL: 03-1234-5678", "ご部署: 営業部", "分野: 保守"], a => Assert.Contains(a, entry.BodyHtml, StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task The_settings_show_a_link_with_every_field_it_may_bring(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, [.. EveryKind, new("long", "a&b " + new string('長', GuestForm.LongestLabel - 4), QuestionKind.Text, false, [])], companions: 2);
        using var web = app.NewBrowser();

        var link = (await tanaka.Web.GetAsync($"/booking-pages/{page.Id}")).Document.GetElementById("filled-url")!.TextContent;
        var times = await web.GetAsync(new Uri(link).PathAndQuery);
        var form = await web.PressAsync(times, times.Document.QuerySelector("button.slot")!);

        Assert.StartsWith(app.Address + page.Path[1..] + "?company=会社名&name=お名前&mail=", link, StringComparison.Ordinal);
        Assert.Equal(
            ("会社名", "お名前", "メールアドレス", "電話番号", "ご同行の方"),
            (form.ValueOf("company"), form.ValueOf("name"), form.ValueOf("mail"), form.ValueOf("phone"), form.ValueOf("companions")));
        Assert.Equal(("ご部署", "ご要望", "新規"), (form.ValueOf("q_unit"), form.ValueOf("q_wish"), form.ValueOf("q_kind")));
        Assert.Equal("校正", Assert.Single(form.Inputs("q_parts"), i => i.IsChecked).Value);
        Assert.StartsWith("a&b 長長", form.ValueOf("q_long"), StringComparison.Ordinal);
        Assert.DoesNotContain("q_rec", link, StringComparison.Ordinal);
    }

    /// <summary>A company's own last screen takes the place of ours for guests, not for the member who books for one (SPEC B12).</summary>
    [Theory, EveryDatabase]
    public async Task After_booking_the_guest_lands_on_the_companys_own_page(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var thanks = new Uri(app.Address, "/sign-in?from=thanks");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { ThankYouAddress = thanks.AbsoluteUri });
        using var web = app.NewBrowser();

        var done = await page.BooksAsync(web, "2027-04-07 14:00");
        var behalf = await tanaka.Web.GetAsync($"{page.Path}/details?behalf=1&minutes=30&start=2027-04-07T06:00:00Z");
        app.TimePasses(NodaTime.Duration.FromSeconds(20));
        var ours = await tanaka.Web.SubmitAsync(behalf, page.Path, ("name", "森 一郎"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(thanks, done.Address);
        Assert.StartsWith("/p/", ours.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal([App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")], app.Outlook.CalendarOf(App.Mail("tanaka")).Select(e => e.Start).Order());
    }

    private static Task<BookingPageMade> OpenAsync(App app, IReadOnlyList<GuestQuestion> questions, int companions = 0, IReadOnlyList<int>? minutes = null) =>
        BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
        {
            Form = s.Form with { Questions = questions, MostCompanions = companions },
            Meeting = s.Meeting with { Minutes = minutes ?? s.Meeting.Minutes },
        });

    private static async Task<WebPage> SeesAsync(MemberBrowser host)
    {
        var list = await host.Web.GetAsync("/appointments");
        var link = list.Document.QuerySelectorAll("main a[href^='/appointments/']").Select(a => a.GetAttribute("href")!).First(a => Guid.TryParse(a.Split('/')[^1], out _));
        return await host.Web.GetAsync(link);
    }
}
