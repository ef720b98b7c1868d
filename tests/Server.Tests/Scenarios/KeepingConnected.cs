using Hidori.Integrations;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A link that breaks says why, is told once, and heals when the cause is gone (SPEC M9; reference/graph.md §1.6, §1.7).</summary>
public sealed class KeepingConnected
{
    private const string TokenEndpoint = "/oauth2/v2.0/token";

    [Theory, Trap(13)]
    [EveryDatabase("AADSTS50173", ConnectionState.NeedsReconnection, GrantProblem.Dead, "認証の期限が切れました")]
    [EveryDatabase("AADSTS50076", ConnectionState.NeedsReconnection, GrantProblem.PresenceNeeded, "多要素認証")]
    [EveryDatabase("AADSTS53003", ConnectionState.NeedsReconnection, GrantProblem.PolicyBlocks, "条件付きアクセス")]
    [EveryDatabase("AADSTS50057", ConnectionState.NeedsReconnection, GrantProblem.AccountClosed, "アカウントが無効")]
    [EveryDatabase("AADSTS65001", ConnectionState.PermissionLost, GrantProblem.ConsentMissing, "承認を取り消しました")]
    [EveryDatabase("AADSTS7000215", ConnectionState.RegistrationRefused, GrantProblem.CredentialWrong, "AADSTS7000215")]
    [EveryDatabase("AADSTS7000222", ConnectionState.RegistrationRefused, GrantProblem.CredentialExpired, "AADSTS7000222")]
    [EveryDatabase("AADSTS50196", ConnectionState.RegistrationRefused, GrantProblem.Looping, "AADSTS50196")]
    public async Task A_refused_renewal_leads_to_its_own_state_and_is_told_once_to_owner_and_administrators(
        DatabaseKind kind, string number, ConnectionState state, GrantProblem problem, string words)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        RefusesRenewals(app, number);

        await sato.Web.GetAsync("/proposals/new");
        await app.OutsideWorldSettlesAsync(Duration.FromHours(26));
        var connections = await sato.Web.GetAsync("/connections");

