using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What no page offers, but anybody can post, must not break what others see (SPEC X5).</summary>
public sealed class OddInputDoesNoHarm
{
    [Theory, EveryDatabase]
    public async Task A_guest_who_wishes_for_the_year_9999_breaks_neither_page_nor_holds(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);

        var page = await guest.AsksForOtherTimesAsync(
            proposal, "年末に", ("zone", "America/New_York"), ("wishDate1", "9999-12-31"), ("wishStart1", "10:00"), ("wishEnd1", "11:00"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("年末に", page.Document.QuerySelector("textarea[name=wishMessage]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}")).Status);
    }

    [Theory, EveryDatabase]
    public async Task Made_up_words_and_far_weeks_end_on_ordinary_pages(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");

        var compose = await tanaka.Web.GetAsync("/proposals/new");
        var sent = await tanaka.Web.SubmitAsync(
            compose, "/proposals", ("format", "99"), ("guestName", "高橋"), ("delivery", "url"), ("title", "件\u0007名"),
            ("candidate", "2027-04-06T10:00/2027-04-06T11:00"), ("action", "send"));

        Assert.True(sent.Address.AbsolutePath.EndsWith("/sent", StringComparison.Ordinal), $"{sent.Status} {sent.Text}");
        Assert.Contains("件名", (await tanaka.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        foreach (var path in (string[])["/appointments", "/appointments?state=99", "/sign-in/failed?reason=99", "/proposals/busy?week=9999-12-31&host=x", "/proposals/new?week=9999-12-27"])
            Assert.NotEqual(HttpStatusCode.InternalServerError, (await tanaka.Web.GetAsync(path)).Status);
        var far = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/proposals/new"), "/proposals", ("action", "week:9999-12-31"));
        Assert.Equal(HttpStatusCode.OK, far.Status);
    }

    [Theory, EveryDatabase]
    public async Task A_co_host_who_took_the_link_back_is_asked_for_through_the_main_host(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();
        await sato.Web.SubmitAsync(await sato.Web.GetAsync("/connections/microsoft365/disconnect"), "/disconnect");
        await app.OutsideWorldSettlesAsync();
        app.Outlook.Put(App.Mail("sato"), new NewItem("歯医者", App.At("2027-04-06 10:30"), App.At("2027-04-06 11:30")));

        using var guest = new GuestBrowser(app);
        var taken = await guest.ChoosesAsync(proposal, 1);
        var free = await guest.ChoosesAsync(proposal, 2);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (taken.Status, free.Status));
    }

    [Theory, EveryDatabase]
    public async Task A_member_who_forgot_the_password_gets_a_new_link_and_older_sign_ins_end(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var members = await tanaka.Web.GetAsync("/members");
        var form = members.Document.QuerySelectorAll("form[action$='/invite']").First(f => f.TextContent.Contains(App.Mail("sato"), StringComparison.Ordinal));

        await tanaka.Web.SubmitAsync(members, form.GetAttribute("action")!);
        await app.OutsideWorldSettlesAsync();
        var mail = app.Simulator.Mail.To(App.Mail("sato"))[^1];
        var link = System.Text.RegularExpressions.Regex.Match(mail.Text!, @"/invitation/\S+").Value;
        using var fresh = app.NewBrowser();
        var entered = await fresh.SubmitAsync(await fresh.GetAsync(link), link, ("name", "佐藤 健一"), ("password", "a new password"));

        Assert.Equal(HttpStatusCode.OK, entered.Status);
        Assert.Equal("/connections", entered.Address.AbsolutePath);
        Assert.Equal("/sign-in", (await sato.Web.GetAsync("/appointments")).Address.AbsolutePath);
    }
}
