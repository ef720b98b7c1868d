using System.Net;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A choice is what its host wrote, whatever signs are in it: it ticks no other and is told whole (SPEC B7).</summary>
public sealed class ChoicesWithCommas
{
    private static readonly string[] Choices = ["見積", "見積,納品", "納品", "修理、保守", "修理", "保守"];

    [Theory, EveryDatabase]
    public async Task Only_what_was_ticked_comes_back_and_is_told_whole(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        var wrong = await web.SubmitAsync(
            form, page.Path, ("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@"), ("q_parts", "見積,納品"), ("q_parts", "修理、保守"), ("q_one", "見積,納品"));
        var other = await web.PressAsync(wrong, wrong.Document.QuerySelector(".guesthead button[lang]")!, ("mail", "mori@guest.example"));
        app.TimePasses(NodaTime.Duration.FromSeconds(20));
        var done = await web.SubmitAsync(other, page.Path);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (wrong.Status, other.Status));
        Assert.All([wrong, other], p => Assert.Equal(["見積,納品", "修理、保守"], Ticked(p, "q_parts")));
        Assert.All([wrong, other], p => Assert.Equal(["見積,納品"], Ticked(p, "q_one")));
        Assert.Contains("/p/", done.Address.AbsolutePath, StringComparison.Ordinal);
        await IsToldWholeAsync(app, tanaka, "見積,納品", "修理、保守");
    }

    [Theory, EveryDatabase]
    public async Task They_go_along_to_another_time(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();
        using var quicker = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        await page.BooksAsync(quicker, "2027-04-07 14:00");
        var lost = await web.SubmitAsync(
            form, page.Path, ("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example"), ("q_parts", "見積,納品"), ("q_parts", "修理、保守"));
        var next = await web.SubmitAsync(lost, page.Path + "/details", ("start", "2027-04-07T06:00:00Z"));

        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
        Assert.Equal(["見積,納品", "修理、保守"], Ticked(next, "q_parts"));
    }

    [Theory, EveryDatabase]
    public async Task A_link_ticks_what_it_names(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();

        var form = await web.GetAsync($"{page.Path}/details?minutes=30&start=2027-04-07T05:00:00Z&q_parts=見積,納品&q_parts=修理&q_one=納品");

        Assert.Equal(["見積,納品", "修理"], Ticked(form, "q_parts"));
        Assert.Equal(["納品"], Ticked(form, "q_one"));
    }

    private static string[] Ticked(WebPage page, string name) => [.. page.Inputs(name).Where(i => i.IsChecked).Select(i => i.Value)];

    /// <summary>Each on a line of its own: no sign within a choice can be taken for the end of it.</summary>
    private static async Task IsToldWholeAsync(App app, MemberBrowser host, params string[] choices)
    {
        string[] lines = ["分野:", .. choices.Select(c => "・" + c)];
        var list = await host.Web.GetAsync("/appointments");
        var link = list.Document.QuerySelectorAll("main a[href^='/appointments/']").Select(a => a.GetAttribute("href")!).First(a => Guid.TryParse(a.Split('/')[^1], out _));
        var seen = await host.Web.GetAsync(link);
        Assert.Contains(seen.Document.QuerySelectorAll("dd.pre"), d => Stand(lines, d.TextContent.Split('\n')));
        Assert.True(Stand(lines, Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text!.Split('\n')));
        Assert.True(Stand(lines, Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).BodyHtml.Split('\n', '>', '<')));
    }

    private static bool Stand(string[] lines, IEnumerable<string> within) =>
        string.Join('\n', within.Select(w => w.Trim()).Where(w => w is not ("" or "br" or "br/" or "br /"))).Contains(string.Join('\n', lines), StringComparison.Ordinal);

    private static Task<BookingPageMade> OpenAsync(App app) => BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
    {
        Form = s.Form with
        {
            Questions =
            [
                new GuestQuestion("parts", "分野", QuestionKind.Several, false, Choices),
                new GuestQuestion("one", "ご用件", QuestionKind.Choice, false, Choices),
            ],
        },
    });
}
