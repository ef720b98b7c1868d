using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>お客様へのメール of a page: set, looked at and tried before any guest gets them (SPEC B11).</summary>
public sealed class MailsOfAPage
{
    private const string Guest = "takahashi@guest.example";

    /// <summary>A PNG of one pixel.</summary>
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    [Theory, EveryDatabase]
    public async Task What_is_set_stands_in_the_mails_and_on_the_page_of_the_booking(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
        {
            Contact = "サポートデスク\n電話 03-0000-0000",
            Meeting = s.Meeting with { Message = "資料をご用意ください。" },
        });
        var mails = $"/booking-pages/{page.Id}/mails";

        var form = await tanaka.Web.GetAsync(mails);
        var saved = await tanaka.Web.SubmitAsync(
            form, mails, ("hostName", "カスタマーサポート窓口"), ("upcoming", "true"), ("unit", "Days"), ("amount", "２"), ("at", "09:30"), ("words", "お待ちしております。"), ("action", "save"));
        var logo = await UploadAsync(tanaka, saved, mails, Png, "logo.png");
        var kept = await tanaka.Web.GetAsync(mails);
        using var web = app.NewBrowser();
        Assert.Contains("担当カスタマーサポート窓口", (await web.GetAsync(page.Path)).Text, StringComparison.Ordinal);
        var done = await page.BooksAsync(web, "2027-04-08 14:00");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("メールの設定を保存しました。", saved.Text, StringComparison.Ordinal);
        Assert.Contains("ロゴを保存しました。", logo.Text, StringComparison.Ordinal);
        Assert.Equal(("カスタマーサポート窓口", "2", "09:30", "お待ちしております。"), (kept.ValueOf("hostName"), kept.ValueOf("amount"), kept.ValueOf("at"), kept.ValueOf("words")));
        var mail = Assert.Single(app.Simulator.Mail.To(Guest));
        Assert.Contains("■ 担当 カスタマーサポート窓口", Flat(mail.Text), StringComparison.Ordinal);
        Assert.Contains("ご不明な点は、下記までご連絡ください。 サポートデスク 電話 03-0000-0000", Flat(mail.Text), StringComparison.Ordinal);
        Assert.DoesNotContain("田中", mail.Text, StringComparison.Ordinal);
        Assert.Equal(Png, Assert.Single(mail.Parts, p => p.MediaType == "image/png").Content.ToArray());
        Assert.Contains("src=\"cid:logo.", mail.Html, StringComparison.Ordinal);
        Assert.Contains("資料をご用意ください。", done.Text, StringComparison.Ordinal);
        Assert.Contains("電話 03-0000-0000", done.Text, StringComparison.Ordinal);
        Assert.Contains("カスタマーサポート窓口", done.Text, StringComparison.Ordinal);
        // The host reads who really comes.
        Assert.Contains("田中 美咲", Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text, StringComparison.Ordinal);

