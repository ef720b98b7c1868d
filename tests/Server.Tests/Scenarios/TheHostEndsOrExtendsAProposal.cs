using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>取り下げ, 期限切れ and 期限の延長 (SPEC P7, P8, M12).</summary>
public sealed class TheHostEndsOrExtendsAProposal
{
    [Theory, EveryDatabase]
    public async Task Withdrawing_takes_the_holds_away_and_tells_the_guest_in_the_hosts_words(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();

        var page = await tanaka.PressesAsync(proposal.Appointment, "withdraw", ("message", "社内の都合で仕切り直します"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("sato")));
        var mails = app.Simulator.Mail.To("takahashi@guest.example");
        Assert.Equal(2, mails.Count);
        Assert.Contains("取り下げ", mails[1].Subject, StringComparison.Ordinal);
        Assert.Contains("社内の都合で仕切り直します", mails[1].Text, StringComparison.Ordinal);
        using var guest = new GuestBrowser(app);
        Assert.Contains("この日程調整は取り下げられました", (await guest.OpensAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Withdrawing_what_was_sent_as_a_url_mails_nobody(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        await app.OutsideWorldSettlesAsync();

        await tanaka.PressesAsync(proposal.Appointment, "withdraw");
        await app.OutsideWorldSettlesAsync();

        Assert.Empty(app.Simulator.Mail.Messages);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    /// <summary>Nobody can be mailed: the link is all the guest has.</summary>
    [Theory, EveryDatabase]
    public async Task What_was_sent_as_a_url_and_withdrawn_says_so_behind_the_link_in_the_hosts_words(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false, GuestMail = "" });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        var open = await guest.OpensAsync(proposal);

        await tanaka.PressesAsync(proposal.Appointment, "withdraw", ("message", "社内の都合で仕切り直します。\n改めてご連絡いたします。"));
        var seen = await guest.OpensAsync(proposal);
        var late = await guest.ChoosesAsync(open, proposal, 1);
        await app.OutsideWorldSettlesAsync();

        foreach (var page in (WebPage[])[seen, late])
        {
            Assert.Contains("この日程調整は取り下げられました", page.Text, StringComparison.Ordinal);
            Assert.Contains("社内の都合で仕切り直します。 改めてご連絡いたします。", page.Text, StringComparison.Ordinal);
            Assert.NotNull(page.Document.QuerySelector($"a[href='mailto:{App.Mail("tanaka")}']"));
            Assert.Empty(page.Document.QuerySelectorAll("input[name=candidate]"));
        }

        Assert.Empty(app.Simulator.Mail.Messages);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task Withdrawing_before_the_invitation_left_sends_neither(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());

        await tanaka.PressesAsync(proposal.Appointment, "withdraw");
        await app.OutsideWorldSettlesAsync();

        Assert.Empty(app.Simulator.Mail.Messages);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task Withdrawing_twice_says_that_it_is_done_and_mails_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var ask = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/withdraw");

        await tanaka.Web.SubmitAsync(ask, "/withdraw");
        var second = await tanaka.Web.SubmitAsync(ask, "/withdraw");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("いまの状態ではできません", second.Text, StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.To("takahashi@guest.example"), m => m.Subject.Contains("取り下げ", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task When_the_deadline_passes_the_holds_go_and_the_hosts_are_told(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { Deadline = App.At("2027-04-05 18:00") });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        var before = await guest.OpensAsync(proposal);

        app.TimePasses(Duration.FromHours(10));
        var late = await guest.ChoosesAsync(before, proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("受付を終了しています", late.Text, StringComparison.Ordinal);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var mail = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
        Assert.StartsWith("【期限切れ】", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("期限切れ", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Extending_after_expiry_holds_the_same_times_again_and_the_guest_can_choose(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { Deadline = App.At("2027-04-05 18:00") });
        await app.OutsideWorldSettlesAsync();
        var spent = app.Outlook.CalendarOf(App.Mail("tanaka")).Select(h => h.TransactionId).ToList();
        app.TimePasses(Duration.FromHours(10));
        await app.OutsideWorldSettlesAsync();

        var page = await tanaka.PressesAsync(
            proposal.Appointment, "extend", ("deadlineDate", "2027-04-06"), ("deadlineTime", "09:00"));
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("調整中", page.Text, StringComparison.Ordinal);
        var holds = app.Outlook.CalendarOf(App.Mail("tanaka"));
        Assert.Equal(3, holds.Count);
        Assert.All(holds, h => Assert.Equal(ShowAs.Tentative, h.ShowAs));
        Assert.Empty(holds.Select(h => h.TransactionId).Intersect(spent));
        using var guest = new GuestBrowser(app);
        Assert.Contains("確定しました", (await guest.ChoosesAsync(proposal, 1)).Text, StringComparison.Ordinal);
        await app.OutsideWorldSettlesAsync();
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task Extending_in_time_moves_the_deadline_and_touches_no_calendar(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { Deadline = App.At("2027-04-05 18:00") });
        await app.OutsideWorldSettlesAsync();
        var before = app.Outlook.CalendarOf(App.Mail("tanaka")).Select(h => h.Etag).ToList();

        await tanaka.PressesAsync(proposal.Appointment, "extend", ("deadlineDate", "2027-04-06"), ("deadlineTime", "09:00"));
        app.TimePasses(Duration.FromHours(10));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(before, app.Outlook.CalendarOf(App.Mail("tanaka")).Select(h => h.Etag));
        Assert.Empty(app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    /// <summary>SPEC P8, M19: what we deleted ourselves, unheard, is not taken for a person's doing.</summary>
    [Theory, EveryDatabase]
    public async Task Extending_while_removals_are_in_doubt_holds_every_candidate_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { Deadline = App.At("2027-04-05 12:00") });
        await app.OutsideWorldSettlesAsync();
        app.Simulator.Faults.Add(new Fault(FaultKind.DoneThenDisconnected, "DELETE", "/me/**") { Times = null });
        app.TimePasses(Duration.FromHours(4));
        await app.WorkerLooksAsync();
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        app.Simulator.Faults.Clear();

        await tanaka.PressesAsync(proposal.Appointment, "extend", ("deadlineDate", "2027-04-06"), ("deadlineTime", "09:00"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.DoesNotContain("元に戻す", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }
}
