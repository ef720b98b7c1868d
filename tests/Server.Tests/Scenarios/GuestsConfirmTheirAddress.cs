using System.Net;
using System.Text.RegularExpressions;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>メールアドレスの確認: on pages that ask for it, a booking stands once its guest presses the mailed button.</summary>
public sealed partial class GuestsConfirmTheirAddress
{
    private const string Guest = "takahashi@guest.example";

    [Theory, EveryDatabase]
    public async Task Opening_the_mailed_link_books_nothing_and_its_button_books_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();

        var asked = await page.BooksAsync(web, "2027-04-07 14:00");
        var offered = await page.OffersAsync(web);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("まだ予約は確定していません", asked.Text, StringComparison.Ordinal);
        Assert.Contains(Guest, asked.Text, StringComparison.Ordinal);
        Assert.Contains("4月6日", asked.Text, StringComparison.Ordinal);
        Assert.Contains("04-07 14:00", offered);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var mail = Assert.Single(app.Simulator.Mail.To(Guest));
        Assert.Equal("[株式会社試験]ご予約を確定してください", mail.Subject);
        Assert.DoesNotContain("高橋", mail.Text, StringComparison.Ordinal);
        var link = LinkIn(mail.Text);

        // As programs do that look after mail, and on another device.
        using var scanner = app.NewBrowser();
        var seen = await scanner.GetAsync(link);
        await scanner.GetAsync(link);
        await app.OutsideWorldSettlesAsync();
        Assert.Contains("高橋 直子", seen.Text, StringComparison.Ordinal);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));

        var pressed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => scanner.SubmitAsync(seen, link)));
        await app.OutsideWorldSettlesAsync();
        Assert.All(pressed, p => Assert.Contains("確定しました", p.Text, StringComparison.Ordinal));
        Assert.Equal(App.At("2027-04-07 14:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Start);
        Assert.Equal(2, app.Simulator.Mail.To(Guest).Count);
        Assert.Contains("確定しました", (await scanner.GetAsync(link)).Text, StringComparison.Ordinal);
        Assert.Null(await app.ReadsAsync(db => Task.FromResult(db.PendingBookings.Single().ProtectedForm)));
    }

    [Theory, EveryDatabase]
    public async Task A_time_taken_meanwhile_offers_the_nearest_and_asks_for_no_second_mail(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();
        await page.BooksAsync(web, "2027-04-07 14:00");
        await app.OutsideWorldSettlesAsync();
        app.Outlook.Put(App.Mail("tanaka"), new Simulator.Microsoft365.NewItem("急な来客", App.At("2027-04-07 14:00"), App.At("2027-04-07 14:30")));

        var link = LinkIn(Assert.Single(app.Simulator.Mail.To(Guest)).Text);
        var lost = await web.SubmitAsync(await web.GetAsync(link), link);
        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
        Assert.Contains("04-07 14:30", BookingPageMade.Offered(lost));
        var again = await web.SubmitAsync(lost, "/details", ("start", "2027-04-07T05:30:00Z"));
        Assert.Equal(("みなと設計株式会社", "高橋 直子", Guest), (again.ValueOf("company"), again.ValueOf("name"), again.ValueOf("mail")));
        Assert.Contains("予約を確定する", again.Text, StringComparison.Ordinal);
        app.TimePasses(Duration.FromSeconds(20));
        var done = await web.SubmitAsync(again, page.Path);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Contains(app.Outlook.CalendarOf(App.Mail("tanaka")), e => e.Start == App.At("2027-04-07 14:30"));
        Assert.Equal(2, app.Simulator.Mail.To(Guest).Count);

        // What was proven is proven once, and for one address.
        var third = await page.ChoosesAsync(web, "2027-04-08 14:00");
        var other = await web.SubmitAsync(third, page.Path, ("company", "港産業"), ("name", "森"), ("mail", Guest), ("proof", link.Split('/')[^1]));
        Assert.Contains("まだ予約は確定していません", other.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_time_that_is_gone_is_said_at_once_and_one_form_mails_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();
        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        var late = await page.ChoosesAsync(web, "2027-04-07 16:00");
        (string, string)[] typed = [("company", "港産業"), ("name", "森 一郎"), ("mail", Guest)];

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => web.SubmitAsync(form, page.Path, typed)));
        app.Outlook.Put(App.Mail("tanaka"), new Simulator.Microsoft365.NewItem("急な来客", App.At("2027-04-07 16:00"), App.At("2027-04-07 16:30")));
        var gone = await web.SubmitAsync(late, page.Path, typed);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.Conflict, gone.Status);
        Assert.Single(app.Simulator.Mail.To(Guest));

        // The way back from the page that asks to look into the mail loses nothing.
        var sent = await web.SubmitAsync(form, page.Path, typed);
        var back = await web.SubmitAsync(sent, "/details");
        Assert.Equal(("港産業", "森 一郎", Guest), (back.ValueOf("company"), back.ValueOf("name"), back.ValueOf("mail")));
    }

    [Theory, EveryDatabase]
    public async Task One_address_is_mailed_three_times_an_hour_and_a_link_ends_after_a_day(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await page.BooksAsync(web, "2027-04-08 14:00")).Status);
        var refused = await page.BooksAsync(web, "2027-04-08 14:00");
        var other = await page.BooksAsync(web, "2027-04-08 14:00", mail: "mori@guest.example");
        app.TimePasses(Duration.FromMinutes(61));
        var later = await page.BooksAsync(web, "2027-04-08 14:00");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("1時間に3通まで", refused.ErrorAt("mail"), StringComparison.Ordinal);
        Assert.Equal("高橋 直子", refused.ValueOf("name"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (other.Status, later.Status));
        Assert.Equal(4, app.Simulator.Mail.To(Guest).Count);

        var link = LinkIn(app.Simulator.Mail.To(Guest)[^1].Text);
        var seen = await web.GetAsync(link);
        app.TimePasses(Duration.FromHours(24));
        var over = await web.SubmitAsync(seen, link);
        Assert.Equal(HttpStatusCode.Gone, over.Status);
        Assert.Contains("期限切れ", over.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await web.GetAsync(page.Path + "/confirm/unknown")).Status);
        await app.WorkerLooksAsync();
        Assert.Equal(0, await app.ReadsAsync(db => Task.FromResult(db.PendingBookings.Count())));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task One_page_mails_so_many_addresses_an_hour_and_no_more(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Settings["ConfirmationMailsPerHourPerPage"] = "2";
        await app.RestartsAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        var another = await BookingPageMade.OpenAsync(app, "betsu", ["tanaka"], s => s with { Mails = s.Mails with { ConfirmsAddress = true } });
        using var web = app.NewBrowser();

        foreach (var mail in (string[])["a@guest.example", "b@guest.example"])
            Assert.Equal(HttpStatusCode.OK, (await page.BooksAsync(web, "2027-04-08 14:00", mail: mail)).Status);
        var refused = await page.BooksAsync(web, "2027-04-08 14:00", mail: "c@guest.example");
        var elsewhere = await another.BooksAsync(web, "2027-04-08 14:00", mail: "c@guest.example");
        app.TimePasses(Duration.FromMinutes(61));
        var later = await page.BooksAsync(web, "2027-04-08 14:00", mail: "d@guest.example");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("1時間ほどたってから", refused.Text, StringComparison.Ordinal);
        Assert.Equal(("高橋 直子", "c@guest.example"), (refused.ValueOf("name"), refused.ValueOf("mail")));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (elsewhere.Status, later.Status));
        Assert.Equal((1, 1), (app.Simulator.Mail.To("c@guest.example").Count, app.Simulator.Mail.To("d@guest.example").Count));
    }

    [Theory, EveryDatabase]
    public async Task A_member_on_the_telephone_needs_no_mail_and_the_host_sets_it_on_the_page(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        var mails = $"/booking-pages/{page.Id}/mails";
        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(mails), mails, ("confirms", "true"), ("action", "save"));
        using var web = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-07 16:00");
        var behalf = await tanaka.Web.GetAsync($"{page.Path}/details?behalf=1&minutes=30&start=2027-04-07T05:00:00Z");
        app.TimePasses(Duration.FromSeconds(20));
        var done = await tanaka.Web.SubmitAsync(behalf, page.Path, ("name", "森 一郎"));

        Assert.Contains("確認メールを受け取る", form.Text, StringComparison.Ordinal);
        Assert.Contains("この日時は確保されません", form.Text, StringComparison.Ordinal);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_one_time_url_is_used_up_by_the_button_and_not_by_asking(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        var links = $"/booking-pages/{page.Id}/links";
        var made = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(links), links, ("note", "高橋様"));
        var once = new Uri(made.Document.QuerySelector("input[readonly]")!.GetAttribute("value")!).AbsolutePath;
        using var web = app.NewBrowser();

        await page.BooksAsync(web, "2027-04-07 14:00", at: once);
        await app.OutsideWorldSettlesAsync();
        Assert.Contains("04-07 14:00", BookingPageMade.Offered(await web.GetAsync(once)));
        var link = LinkIn(Assert.Single(app.Simulator.Mail.To(Guest)).Text);
        Assert.StartsWith(once, link, StringComparison.Ordinal);
        var done = await web.SubmitAsync(await web.GetAsync(link), link);
        var again = await web.GetAsync(link);

        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Equal(done.Address.AbsolutePath, again.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.Gone, (await web.GetAsync(once)).Status);
    }

    private static Task<BookingPageMade> OpenAsync(App app) =>
        BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { Mails = s.Mails with { ConfirmsAddress = true } });

    private static string LinkIn(string? text) => Link().Match(text ?? "").Value;

    [GeneratedRegex(@"/b/\S+/confirm/\S+")]
    private static partial Regex Link();
}
