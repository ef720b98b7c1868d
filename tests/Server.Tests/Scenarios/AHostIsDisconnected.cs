using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A link that ends meanwhile delays what needs it, says so, and heals (SPEC A0, M7, M9, N1).</summary>
public sealed class AHostIsDisconnected
{
    private const string Guest = "takahashi@guest.example";

    [Theory, EveryDatabase]
    public async Task A_revoked_grant_of_the_main_host_is_pending_with_the_reason_and_heals_by_signing_in(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 2);
        app.Outlook.RevokeRefreshTokens(App.Mail("tanaka"));
        app.Outlook.ForgetAccessTokens(App.Mail("tanaka"));

        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(3));
        var meanwhile = await tanaka.SeesAsync(proposal);
        var connections = await tanaka.Web.GetAsync("/connections");
        using var again = await app.SignsInAsync("tanaka");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("カレンダー未反映", meanwhile.Text, StringComparison.Ordinal);
        Assert.Contains("あなたの Microsoft 365 の接続が切れています", meanwhile.Text, StringComparison.Ordinal);
        Assert.Contains("接続が切れています", connections.Text, StringComparison.Ordinal);
        Assert.Equal(ShowAs.Busy, Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).ShowAs);
        Assert.Single(app.Simulator.Mail.To(Guest));
        Assert.DoesNotContain("カレンダー未反映", (await again.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_main_host_who_disconnected_before_the_choice_makes_it_wait(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/connections/microsoft365/disconnect"), "/disconnect");
        using var guest = new GuestBrowser(app);

        var refused = await guest.ChoosesAsync(proposal, 1);
        using var again = await app.SignsInAsync("tanaka");
        var done = await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task A_co_hosts_broken_link_never_delays_the_guests_mail(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"], ByMail = false });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        app.Outlook.RevokeRefreshTokens(App.Mail("sato"));
        app.Outlook.ForgetAccessTokens(App.Mail("sato"));

        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(2));
        var meanwhile = await tanaka.SeesAsync(proposal);

        Assert.Single(app.Simulator.Mail.To(Guest));
        Assert.Contains("カレンダー未反映", meanwhile.Text, StringComparison.Ordinal);
        Assert.Contains("佐藤 健一さんの Microsoft 365 の接続が切れています", meanwhile.Text, StringComparison.Ordinal);

        using var again = await app.SignsInAsync("sato");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(ShowAs.Busy, Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).ShowAs);
        Assert.False(Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).IsOrganizer);
        Assert.Single(app.Simulator.Mail.To(Guest));
        Assert.DoesNotContain("カレンダー未反映", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_co_host_who_disconnected_leaves_no_hold_behind(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"], ByMail = false });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);

        // Before the guest chooses it would be a calendar that cannot be read: see OddInputDoesNoHarm.
        await guest.ChoosesAsync(proposal, 1);
        await sato.Web.SubmitAsync(await sato.Web.GetAsync("/connections/microsoft365/disconnect"), "/disconnect");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(2));

        Assert.Single(app.Simulator.Mail.To(Guest));
        Assert.False(Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).IsOrganizer);
        Assert.DoesNotContain("カレンダー未反映", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Who_got_an_entry_and_who_did_not_stands_in_the_hosts_mail_with_the_reason(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki");
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato", "suzuki"], ByMail = false });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);

        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        var lines = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text!.Split('\n');
        Assert.Contains(lines, l => l.Contains("鈴木 大輔", StringComparison.Ordinal) && l.Contains("連携", StringComparison.Ordinal));
        var page = await tanaka.SeesAsync(proposal);
        Assert.Contains("Outlook と連携していないため、予定は入りません", page.Text, StringComparison.Ordinal);
    }
}