        // The settings of the page leave its mails alone, and a copy has them too.
        var settings = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}");
        await tanaka.Web.SubmitAsync(settings, $"/booking-pages/{page.Id}", ("name", "別の名前"), ("action", "save"));
        Assert.Equal("カスタマーサポート窓口", (await tanaka.Web.GetAsync(mails)).ValueOf("hostName"));
        var copy = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/booking-pages"), $"/booking-pages/{page.Id}/duplicate");
        Assert.NotNull((await tanaka.Web.GetAsync($"{copy.Address.AbsolutePath}/mails")).Document.QuerySelector("img[src^='data:image/png']"));
    }

    [Theory, EveryDatabase]
    public async Task Each_mail_is_looked_at_as_typed_and_sent_to_oneself_and_nothing_is_kept(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        var mails = $"/booking-pages/{page.Id}/mails";
        var form = await tanaka.Web.GetAsync(mails);

        foreach (var (which, language, subject) in (IEnumerable<(string, string, string)>)
            [
                ("Confirmed", "ja", "アポイントメントの日程が確定しました"), ("Upcoming", "ja", "のご予定のお知らせ"), ("Changed", "ja", "変更"), ("Cancelled", "ja", "取り消"),
                ("Confirmed", "en", "Your appointment is confirmed"), ("Cancelled", "en", "cancelled"),
            ])
        {
            var shown = await tanaka.Web.SubmitAsync(form, mails, ("hostName", "営業窓口"), ("words", "書きかけ"), ("upcoming", "true"), ("mail", which), ("in", language), ("action", "preview"));
            Assert.Contains(subject, shown.Document.QuerySelector("#mail-preview h3")!.TextContent, StringComparison.Ordinal);
            var frame = shown.Document.QuerySelector("#mail-preview iframe")!;
            Assert.Contains("営業窓口", frame.GetAttribute("srcdoc"), StringComparison.Ordinal);
            Assert.DoesNotContain("href=", frame.GetAttribute("srcdoc"), StringComparison.Ordinal);
            Assert.Equal("書きかけ", shown.ValueOf("words"));
        }

        var sent = await tanaka.Web.SubmitAsync(form, mails, ("words", "書きかけの文"), ("upcoming", "true"), ("mail", "Upcoming"), ("in", "ja"), ("action", "test"));
        await app.OutsideWorldSettlesAsync();
        Assert.Contains($"{App.Mail("tanaka")} に送りました。", sent.Text, StringComparison.Ordinal);
        var test = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
        Assert.StartsWith("【テスト】[株式会社試験]", test.Subject, StringComparison.Ordinal);
        Assert.Contains("書きかけの文", test.Text, StringComparison.Ordinal);
        Assert.Null(test.Calendar);

        // Nothing was kept, and nobody has an appointment.
        Assert.Equal(("", ""), ((await tanaka.Web.GetAsync(mails)).ValueOf("words"), (await tanaka.Web.GetAsync(mails)).ValueOf("hostName")));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal(0, await app.ReadsAsync(db => Task.FromResult(db.Appointments.Count())));

        for (var i = 1; i < 20; i++)
            await tanaka.Web.SubmitAsync(form, mails, ("action", "test"));
        Assert.Equal(HttpStatusCode.Conflict, (await tanaka.Web.SubmitAsync(form, mails, ("action", "test"))).Status);
        app.TimePasses(Duration.FromMinutes(61));
        Assert.Equal(HttpStatusCode.OK, (await tanaka.Web.SubmitAsync(form, mails, ("action", "test"))).Status);
    }

    [Theory, EveryDatabase]
    public async Task What_cannot_be_is_said_at_the_field_and_only_those_whose_page_it_is_see_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "suzuki"]);
        var mails = $"/booking-pages/{page.Id}/mails";
        var form = await tanaka.Web.GetAsync(mails);

        var many = await tanaka.Web.SubmitAsync(form, mails, ("upcoming", "true"), ("unit", "Hours"), ("amount", "73"), ("action", "save"));
        var never = await tanaka.Web.SubmitAsync(form, mails, ("upcoming", "true"), ("amount", "0"), ("at", "朝"), ("action", "save"));
        var text = await UploadAsync(tanaka, form, mails, Encoding.UTF8.GetBytes("<svg onload='alert(1)'/>"), "logo.png");
        var large = await UploadAsync(tanaka, form, mails, [.. Png, .. new byte[120 * 1024]], "logo.png");
        var none = await UploadAsync(tanaka, form, mails, [], "logo.png");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "1〜14日前、または 1〜72時間前で入力してください。"), (many.Status, many.ErrorAt("amount")));
        Assert.NotNull(never.ErrorAt("amount"));
        Assert.NotNull(never.ErrorAt("at"));
        Assert.Contains("PNG でも JPEG でもありません", text.ErrorAt("logo"), StringComparison.Ordinal);
        Assert.Contains("ファイルが大きすぎます", large.ErrorAt("logo"), StringComparison.Ordinal);
        Assert.Contains("画像ファイルを選んでください", none.ErrorAt("logo"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await suzuki.Web.GetAsync(mails)).Status);

        await tanaka.Web.SubmitAsync(form, mails, ("hostName", "先に保存"), ("action", "save"));
        var late = await tanaka.Web.SubmitAsync(form, mails, ("hostName", "後から保存"), ("action", "save"));
        Assert.Equal((HttpStatusCode.Conflict, "後から保存"), (late.Status, late.ValueOf("hostName")));
    }

    private static string Flat(string? text) => System.Text.RegularExpressions.Regex.Replace(text ?? "", @"\s+", " ");

    private static Task<WebPage> UploadAsync(MemberBrowser member, WebPage page, string mails, byte[] file, string name)
    {
        var picture = new ByteArrayContent(file);
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return member.Web.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(member.Web.Home, mails + "/logo"))
        {
            Content = new MultipartFormDataContent
            {
                { new StringContent(page.ValueOf("__RequestVerificationToken")!), "__RequestVerificationToken" },
                { picture, "logo", name },
            },
        });
    }
}
