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
