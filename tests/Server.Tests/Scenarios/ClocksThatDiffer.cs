using System.Net;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Our clock and Microsoft's differ: a little is borne, too much is said to whoever can set it (SPEC M9; reference/graph.md §1.7).</summary>
public sealed class ClocksThatDiffer
{
    [Theory]
    [EveryDatabase(4)]
    [EveryDatabase(-4)]
    public async Task A_few_minutes_are_borne_at_sign_in_and_by_the_link(DatabaseKind kind, int minutes)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Outlook.Behaviour.ClockAhead = Duration.FromMinutes(minutes);
        using var tanaka = await app.SignsInAsync("tanaka");

        await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        app.TimePasses(Duration.FromHours(2));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.Equal(ConnectionState.Connected, (await ConnectionAsync(app)).State);
    }

    [Theory]
    [EveryDatabase(20)]
    [EveryDatabase(-90)]
    public async Task Too_much_is_called_by_its_name_and_changes_nothing(DatabaseKind kind, int minutes)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Outlook.Behaviour.ClockAhead = Duration.FromMinutes(minutes);
        using var browser = new MemberBrowser(app, "tanaka");

        var refused = await browser.TriesToSignInAsync();
        app.Outlook.Behaviour.ClockAhead = Duration.Zero;
        await browser.SignInAsync();

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("時計が Microsoft の時刻と 5 分以上ずれている", refused.Text, StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Connected, (await ConnectionAsync(app)).State);
    }

    [Theory, EveryDatabase]
    public async Task A_token_endpoint_that_asks_to_wait_is_waited_for_without_a_word_to_anybody(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        app.TimePasses(Duration.FromHours(2));
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(429, retryAfterSeconds: 120), "POST", "/oauth2/v2.0/token") { Times = 1 });

        await app.WorkerLooksAsync();
        var meanwhile = await tanaka.Web.GetAsync("/connections");
        var asked = TokenCalls(app);
        app.TimePasses(Duration.FromSeconds(100));
        await app.WorkerLooksAsync();
        Assert.Equal(asked, TokenCalls(app));
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("間隔をあけるよう求められています", meanwhile.Text, StringComparison.Ordinal);
        Assert.Equal((ConnectionState.Connected, null), ((await ConnectionAsync(app)).State, (await ConnectionAsync(app)).Problem));
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.Empty(app.Simulator.Mail.To(App.Mail("tanaka")));
        Assert.DoesNotContain("間隔をあける", (await tanaka.Web.GetAsync("/connections")).Text, StringComparison.Ordinal);
    }

    private static int TokenCalls(App app) =>
        app.Simulator.Requests.All.Count(r => r.PathAndQuery.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal));

    private static Task<ConnectionRow> ConnectionAsync(App app) =>
        app.ReadsAsync(db => db.Connections.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken));
}
