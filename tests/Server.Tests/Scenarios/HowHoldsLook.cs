using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>予定あり, a title of their own, private (SPEC P8): and in nobody's way all the same (SPEC P4).</summary>
public sealed class HowHoldsLook
{
    [Theory, EveryDatabase]
    public async Task Firm_private_holds_under_another_title_become_an_ordinary_meeting(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var time = new ProposalText { Candidates = ["2027-04-06T10:00/2027-04-06T11:00"] };
        var other = await tanaka.ProposesAsync(time with { GuestMail = "first@guest.example" });
        var fields = MemberBrowser.FieldsOf(time with { OverlapAccepted = true }).Where(f => f.Item1 != "action").ToList();
        var compose = await tanaka.Web.GetAsync("/proposals/new");
        List<(string, string)> style = [.. fields, ("holdStrength", "Busy"), ("holdTitle", "社外打合せ(調整中)"), ("isPrivate", "true")];
        var tooLong = await tanaka.Web.SubmitAsync(compose, "/proposals", [.. style.Where(s => s.Item1 != "holdTitle"), ("holdTitle", new string('長', 201)), ("action", "send")]);
        var sent = await tanaka.Web.SubmitAsync(compose, "/proposals", [.. style, ("action", "send")]);
        await app.OutsideWorldSettlesAsync();
        var id = sent.Address.Segments[^2].TrimEnd('/');
        var hold = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")), e => e.Subject == "社外打合せ(調整中)");
        var shown = (hold.ShowAs, hold.Sensitivity, hold.IsReminderOn);
        var copy = await tanaka.Web.GetAsync($"/proposals/new?copy={id}");
        using var guest = new GuestBrowser(app);
        // The other proposal's guest is not told that the time is taken: it is only held.
        var stillOffered = await guest.Web.GetAsync(other.GuestPath);
        var page = await tanaka.Web.GetAsync($"/appointments/{id}");
        await tanaka.Web.SubmitAsync(page, "/choose", ("candidate", page.Document.QuerySelector("form[action$='/choose'] input[name=candidate]")!.GetAttribute("value")!));
        await app.OutsideWorldSettlesAsync();
        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")), e => e.Subject == time.Title);

        Assert.NotNull(tooLong.ErrorAt("holdTitle"));
        Assert.Equal((ShowAs.Busy, Sensitivity.Private, false), shown);
        Assert.Equal("社外打合せ(調整中)", copy.ValueOf("holdTitle"));
        Assert.NotNull(copy.Document.QuerySelector("#f-holdStrength option[value=Busy][selected]"));
        Assert.NotNull(copy.Document.QuerySelector("input[name=isPrivate][checked]"));
        Assert.Empty(stillOffered.Document.QuerySelectorAll("input[name=candidate][disabled]"));
        Assert.Equal((ShowAs.Busy, Sensitivity.Private, true, hold.Id), (meeting.ShowAs, meeting.Sensitivity, meeting.IsReminderOn, meeting.Id));
    }

    [Theory, EveryDatabase]
    public async Task Changed_after_sending_the_same_holds_look_otherwise_and_the_guest_hears_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"], Candidates = ["2027-04-06T10:00/2027-04-06T11:00"] });
        await app.OutsideWorldSettlesAsync();
        var ids = ((string[])["tanaka", "sato"]).Select(h => Assert.Single(app.Outlook.CalendarOf(App.Mail(h))).Id).ToList();

        var edit = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/edit");
        var tooLong = await tanaka.Web.SubmitAsync(edit, "/edit", ("holdTitle", new string('長', 201)), ("holdStrength", "Busy"), ("isPrivate", "true"));
        await tanaka.Web.SubmitAsync(tooLong, "/edit", ("holdTitle", "社外打合せ"));
        await app.OutsideWorldSettlesAsync();
        var holds = ((string[])["tanaka", "sato"]).Select(h => Assert.Single(app.Outlook.CalendarOf(App.Mail(h)))).ToList();
        var shown = holds.Select(h => (h.Id, h.Subject, h.ShowAs, h.Sensitivity)).ToList();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var confirmed = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/edit");
        await tanaka.Web.SubmitAsync(confirmed, "/edit", ("isPrivate", ""));
        await app.OutsideWorldSettlesAsync();
        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));

        Assert.NotNull(tooLong.ErrorAt("holdTitle"));
        Assert.NotNull(tooLong.Document.QuerySelector("#f-holdStrength option[value=Busy][selected]"));
        Assert.NotNull(tooLong.Document.QuerySelector("input[name=isPrivate][checked]"));
        Assert.Equal(ids.Select(id => (id, "社外打合せ", ShowAs.Busy, Sensitivity.Private)), shown);
        Assert.Null(confirmed.Document.QuerySelector("[name=holdTitle]"));
        Assert.NotNull(confirmed.Document.QuerySelector("input[name=isPrivate][checked]"));
        Assert.Equal((ids[0], "製品のご紹介", Sensitivity.Normal), (meeting.Id, meeting.Subject, meeting.Sensitivity));
        // The proposal and the confirmation, and nothing of how entries look.
        Assert.Equal(2, app.Simulator.Mail.To("takahashi@guest.example").Count);
    }
}
