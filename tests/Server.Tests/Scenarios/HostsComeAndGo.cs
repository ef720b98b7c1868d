using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Hosts are added and removed while something is arranged; calendars follow, and nobody is written to (SPEC A0, P8).</summary>
public sealed class HostsComeAndGo
{
    [Theory, EveryDatabase]
    public async Task While_it_is_open_holds_come_and_go_with_them(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "mori");
        using var mori = await app.SignsInAsync("mori");
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();
        var mails = app.Simulator.Mail.Messages.Count;

        await JoinsAsync(tanaka, proposal, "mori");
        await LeavesAsync(tanaka, proposal, "sato");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("mori")).Count);
        Assert.All(app.Outlook.CalendarOf(App.Mail("mori")), i => Assert.Equal(ShowAs.Tentative, i.ShowAs));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("sato")));
        Assert.Equal(mails, app.Simulator.Mail.Messages.Count);
        var page = await tanaka.SeesAsync(proposal);
        Assert.Contains("担当者に追加", page.Text, StringComparison.Ordinal);
        Assert.Contains("担当者から外した", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("カレンダー未反映", page.Text, StringComparison.Ordinal);
        // Who left does not see it any more; who joined does.
        Assert.Equal(HttpStatusCode.NotFound, (await sato.SeesAsync(proposal)).Status);
        Assert.Equal(HttpStatusCode.OK, (await mori.SeesAsync(proposal)).Status);
    }

    [Theory, EveryDatabase]
    public async Task Once_confirmed_the_meeting_invites_them_or_no_more_and_stays_the_same(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "mori");
        using var mori = await app.SignsInAsync("mori");
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var before = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var mails = app.Simulator.Mail.Messages.Count;

        await JoinsAsync(tanaka, proposal, "mori");
        await LeavesAsync(tanaka, proposal, "sato");
        await app.OutsideWorldSettlesAsync();
        var after = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var left = app.Outlook.CalendarOf(App.Mail("sato")).Count;
        await JoinsAsync(tanaka, proposal, "sato");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal((before.Id, before.JoinUrl, App.Mail("mori")), (after.Id, after.JoinUrl, Assert.Single(after.Attendees).Address));
        Assert.Equal(0, left);
        Assert.Equal(ResponseType.Accepted, Assert.Single(app.Outlook.CalendarOf(App.Mail("mori"))).Response);
        Assert.Equal(ResponseType.Accepted, Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).Response);
        Assert.Equal(mails, app.Simulator.Mail.Messages.Count);
        Assert.Contains("mori", (await guest.OpensAsync(proposal)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("カレンダー未反映", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task What_overlaps_is_said_at_the_field_and_can_be_accepted(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "mori");
        using var mori = await app.SignsInAsync("mori");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.Put(App.Mail("mori"), new NewItem("歯科", App.At("2027-04-06 10:00"), App.At("2027-04-06 11:00")));
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        var refused = await JoinsAsync(tanaka, proposal, "mori");
        var accepted = await tanaka.Web.SubmitAsync(refused, "/hosts", ("overlapAccepted", "true"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("重なる予定があります", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, accepted.Status);
        Assert.Equal(4, app.Outlook.CalendarOf(App.Mail("mori")).Count);
    }

    private static async Task<WebPage> JoinsAsync(MemberBrowser by, ProposalMade proposal, string who)
    {
        var page = await by.SeesAsync(proposal);
        var option = page.Document.QuerySelectorAll("select[name=host] option").Single(o => o.TextContent.Contains(App.DisplayName(who), StringComparison.Ordinal));
        return await by.Web.SubmitAsync(page, "/hosts", ("host", option.GetAttribute("value")!));
    }

    private static async Task LeavesAsync(MemberBrowser by, ProposalMade proposal, string who)
    {
        var page = await by.SeesAsync(proposal);
        var button = page.Document.QuerySelectorAll("button[name=remove]").Single(b => b.TextContent.Contains(App.DisplayName(who), StringComparison.Ordinal));
        await by.Web.SubmitAsync(page, "/hosts", ("remove", button.GetAttribute("value")!));
    }
}
