using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>お客様の追加と解除 after sending: who is meant is told, nobody else, and a dead link opens nothing (SPEC P2, P6, P7, A3).</summary>
public sealed class GuestsComeAndGo
{
    private const string First = "takahashi@guest.example";
    private const string Second = "mori@guest.example";

    [Theory, EveryDatabase]
    public async Task An_added_guest_is_asked_alone_in_their_language_and_may_decide(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        var page = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/guests/new");
        var wrong = await tanaka.Web.SubmitAsync(page, "/guests/new", ("guestName", "森 一郎"), ("guestMail", First));
        var seen = await tanaka.Web.SubmitAsync(wrong, "/guests/new", ("guestMail", Second), ("guestLanguage", "en"));
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        var path = LinkIn(app, Second);
        var offered = await guest.Web.GetAsync(path);
        await guest.Web.SubmitAsync(offered, path.Split('?')[0], ("candidate", offered.Document.QuerySelector("input[name=candidate]")!.GetAttribute("value")!));
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("追加したお客様だけに", page.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "森 一郎"), (wrong.Status, wrong.ValueOf("guestName")));
        Assert.Contains("別のお客様", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("ほか 1 名", seen.Text, StringComparison.Ordinal);
        Assert.Equal(2, app.Simulator.Mail.To(First).Count);
        Assert.Contains("Please", app.Simulator.Mail.To(Second)[0].Subject + app.Simulator.Mail.To(Second)[0].Text, StringComparison.Ordinal);
        Assert.Contains(Second, Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).BodyHtml, StringComparison.Ordinal);
        Assert.Contains("森 一郎 様をお客様に追加", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_removed_guests_link_dies_and_they_are_told_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ProposesToTwoAsync(app, tanaka);
        using var guest = new GuestBrowser(app);
        var open = await guest.Web.GetAsync(LinkIn(app, Second));

        var page = await tanaka.Web.GetAsync(RemovalOf(await tanaka.SeesAsync(proposal), "森"));
        var seen = await tanaka.Web.SubmitAsync(page, "/guests/remove");
        var again = await tanaka.Web.SubmitAsync(page, "/guests/remove");
        await app.OutsideWorldSettlesAsync();
        var late = await guest.Web.SubmitAsync(
            open, new Uri(app.Address, LinkIn(app, Second)).AbsolutePath, ("candidate", open.Document.QuerySelector("input[name=candidate]")!.GetAttribute("value")!));

        Assert.Contains(Second, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ほか 1 名", seen.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(HttpStatusCode.NotFound, late.Status);
        var told = app.Simulator.Mail.To(Second);
        Assert.Equal(2, told.Count);
        Assert.Equal("[株式会社試験]日程調整のご案内を取り消しました", told[1].Subject);
        Assert.Null(told[1].Calendar);
        Assert.DoesNotContain("/p/", told[1].Text, StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.To(First));
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.DoesNotContain(Second, app.Outlook.CalendarOf(App.Mail("tanaka"))[0].BodyHtml, StringComparison.Ordinal);
        var after = await tanaka.SeesAsync(proposal);
        Assert.Contains("森 一郎 様をお客様から外した", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/guests/remove", string.Concat(after.Document.QuerySelectorAll("a").Select(a => a.GetAttribute("href"))), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Once_a_time_is_fixed_who_joins_gets_it_and_who_leaves_loses_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ProposesToTwoAsync(app, tanaka);
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var before = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));

        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(RemovalOf(await tanaka.SeesAsync(proposal), "森")), "/guests/remove");
        await tanaka.Web.SubmitAsync(
            await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/guests/new"), "/guests/new", ("guestName", "大川 恵"), ("guestMail", "okawa@guest.example"));
        await app.OutsideWorldSettlesAsync();

        var left = app.Simulator.Mail.To(Second)[^1];
        Assert.Equal("[株式会社試験]アポイントメントのご案内を取り消しました", left.Subject);
        Assert.Contains("METHOD:CANCEL", left.Calendar!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("teams.microsoft.com", left.Text, StringComparison.Ordinal);
        var joined = Assert.Single(app.Simulator.Mail.To("okawa@guest.example"));
        Assert.Contains("METHOD:REQUEST", joined.Calendar!.Text, StringComparison.Ordinal);
        Assert.Contains(before.JoinUrl!, joined.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("森 一郎", joined.Text, StringComparison.Ordinal);
        Assert.Equal(2, app.Simulator.Mail.To(First).Count);
        var after = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal((before.ICalUId, before.Start), (after.ICalUId, after.Start));
        Assert.Contains("okawa@guest.example", after.BodyHtml, StringComparison.Ordinal);

        // Who is left hears of what comes next, and who left does not.
        await tanaka.PressesAsync(proposal.Appointment, "cancel");
        await app.OutsideWorldSettlesAsync();
        Assert.Equal((3, 3, 2), (app.Simulator.Mail.To(First).Count, app.Simulator.Mail.To(Second).Count, app.Simulator.Mail.To("okawa@guest.example").Count));
    }

    private static async Task<ProposalMade> ProposesToTwoAsync(App app, MemberBrowser tanaka)
    {
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        await tanaka.Web.SubmitAsync(
            await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/guests/new"), "/guests/new", ("guestName", "森 一郎"), ("guestMail", Second));
        await app.OutsideWorldSettlesAsync();
        return proposal;
    }

    private static string RemovalOf(WebPage page, string name) =>
        page.Document.QuerySelectorAll("a[href*='/guests/remove']").Single(a => a.TextContent.Contains(name, StringComparison.Ordinal)).GetAttribute("href")!;

    private static string LinkIn(App app, string guest) =>
        new Uri(app.Simulator.Mail.To(guest)[0].Text!.Split('\n', ' ').First(w => w.Contains("/p/", StringComparison.Ordinal)).Trim()).PathAndQuery;
}