        var row = await ConnectionAsync(app, "sato");
        Assert.Equal((state, problem), (row.State, row.Problem));
        Assert.Contains(words, Assert.Single(app.Simulator.Mail.To(App.Mail("sato"))).Text!, StringComparison.Ordinal);
        var toAdministrator = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text!;
        Assert.Contains(words, toAdministrator, StringComparison.Ordinal);
        Assert.Contains("すること", toAdministrator, StringComparison.Ordinal);
        Assert.NotNull(connections.Document.QuerySelector(".notice.bad"));
        Assert.Contains("外部連携に問題があります", (await sato.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase("AADSTS53003")]
    [EveryDatabase("AADSTS50057")]
    [EveryDatabase("AADSTS65001")]
    [EveryDatabase("AADSTS7000222")]
    public async Task What_others_mend_heals_by_itself_and_what_waited_is_written(DatabaseKind kind, string number)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        RefusesRenewals(app, number);
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(2));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));

        app.Simulator.Faults.Clear();
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(10));

        var row = await ConnectionAsync(app);
        Assert.Equal((ConnectionState.Connected, null, null), (row.State, row.Problem, row.ToldAt));
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
        Assert.DoesNotContain("外部連携に問題があります", (await tanaka.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task What_only_the_tenants_administrator_mends_asks_nobody_to_reconnect_and_is_checked_again_on_demand(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        RefusesRenewals(app, "AADSTS53003");
        await tanaka.Web.GetAsync("/proposals/new");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(1));

        var broken = await tanaka.Web.GetAsync("/connections");
        var mail = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text!;
        app.Simulator.Faults.Clear();
        var healed = await tanaka.Web.SubmitAsync(broken, "/connections/microsoft365/check");

        Assert.Contains("接続し直しても変わりません", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("▼ 接続し直す", mail, StringComparison.Ordinal);
        Assert.Contains("接続し直しても変わりません", broken.Text, StringComparison.Ordinal);
        Assert.Empty(broken.Document.QuerySelectorAll(".notice.bad form[action='/sign-out']"));
        Assert.Contains("接続中", healed.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_withdrawn_consent_brings_the_link_for_the_administrator_who_can_give_it_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        RefusesRenewals(app, "AADSTS65001");
        await tanaka.Web.GetAsync("/proposals/new");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(1));

        var mail = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text!;
        var link = mail.Split('\n').Select(l => l.Trim()).First(l => l.Contains("/consent/", StringComparison.Ordinal));
        using var administrator = app.NewBrowser();
        var asked = await administrator.GetAsync(new Uri(link).PathAndQuery);
        var connections = await tanaka.Web.GetAsync("/connections");

        Assert.Contains("連携の承認", asked.Text, StringComparison.Ordinal);
        Assert.Single(connections.Document.QuerySelectorAll("form[action='/sign-out'] .btn.primary"));
        Assert.NotNull(connections.Document.QuerySelector("a[href='/connections/consent']"));
    }

    [Theory, EveryDatabase]
    public async Task A_second_break_is_told_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        for (var time = 0; time < 2; time++)
        {
            RefusesRenewals(app, "AADSTS53003");
            await tanaka.Web.GetAsync("/proposals/new");
            await app.OutsideWorldSettlesAsync(Duration.FromMinutes(1));
            app.Simulator.Faults.Clear();
            await app.OutsideWorldSettlesAsync(Duration.FromMinutes(10));
        }

        Assert.Equal(2, app.Simulator.Mail.To(App.Mail("tanaka")).Count);
    }

    [Theory, EveryDatabase]
    public async Task A_refused_secret_of_ours_is_one_mail_to_the_administrator_whoever_meets_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        using var suzuki = await app.SignsInAsync("suzuki");
        app.TimePasses(Duration.FromHours(2));
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(401, code: "AADSTS7000222"), "POST", TokenEndpoint) { Times = null });

        await sato.Web.GetAsync("/proposals/new");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(1));
        await suzuki.Web.GetAsync("/proposals/new");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(1));

        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
        Assert.Single(app.Simulator.Mail.To(App.Mail("sato")));
        Assert.Single(app.Simulator.Mail.To(App.Mail("suzuki")));
    }

    [Theory, EveryDatabase]
    public async Task A_passing_refusal_is_no_break(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromHours(2));
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(503), "POST", TokenEndpoint) { Times = 2 });

        await tanaka.Web.GetAsync("/proposals/new");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(ConnectionState.Connected, (await ConnectionAsync(app)).State);
        Assert.Empty(app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task A_refused_registration_is_not_asked_about_again_and_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        RefusesRenewals(app, "AADSTS50196");
        var before = Refreshes(app);

        for (var look = 0; look < 5; look++)
            await tanaka.Web.GetAsync("/proposals/new");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(50));

        Assert.Equal(1, Refreshes(app) - before);
    }

    [Theory, EveryDatabase, Trap(13)]
    public async Task A_link_that_nobody_uses_is_kept_alive_beyond_ninety_days(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        await app.OutsideWorldSettlesAsync(Duration.FromDays(100));

        Assert.Equal(ConnectionState.Connected, (await ConnectionAsync(app)).State);
        Assert.InRange(Refreshes(app), 11, 15);
        Assert.Empty(app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task A_mailbox_that_goes_is_noticed_told_and_heals_when_it_comes_back(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.SetMailboxState(App.Mail("tanaka"), MailboxState.Missing);

        await tanaka.Web.GetAsync("/proposals/new");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(2));
        var broken = (await ConnectionAsync(app)).State;
        app.Outlook.SetMailboxState(App.Mail("tanaka"), MailboxState.Ready);
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(10));

        Assert.Equal(ConnectionState.MailboxMissing, broken);
        Assert.Equal(ConnectionState.Connected, (await ConnectionAsync(app)).State);
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task One_call_that_is_forbidden_is_no_lost_permission(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(403), "GET", "/me/**"));

        await tanaka.Web.GetAsync("/proposals/new");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(1));

        Assert.Equal(ConnectionState.Connected, (await ConnectionAsync(app)).State);
        Assert.Empty(app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task Administrators_see_how_each_members_link_is_doing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.RevokeRefreshTokens(App.Mail("sato"));
        app.TimePasses(Duration.FromHours(2));
        await sato.Web.GetAsync("/proposals/new");

        Assert.Contains("本人の再接続が必要", (await tanaka.Web.GetAsync("/members")).Text, StringComparison.Ordinal);
    }

    /// <summary>The token runs out, and Microsoft gives no other.</summary>
    private static void RefusesRenewals(App app, string number)
    {
        app.TimePasses(Duration.FromHours(2));
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(400, code: number), "POST", TokenEndpoint) { Times = null });
    }

    private static Task<ConnectionRow> ConnectionAsync(App app, string whose = "tanaka") => app.ReadsAsync(db => db.Connections.AsNoTracking()
        .SingleAsync(c => c.Address == App.Mail(whose), TestContext.Current.CancellationToken));

    private static int Refreshes(App app) =>
        app.Simulator.Requests.All.Count(e => e.RequestBody.Contains("grant_type=refresh_token", StringComparison.Ordinal));
}
