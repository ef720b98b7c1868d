using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Whoever opens a guest's address is a guest there, and a one-time URL says whether it was used (SPEC B1, B8).</summary>
public sealed class WhoComesToAPage
{
    private const string Mail = "kato@guest.example";

    [Theory, EveryDatabase]
    public async Task A_member_of_another_organization_is_a_guest_and_stays_a_member_at_home(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var kato = await app.AnotherOrganizationAsync("kato", "long enough password");

        var slots = await kato.Web.GetAsync(page.Path);
        var behalf = await kato.Web.GetAsync(page.Path + "?behalf=1");
        var form = await kato.Web.GetAsync(page.Path + "/details?behalf=1&minutes=30&start=2027-04-07T05:00:00Z");
        app.TimePasses(NodaTime.Duration.FromSeconds(20));
        var unsaid = await kato.Web.SubmitAsync(form, page.Path, ("company", "別の会社"), ("name", "加藤 翼"), ("behalf", "1"));
        var done = await kato.Web.SubmitAsync(unsaid, page.Path, ("mail", Mail));
        var link = done.Address.AbsolutePath;
        var moved = await kato.Web.SubmitAsync(await kato.Web.GetAsync($"{link}/move?start=2027-04-07T06:00:00Z"), "/move");
        var home = await kato.Web.GetAsync("/booking-pages");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("04-07 14:00", BookingPageMade.Offered(slots));
        Assert.All((WebPage[])[behalf, form], p => Assert.DoesNotContain("お客様に代わって", p.Text, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "メールアドレスを入力してください。"), (unsaid.Status, unsaid.ErrorAt("mail")));
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Contains("15:00", moved.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "/booking-pages"), (home.Status, home.Address.AbsolutePath));
        Assert.DoesNotContain("製品のご相談", home.Text, StringComparison.Ordinal);
        Assert.Equal("別の会社:加藤 翼", Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Subject);
    }

    /// <summary>From the list on: nobody has to know an address (SPEC B11b).</summary>
    [Theory, EveryDatabase]
    public async Task A_host_books_for_a_guest_on_the_telephone_and_says_in_what_the_guest_is_written_to(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);

        var list = await tanaka.Web.GetAsync("/booking-pages");
        var slots = await tanaka.Web.GetAsync(new Uri(list.Document.QuerySelector("main a[href*='/b/'][href$='?behalf=1']")!.GetAttribute("href")!).PathAndQuery);
        var form = await tanaka.Web.GetAsync($"{page.Path}/details?behalf=1&minutes=30&start=2027-04-07T05:00:00Z");
        app.TimePasses(NodaTime.Duration.FromSeconds(20));
        await tanaka.Web.SubmitAsync(form, page.Path, ("name", "Mia Wong"), ("mail", Mail), ("guestLanguage", "en"));
        await app.OutsideWorldSettlesAsync();
        await app.Database.ExecuteAsync("UPDATE booking_pages SET state = 'Paused', version = version + 1");
        var own = await tanaka.Web.GetAsync(page.Path + "?behalf=1");
        var colleague = await sato.Web.GetAsync(page.Path + "?behalf=1");

        Assert.Contains("お客様に代わって予約します", slots.Text, StringComparison.Ordinal);
        Assert.Contains("confirmed", Assert.Single(app.Simulator.Mail.To(Mail)).Subject, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Gone), (own.Status, colleague.Status));
    }

    /// <summary>Where no cookie says otherwise: another device, or a page that stands in another site.</summary>
    [Theory, EveryDatabase]
    public async Task A_mailed_link_opens_in_the_language_of_the_mail_whatever_the_browser_speaks(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { Mails = s.Mails with { ConfirmsAddress = true } });
        using var web = app.NewBrowser();
        await page.BooksAsync(web, "2027-04-07 14:00", mail: Mail);
        await app.OutsideWorldSettlesAsync();
        string Link(string of) => new Uri(System.Text.RegularExpressions.Regex.Match(app.Simulator.Mail.To(Mail)[^1].Text!, @"https?://\S*" + of + @"\S*").Value).PathAndQuery;
        using var english = app.NewBrowser();
        english.Headers.Add("Accept-Language", "en");

        var asked = await english.GetAsync(Link("/confirm/"));
        var done = await english.SubmitAsync(asked, asked.Address.AbsolutePath);
        await app.OutsideWorldSettlesAsync();
        using var another = app.NewBrowser();
        another.Headers.Add("Accept-Language", "en");
        var opened = await another.GetAsync(Link("/p/"));

        Assert.All((WebPage[])[asked, done, opened], p => Assert.Equal("ja", p.Document.DocumentElement.GetAttribute("lang")));
        Assert.Contains("確定", app.Simulator.Mail.To(Mail)[^1].Subject, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_list_of_links_says_which_are_used_and_leads_to_what_was_booked(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        var path = $"/booking-pages/{page.Id}/links";
        var list = await tanaka.Web.GetAsync(path);
        foreach (var note in (string[])["港産業様", "森様"])
            list = await tanaka.Web.SubmitAsync(list, path, ("note", note));
        using var web = app.NewBrowser();

        var link = new Uri(RowOf(list, "港産業様").QuerySelector("input[readonly]")!.GetAttribute("value")!).AbsolutePath;
        await page.BooksAsync(web, "2027-04-07 14:00", at: link);
        var after = await tanaka.Web.GetAsync(path);
        var again = await web.GetAsync(link);

        Assert.Contains("未使用", RowOf(list, "港産業様").TextContent, StringComparison.Ordinal);
        Assert.Contains("予約済み", RowOf(after, "港産業様").TextContent, StringComparison.Ordinal);
        Assert.Null(RowOf(after, "港産業様").QuerySelector("input[readonly]"));
        Assert.Contains("未使用", RowOf(after, "森様").TextContent, StringComparison.Ordinal);
        Assert.NotNull(RowOf(after, "森様").QuerySelector("input[readonly]"));
        var booked = RowOf(after, "港産業様").QuerySelector("a[href^='/appointments/']")!.GetAttribute("href")!;
        Assert.Contains("みなと設計株式会社", (await tanaka.Web.GetAsync(booked)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, again.Status);
    }

    private static AngleSharp.Dom.IElement RowOf(WebPage list, string note) =>
        list.Document.QuerySelectorAll(".rows li").Single(l => l.TextContent.Contains(note, StringComparison.Ordinal));
}
