using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>ご希望をお知らせください: a guest whom no free time suits says when it would, and the hosts read it (SPEC B8).</summary>
public sealed class GuestsTellTheirWishes
{
    private const string Wish = "4月7日の午後、または 8日の午前を希望します。\n<b>よろしく</b>お願いします。";

    private static readonly (string, string)[] Typed = [("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example"), ("wish", Wish)];

    [Theory, EveryDatabase]
    public async Task A_wish_reaches_those_who_meet_the_guest_and_stands_with_the_page_until_it_is_settled(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "suzuki"]);
        using var web = app.NewBrowser();

        var slots = await web.GetAsync(page.Path + "?zone=Europe/London");
        var form = await web.GetAsync(slots.Document.QuerySelector("a[href*='/wish']")!.GetAttribute("href")!);
        app.TimePasses(NodaTime.Duration.FromSeconds(20));
        var sent = await web.SubmitAsync(form, "/wish", Typed);
        var again = await web.SubmitAsync(form, "/wish", Typed);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("ご希望をお送りしました", sent.Text, StringComparison.Ordinal);
        Assert.Contains("ご希望をお送りしました", again.Text, StringComparison.Ordinal);
        foreach (var host in (string[])["tanaka", "suzuki"])
        {
            var mail = Assert.Single(app.Simulator.Mail.To(App.Mail(host)));
            Assert.Equal("ご希望の日時が届きました: 製品のご相談", mail.Subject);
            Assert.Contains("4月7日の午後", mail.Text, StringComparison.Ordinal);
            Assert.Contains("森 一郎", mail.Text, StringComparison.Ordinal);
            Assert.Contains("UTC+01:00", mail.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>よろしく", mail.Html, StringComparison.Ordinal);
        }

        Assert.Empty(app.Simulator.Mail.To("mori@guest.example"));
        var list = await tanaka.Web.GetAsync("/booking-pages");
        var wishes = await tanaka.Web.GetAsync(list.Document.QuerySelector("a[href$='/wishes']")!.GetAttribute("href")!);
        Assert.Contains("ご希望 1 件", list.Text, StringComparison.Ordinal);
        Assert.Contains("mori@guest.example", wishes.Text, StringComparison.Ordinal);
        Assert.Contains("<b>よろしく</b>", wishes.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await suzuki.Web.GetAsync(wishes.Address.AbsolutePath)).Status);

        var settled = await tanaka.Web.SubmitAsync(wishes, "/delete");
        Assert.DoesNotContain("mori@guest.example", settled.Text, StringComparison.Ordinal);
        Assert.Empty((await tanaka.Web.GetAsync("/booking-pages")).Document.QuerySelectorAll("a[href$='/wishes']"));
    }

    [Theory, EveryDatabase]
    public async Task What_is_missing_is_said_at_its_field_and_robots_are_asked_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { Form = s.Form with { PrivacyText = "個人情報の取り扱いに同意する" } });
        using var web = app.NewBrowser();

        var form = await web.GetAsync(page.Path + "/wish");
        var tooSoon = await web.SubmitAsync(form, "/wish", [.. Typed, ("privacy", "true")]);
        app.TimePasses(NodaTime.Duration.FromSeconds(20));
        var trapped = await web.SubmitAsync(form, "/wish", [.. Typed, ("privacy", "true"), ("website", "https://spam.example")]);
        var wrong = await web.SubmitAsync(form, "/wish", ("company", "港産業"), ("name", ""), ("mail", "mori"), ("wish", " "));
        var sent = await web.SubmitAsync(wrong, "/wish", [.. Typed, ("privacy", "true")]);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity], [tooSoon.Status, trapped.Status, wrong.Status]);
        Assert.Equal((Wish, "森 一郎", "港産業"), (tooSoon.ValueOf("wish"), trapped.ValueOf("name"), wrong.ValueOf("company")));
        Assert.All((string[])["name", "mail", "wish"], f => Assert.NotNull(wrong.ErrorAt(f)));
        Assert.Contains("同意いただく必要があります", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("ご希望をお送りしました", sent.Text, StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task A_page_that_takes_none_offers_none_and_a_flood_is_stopped(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Settings["BookingPostsPerMinutePerAddress"] = "3";
        await app.RestartsAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        var none = await BookingPageMade.OpenAsync(app, "none", ["tanaka"], s => s with { TakesWishes = false });
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();

        var slots = await web.GetAsync(none.Path);
        var closed = await web.GetAsync(none.Path + "/wish");
        var form = await web.GetAsync(page.Path + "/wish");
        List<WebPage> sent = [];
        for (var i = 0; i < 4; i++)
            sent.Add(await web.SubmitAsync(form, "/wish", ("name", "")));

        Assert.Empty(slots.Document.QuerySelectorAll("a[href*='/wish']"));
        Assert.Equal(none.Path, closed.Address.AbsolutePath);
        Assert.All(sent[..3], p => Assert.Equal(HttpStatusCode.UnprocessableEntity, p.Status));
        Assert.Equal(HttpStatusCode.TooManyRequests, sent[3].Status);
    }

    [Theory, EveryDatabase]
    public async Task A_host_decides_whether_wishes_are_taken(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var path = (await tanaka.Web.GetAsync("/booking-pages")).Document.QuerySelector("main h2 a")!.GetAttribute("href")!;

        var before = await tanaka.Web.GetAsync(path);
        await tanaka.Web.SubmitAsync(before, path, ("wishes", null!), ("action", "save"));
        var after = await tanaka.Web.GetAsync(path);

        Assert.True(before.Inputs("wishes").Single().IsChecked);
        Assert.False(after.Inputs("wishes").Single().IsChecked);
    }
}
