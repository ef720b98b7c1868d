using Hidori.Integrations;
using Hidori.Server.Features.Connections;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A vendor that rotates refresh tokens gives each out once: it is asked once, and what it gave is kept.</summary>
public sealed class RacesForAFreshToken
{
    private const string TokenEndpoint = "/oauth2/v2.0/token";

    [Theory, EveryDatabase, Trap(20)]
    public async Task Many_who_need_one_at_once_on_two_nodes_make_one_refresh(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        var other = await app.AnotherNodeAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromHours(2));
        app.Simulator.Faults.Add(new Fault(FaultKind.Slow(Duration.FromMilliseconds(300)), "POST", TokenEndpoint));
        var before = Refreshes(app);

        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            TokenAsync(app, n % 2 == 0 ? null : other.Services, TestContext.Current.CancellationToken)));

        Assert.Single(tokens.Distinct());
        Assert.Equal(1, Refreshes(app) - before);
    }

    [Theory, EveryDatabase]
    public async Task Whoever_stops_waiting_leaves_the_refresh_to_its_end(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromHours(2));
        SlowUntilTimePasses(app);
        var before = Refreshes(app);

        using var impatience = new CancellationTokenSource();
        var leaving = TokenAsync(app, null, impatience.Token);
        await RefreshHasBegunAsync(app);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        var staying = TokenAsync(app, null, TestContext.Current.CancellationToken);
        await TimePassesUntilDoneAsync(app, staying);

        Assert.NotEmpty(await staying);
        Assert.Equal(1, Refreshes(app) - before);
        Assert.Null((await ConnectionAsync(app)).RefreshLockedUntil);
    }

    [Theory, EveryDatabase]
    public async Task A_grant_taken_back_during_a_refresh_stays_forgotten(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromHours(2));
        SlowUntilTimePasses(app);

        var asking = TokenAsync(app, null, TestContext.Current.CancellationToken);
        await RefreshHasBegunAsync(app);
        await app.InOrganizationAsync(async scope =>
        {
            var member = await scope.GetRequiredService<Db>().Members.SingleAsync(
                m => m.Mail == App.Mail("tanaka"), TestContext.Current.CancellationToken);
            await scope.GetRequiredService<Disconnect>().RunAsync(member, TestContext.Current.CancellationToken);
            return true;
        });
        await TimePassesUntilDoneAsync(app, asking);

        await Assert.ThrowsAnyAsync<ProviderException>(() => asking);
        var connection = await ConnectionAsync(app);
        Assert.Equal(ConnectionState.Disconnected, connection.State);
        Assert.Null(connection.ProtectedAccessToken);
        Assert.Null(connection.ProtectedRefreshToken);
    }

    [Theory, EveryDatabase]
    public async Task A_lock_left_by_a_node_that_died_runs_out(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromHours(2));
        await app.ReadsAsync(db => db.Connections.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.RefreshLockedUntil, app.Now + Duration.FromSeconds(45)), TestContext.Current.CancellationToken));

        var asking = TokenAsync(app, null, TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(asking.IsCompleted);
        app.TimePasses(Duration.FromSeconds(46));

        Assert.NotEmpty(await asking);
    }

    /// <summary>On simulated time, so that what happens meanwhile may take as long as the machine likes.</summary>
    private static void SlowUntilTimePasses(App app) =>
        app.Simulator.Faults.Add(new Fault(FaultKind.Slow(Duration.FromSeconds(1), onSimulatedTime: true), "POST", TokenEndpoint));

    private static async Task RefreshHasBegunAsync(App app)
    {
        while ((await ConnectionAsync(app)).RefreshLockedUntil is null)
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    /// <summary>In small steps: the lock of a refresh that is under way must not run out.</summary>
    private static async Task TimePassesUntilDoneAsync(App app, Task task)
    {
        while (!task.IsCompleted)
        {
            app.TimePasses(Duration.FromMilliseconds(100));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static Task<string> TokenAsync(App app, IServiceProvider? node, CancellationToken ct) => app.InOrganizationAsync(
        async scope => await scope.GetRequiredService<IAccessTokens>().GetAsync(
            (await scope.GetRequiredService<Db>().Connections.AsNoTracking().SingleAsync(ct)).ForAdapters(), ct),
        node);

    private static Task<ConnectionRow> ConnectionAsync(App app) =>
        app.ReadsAsync(db => db.Connections.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken));

    private static int Refreshes(App app) =>
        app.Simulator.Requests.All.Count(e => e.RequestBody.Contains("grant_type=refresh_token", StringComparison.Ordinal));
}
