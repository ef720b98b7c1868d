using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Access tokens are renewed in time, by one at a time, and nothing rotated is ever lost (SPEC M9, X6).</summary>
public sealed class KeepingTokens
{
    [Theory, EveryDatabase]
    public async Task A_token_is_renewed_before_it_ends(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        app.TimePasses(Duration.FromHours(2));
        await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        Assert.Equal([1, 0], app.Outlook.RefreshTokenUses(App.Mail("tanaka")));
        Assert.DoesNotContain(app.Simulator.Requests.All, r => r.Status == 401);
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
    }

    [Theory, EveryDatabase]
    public async Task A_token_that_Microsoft_forgot_early_is_renewed_on_the_way(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.ForgetAccessTokens(App.Mail("tanaka"));

        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.DoesNotContain("カレンダー未反映", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Callers_at_the_same_moment_renew_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromHours(2));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => tanaka.Web.GetAsync("/proposals/new")));

        Assert.Equal([1, 0], app.Outlook.RefreshTokenUses(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase, Trap(20)]
    public async Task The_rotated_token_is_kept_before_the_new_one_is_used(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromHours(2));
        app.Simulator.Faults.Add(new Fault(FaultKind.NeverArrives, "GET", "/me/**") { Times = null });

        await tanaka.Web.GetAsync("/proposals/new");
        await app.RestartsAsync();
        app.Simulator.Faults.Clear();
        app.TimePasses(Duration.FromHours(2));
        var page = await tanaka.Web.GetAsync("/proposals/new");

        // Each was used once: had the second been lost with the process, the first would have been used again.
        Assert.Equal([1, 1, 0], app.Outlook.RefreshTokenUses(App.Mail("tanaka")));
        Assert.DoesNotContain("予定を確認できません", page.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase, Trap(13)]
    public async Task A_dead_grant_is_shown_to_its_owner_and_signing_in_again_heals_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.RevokeRefreshTokens(App.Mail("tanaka"));
        app.TimePasses(Duration.FromHours(2));

        var compose = await tanaka.Web.GetAsync("/proposals/new");
        var connections = await tanaka.Web.GetAsync("/connections");
        using var again = await app.SignsInAsync("tanaka");

        Assert.Contains("予定を確認できません", compose.Text, StringComparison.Ordinal);
        Assert.Contains("接続が切れています", connections.Text, StringComparison.Ordinal);
        Assert.Contains("接続中", (await again.Web.GetAsync("/connections")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("予定を確認できません", (await again.Web.GetAsync("/proposals/new")).Text, StringComparison.Ordinal);
    }
}
