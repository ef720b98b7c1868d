using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>No confirmation leaves before the link is really there, and never silently without it (SPEC M14, P6).</summary>
public sealed class TheMeetingLink
{
    private const string Guest = "takahashi@guest.example";
    private static readonly Duration UntilGivenUp = Duration.FromHours(2);

    [Theory, EveryDatabase]
    public async Task A_link_that_comes_late_holds_every_mail_back_until_it_is_there(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        app.Outlook.SetTeams(App.Mail("tanaka"), TeamsAvailability.Late(Duration.FromSeconds(40)));
        using var guest = new GuestBrowser(app);

        var done = await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync(Duration.FromSeconds(20));

        Assert.Contains("会議URLはメールでお送りします", done.Text, StringComparison.Ordinal);
        Assert.Empty(app.Simulator.Mail.Messages);

        await app.OutsideWorldSettlesAsync();

        var link = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).JoinUrl!;
        Assert.Contains(link, Assert.Single(app.Simulator.Mail.To(Guest)).Text, StringComparison.Ordinal);
        Assert.Contains(link, Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text, StringComparison.Ordinal);
        Assert.Contains((await guest.OpensAsync(proposal)).Document.QuerySelectorAll("a"), a => a.GetAttribute("href") == link);
    }

    [Theory, EveryDatabase]
    public async Task A_link_that_never_comes_is_the_hosts_to_decide_and_they_are_told_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedWithoutLinkAsync(app, tanaka);

        var page = await tanaka.SeesAsync(proposal);

        Assert.Empty(app.Simulator.Mail.To(Guest));
        Assert.StartsWith("【要対応】", Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Subject, StringComparison.Ordinal);
        Assert.Contains("カレンダー未反映", page.Text, StringComparison.Ordinal);
        Assert.Contains("Teams の URL がまだ発行されていません", page.Text, StringComparison.Ordinal);
        Assert.Contains("もう一度発行する", page.Text, StringComparison.Ordinal);
        Assert.Contains("URLなしで確定する", page.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Asking_again_brings_the_link_once_Teams_gives_one(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedWithoutLinkAsync(app, tanaka);
        app.Outlook.SetTeams(App.Mail("tanaka"), TeamsAvailability.AtOnce);

        await tanaka.PressesAsync(proposal.Appointment, "join-link", ("action", "again"));
        await app.OutsideWorldSettlesAsync();

        var link = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).JoinUrl;
        Assert.Contains(link!, Assert.Single(app.Simulator.Mail.To(Guest)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("カレンダー未反映", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Asking_again_in_vain_keeps_waiting_and_does_not_mail_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedWithoutLinkAsync(app, tanaka);

        await tanaka.PressesAsync(proposal.Appointment, "join-link", ("action", "again"));
        await app.OutsideWorldSettlesAsync(UntilGivenUp);

        Assert.Empty(app.Simulator.Mail.To(Guest));
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
        Assert.Contains("もう一度発行する", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Going_on_without_a_link_sends_the_confirmation_without_one(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedWithoutLinkAsync(app, tanaka);

        await tanaka.PressesAsync(proposal.Appointment, "join-link", ("action", "without"));
        await app.OutsideWorldSettlesAsync();

        var mail = Assert.Single(app.Simulator.Mail.To(Guest));
        Assert.Contains("確定しました", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("teams.microsoft.com", mail.Text, StringComparison.Ordinal);
        var page = await tanaka.SeesAsync(proposal);
        Assert.DoesNotContain("カレンダー未反映", page.Text, StringComparison.Ordinal);
        Assert.Contains("URL なしでの確定を選択", page.Text, StringComparison.Ordinal);
        using var guest = new GuestBrowser(app);
        // Online all the same: how to join is the host's to say.
        Assert.Contains("決まりしだい、お知らせいたします", (await guest.OpensAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_proposal_sent_as_a_url_mails_no_invitation_but_both_confirmations(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        await app.OutsideWorldSettlesAsync();
        Assert.Empty(app.Simulator.Mail.Messages);

        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("確定しました", Assert.Single(app.Simulator.Mail.To(Guest)).Subject, StringComparison.Ordinal);
        Assert.StartsWith("【確定】", Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Subject, StringComparison.Ordinal);
    }

    private static async Task<ProposalMade> ConfirmedWithoutLinkAsync(App app, MemberBrowser host)
    {
        app.Outlook.SetTeams(host.Address, TeamsAvailability.Never);
        var proposal = await host.ProposesAsync(new ProposalText { ByMail = false });
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync(UntilGivenUp);
        return proposal;
    }
}
