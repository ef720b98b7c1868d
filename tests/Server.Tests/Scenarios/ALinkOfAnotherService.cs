using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>URLを自分で入力する, あとで知らせる: a Web会議 of any service, told like one that is issued (SPEC P2, P7, M18).</summary>
public sealed class ALinkOfAnotherService
{
    private const string Guest = "takahashi@guest.example";
    private const string Zoom = "https://sample.zoom.example/j/98765432100?pwd=a1B2c3&uname=x";
    private const string Meet = "https://meet.example/abc-defg-hij";

    [Theory, EveryDatabase]
    public async Task It_is_told_once_the_time_is_fixed_and_again_when_it_is_another(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var proposal = await tanaka.ProposesAsync(new ProposalText { Online = false, OwnLink = Zoom });
        await app.OutsideWorldSettlesAsync();
        var offered = await guest.OpensAsync(proposal);
        var invitation = app.Simulator.Mail.To(Guest)[^1];
        var hold = app.Outlook.CalendarOf(App.Mail("tanaka"))[0];

        var done = await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var (toGuest, toHost) = (app.Simulator.Mail.To(Guest)[^1], app.Simulator.Mail.To(App.Mail("tanaka"))[^1]);
        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));

        // Before there is a time it is nobody's.
        Assert.Contains("日時が確定しましたら、メールでお送りします。", invitation.Text, StringComparison.Ordinal);
        foreach (var before in (string[])[offered.Text, invitation.Text!, invitation.Html!, hold.Location ?? "", hold.BodyHtml])
            Assert.DoesNotContain("zoom.example", before, StringComparison.Ordinal);
        // Then wherever people look for it.
        Assert.Contains(Zoom, LinksOf(done));
        Assert.Contains(Zoom, toGuest.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"{WebUtility.HtmlEncode(Zoom)}\"", toGuest.Html!, StringComparison.Ordinal);
        Assert.Contains(Zoom, toHost.Text, StringComparison.Ordinal);
        Assert.Contains($"URL:{Zoom}", Unfolded(toGuest.Calendar!.Text), StringComparison.Ordinal);
        Assert.Equal((Zoom, null), (meeting.Location, meeting.JoinUrl));
        Assert.Contains(WebUtility.HtmlEncode(Zoom), meeting.BodyHtml, StringComparison.Ordinal);
        Assert.Contains(Zoom, LinksOf(await tanaka.SeesAsync(proposal)));

        await EditsAsync(app, tanaka, proposal, ("meetingLink", "own"), ("ownLink", Meet));
        var told = app.Simulator.Mail.To(Guest)[^1];
        var after = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));

        Assert.Equal(3, app.Simulator.Mail.To(Guest).Count);
        Assert.Contains("変更", told.Subject, StringComparison.Ordinal);
        Assert.Contains(Meet, told.Text, StringComparison.Ordinal);
        Assert.Contains($"URL:{Meet}", Unfolded(told.Calendar!.Text), StringComparison.Ordinal);
        Assert.Equal((meeting.Id, Meet), (after.Id, after.Location));
        var copy = await tanaka.Web.GetAsync($"/proposals/new?copy={proposal.Appointment}");
        Assert.Equal(("own", Meet), (copy.ValueOf("meetingLink"), copy.ValueOf("ownLink")));

        // It is not ours, so we do not say that it is dead.
        await tanaka.PressesAsync(proposal.Appointment, "cancel");
        await app.OutsideWorldSettlesAsync();
        Assert.DoesNotContain("使えなくなりました", app.Simulator.Mail.To(Guest)[^1].Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task None_yet_is_said_and_entered_or_issued_later(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var proposal = await tanaka.ProposesAsync(new ProposalText { Online = false, Place = "オンライン" });
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var first = app.Simulator.Mail.To(Guest)[^1];
        var waiting = await guest.OpensAsync(proposal);

        await EditsAsync(app, tanaka, proposal, ("meetingLink", "own"), ("ownLink", Zoom));
        var own = app.Simulator.Mail.To(Guest)[^1];
        var withOwn = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        await EditsAsync(app, tanaka, proposal, ("meetingLink", "issued"));
        var issued = app.Simulator.Mail.To(Guest)[^1];
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var edit = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/edit");

        Assert.Contains("決まりしだい、お知らせいたします。", first.Text, StringComparison.Ordinal);
        Assert.Contains("決まりしだい、お知らせいたします", waiting.Text, StringComparison.Ordinal);
        Assert.Contains(Zoom, own.Text, StringComparison.Ordinal);
        Assert.Equal($"オンライン {Zoom}", withOwn.Location);
        Assert.NotNull(entry.JoinUrl);
        Assert.Equal((withOwn.Id, "オンライン"), (entry.Id, entry.Location));
        Assert.Contains(entry.JoinUrl, issued.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("zoom.example", issued.Text + entry.BodyHtml, StringComparison.Ordinal);
        Assert.Equal(3, app.Simulator.Mail.To(Guest).Count);
        // The one that was issued stays in the entry: there is no other choice any more.
        Assert.Empty(edit.Inputs("meetingLink"));
        Assert.Contains("Microsoft Teams で発行済み", edit.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task It_takes_the_place_of_one_that_was_never_issued_and_the_guest_is_told_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        app.Outlook.SetTeams(App.Mail("tanaka"), TeamsAvailability.Never);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync(Duration.FromHours(2));
        Assert.Empty(app.Simulator.Mail.To(Guest));

        await EditsAsync(app, tanaka, proposal, ("meetingLink", "own"), ("ownLink", Zoom));

        var mail = Assert.Single(app.Simulator.Mail.To(Guest));
        Assert.Contains("確定しました", mail.Subject, StringComparison.Ordinal);
        Assert.Contains(Zoom, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("カレンダー未反映", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase("zoom.example/j/1")]
    [EveryDatabase("http://zoom.example/j/1")]
    [EveryDatabase("javascript:alert(1)")]
    [EveryDatabase("https://zoom")]
    [EveryDatabase("https://zoom.example@evil.example/")]
    [EveryDatabase("https://zoom.example/j/1 パスコード 123")]
    public async Task What_opens_no_page_is_said_at_the_field(DatabaseKind kind, string link)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        var composed = await tanaka.SendAsync(new ProposalText { Online = false, OwnLink = link });
        var missing = await tanaka.Web.SubmitAsync(composed, "/proposals", ("ownLink", ""), ("action", "send"));
        var proposal = await tanaka.ProposesAsync(new ProposalText { Online = false });
        var form = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/edit");
        var edited = await tanaka.Web.SubmitAsync(form, "/edit", ("meetingLink", "own"), ("ownLink", link));

        foreach (var page in (WebPage[])[composed, edited])
        {
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "https:// で始まる URL を入力してください。"), (page.Status, page.ErrorAt("ownLink")));
            Assert.Equal(("own", link), (page.ValueOf("meetingLink"), page.ValueOf("ownLink")));
        }

        Assert.StartsWith("会議URLを入力してください。", missing.ErrorAt("ownLink"), StringComparison.Ordinal);
        Assert.Equal("later", (await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/edit")).ValueOf("meetingLink"));
    }

    private static async Task EditsAsync(App app, MemberBrowser host, ProposalMade proposal, params (string, string)[] fields)
    {
        var page = await host.Web.SubmitAsync(await host.Web.GetAsync($"/appointments/{proposal.Appointment}/edit"), "/edit", fields);
        Assert.Equal($"/appointments/{proposal.Appointment}", page.Address.AbsolutePath);
        await app.OutsideWorldSettlesAsync();
    }

    private static IEnumerable<string?> LinksOf(WebPage page) => page.Document.QuerySelectorAll("a").Select(a => a.GetAttribute("href"));

    private static string Unfolded(string calendar) => calendar.Replace("\r\n ", "", StringComparison.Ordinal);
}
