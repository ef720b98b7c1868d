using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>再調整依頼 (SPEC P4, P5).</summary>
public sealed class TheGuestAsksForOtherTimes
{
    [Theory, EveryDatabase]
    public async Task The_holds_go_and_the_hosts_read_what_the_guest_wrote(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();

        using var guest = new GuestBrowser(app);
        var sent = await guest.AsksForOtherTimesAsync(
            proposal, "翌週の午後だと助かります", ("wishDate1", "2027-04-13"), ("wishStart1", "13:00"), ("wishEnd1", "15:00"));
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("再調整のご依頼をお送りしました", sent.Text, StringComparison.Ordinal);
        foreach (var host in (string[])["tanaka", "sato"])
        {
            Assert.Empty(app.Outlook.CalendarOf(App.Mail(host)));
            var mail = Assert.Single(app.Simulator.Mail.To(App.Mail(host)));
            Assert.StartsWith("【再調整依頼】", mail.Subject, StringComparison.Ordinal);
            Assert.Contains("翌週の午後だと助かります", mail.Text, StringComparison.Ordinal);
            Assert.Contains("4月13日", mail.Text, StringComparison.Ordinal);
        }

        var page = await tanaka.SeesAsync(proposal);
        Assert.Contains("再調整依頼", page.Text, StringComparison.Ordinal);
        Assert.Contains("翌週の午後だと助かります", page.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Asking_twice_says_the_same_and_mails_nobody_twice(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        var form = await guest.Web.GetAsync(proposal.GuestPath + "/other-times");

        var first = await guest.Web.SubmitAsync(form, "/other-times", ("wishMessage", "来週でお願いします"));
        var second = await guest.Web.SubmitAsync(form, "/other-times", ("wishMessage", "やはり再来週で"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(first.Text, second.Text);
        Assert.Contains("来週でお願いします", second.Text, StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task Afterwards_no_candidate_can_be_taken_any_more(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        var before = await guest.OpensAsync(proposal);
        await guest.AsksForOtherTimesAsync(proposal, "来週でお願いします");

        var answer = await guest.ChoosesAsync(before, proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("再調整のご依頼をお送りしました", answer.Text, StringComparison.Ordinal);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task A_guest_who_waits_for_other_times_is_told_when_there_will_be_none(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        using var guest = new GuestBrowser(app);
        await guest.AsksForOtherTimesAsync(proposal, "来週でお願いします");
        await app.OutsideWorldSettlesAsync();

        var asks = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/withdraw");
        await tanaka.Web.SubmitAsync(asks, "/withdraw");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("takahashi@guest.example へ 1 通お知らせします", asks.Text, StringComparison.Ordinal);
        Assert.Contains("取り下げ", Assert.Single(app.Simulator.Mail.To("takahashi@guest.example")).Subject, StringComparison.Ordinal);
    }
}
