using System.Net;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Zone, language, length and whatever else was chosen or typed goes along, without scripts and cookies (SPEC B8).</summary>
public sealed class ChoicesSurviveEveryStep
{
    private const string London = "Europe/London";

    private static readonly (string Name, string Value)[] Typed =
        [("company", "港産業"), ("name", "森 一郎"), ("phone", "03-1234-5678"), ("q_topic", "一行目\n二行目"), ("q_parts", "修理"), ("companions", "原 花子")];

    [Theory, EveryDatabase]
    public async Task Another_zone_takes_nothing_away(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);

        var shown = await tanaka.Web.GetAsync($"{page.Path}?minutes=60&view=week&from=2027-04-15&behalf=1&lang=ja&zone=Asia/Tokyo");
        tanaka.Web.Headers.Add("Accept-Language", "en");
        var there = await tanaka.Web.SubmitAsync(shown, page.Path, ("zone", London));
        using var framed = app.NewBrowser();
        framed.Headers.Add("Accept-Language", "en");
        var without = await framed.SubmitAsync(await framed.GetAsync($"{page.Path}?lang=ja&minutes=60"), page.Path, ("zone", London));

        Assert.Equal("ja", there.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("1時間", LengthOf(there));
        Assert.NotNull(there.Document.QuerySelector("table"));
        Assert.All(there.Document.QuerySelectorAll("form[action$='/details']"), f => Assert.NotNull(f.QuerySelector("input[name=view][value=week]")));
        Assert.Equal(HeadingOf(shown), HeadingOf(there));
        Assert.Contains("UTC+01:00", there.Text, StringComparison.Ordinal);
        Assert.Contains("お客様に代わって", there.Text, StringComparison.Ordinal);
        Assert.All((string[])["zone=Europe%2FLondon", "minutes=60", "lang=ja"], part => Assert.Contains(part, without.Address.Query, StringComparison.Ordinal));
        Assert.Equal(("ja", "1時間"), (without.Document.DocumentElement.GetAttribute("lang"), LengthOf(without)));
        Assert.Null(without.Document.QuerySelector("table"));
    }

    /// <summary>Behind the first free time nothing was turned to: in another zone it may lie on another date.</summary>
    [Theory, EveryDatabase]
    public async Task Another_zone_shows_the_first_free_time_where_no_week_was_chosen(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();

        var there = await web.SubmitAsync(await web.GetAsync(page.Path), page.Path, ("zone", "America/Los_Angeles"));

        Assert.NotNull(there.Document.QuerySelector("#d2027-04-05"));
        Assert.Equal("04-06 10:00", BookingPageMade.Offered(there)[0]);
    }

    [Theory, EveryDatabase]
    public async Task The_page_of_a_booking_keeps_its_language_in_another_zone(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();
        var link = (await page.BooksAsync(web, "2027-04-07 14:00")).Address.AbsolutePath;
        using var framed = app.NewBrowser();
        framed.Headers.Add("Accept-Language", "en");

        var there = await framed.SubmitAsync(await framed.GetAsync(link + "?lang=ja"), link, ("zone", London));

        Assert.Equal("ja", there.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains("lang=ja", there.Address.Query, StringComparison.Ordinal);
        Assert.Contains("6:00", there.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_other_language_keeps_time_and_all_that_is_typed(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00", 60);
        var typing = await web.PressAsync(form, SwitchOf(form), Typed);
        var wrong = await web.SubmitAsync(typing, page.Path, ("mail", "mori@"));
        var back = await web.PressAsync(wrong, SwitchOf(wrong), ("mail", "mori@guest.example"));
        app.TimePasses(NodaTime.Duration.FromSeconds(20));
        var done = await web.SubmitAsync(back, page.Path);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (typing.Status, wrong.Status, back.Status));
        Assert.Equal(["en", "en", "ja"], ((WebPage[])[typing, wrong, back]).Select(p => p.Document.DocumentElement.GetAttribute("lang")));
        foreach (var shown in (WebPage[])[typing, wrong, back])
        {
            Assert.All(Typed.Where(t => t.Name != "q_parts"), t => Assert.Equal(t.Value, shown.ValueOf(t.Name)));
            Assert.Equal("修理", Assert.Single(shown.Inputs("q_parts"), i => i.IsChecked).Value);
            Assert.Equal(("2027-04-07T05:00:00Z", "60"), (shown.ValueOf("start"), shown.ValueOf("minutes")));
        }

        Assert.Equal("mori@guest.example", back.ValueOf("mail"));
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal((App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")), (entry.Start, entry.End));
    }

    private static Task<BookingPageMade> OpenAsync(App app) => BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
    {
        Meeting = s.Meeting with { Minutes = [30, 60] },
        Form = s.Form with
        {
            Questions =
            [
                new GuestQuestion("topic", "ご相談の内容", QuestionKind.LongText, false, []),
                new GuestQuestion("parts", "分野", QuestionKind.Several, false, ["校正", "修理"]),
            ],
        },
    });

    private static AngleSharp.Dom.IElement SwitchOf(WebPage page) => page.Document.QuerySelector(".guesthead button[lang]")!;

    private static string LengthOf(WebPage page) => page.Document.QuerySelector(".segment a[aria-current=true]")!.TextContent;

    private static string HeadingOf(WebPage page) => page.Document.QuerySelector(".pager h3")!.TextContent;
}
