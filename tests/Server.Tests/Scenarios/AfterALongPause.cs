using System.Net;
using Hidori.Integrations;
using Hidori.Server.Outside;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>
/// Microsoft asked for a long pause while many appointments waited for one mailbox: when it is over they do not come as a
/// herd (reference/graph.md, throttling). All on simulated time; the bound is one refused call a worker, however they interleave.
/// </summary>
public sealed class AfterALongPause
{
    private const int Appointments = 10;
    private const int Workers = 4;

    [Theory, EveryDatabase, Trap(7)]
    public async Task Each_worker_finds_out_at_most_once_that_the_pause_goes_on(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        for (var i = 0; i < Appointments; i++)
            await tanaka.ProposesAsync(new ProposalText { Candidates = [$"2027-04-{6 + i:00}T10:00/2027-04-{6 + i:00}T11:00"], OverlapAccepted = true });
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(429, retryAfterSeconds: 1800), "POST", "/me/**") { Times = null });
        await app.WorkerLooksAsync();
        var first = Refused(app);
        app.TimePasses(Duration.FromSeconds(1800));

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => app.WorkerLooksAsync()));
        var second = Refused(app) - first;
        app.Simulator.Faults.Clear();
        app.TimePasses(Duration.FromSeconds(1800));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(1, first);
        Assert.InRange(second, 1, Workers);
        Assert.Equal(Appointments, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
    }

    /// <summary>A look that began before the pause and ends well within it, as the care of a connection can.</summary>
    [Theory, EveryDatabase]
    public async Task What_went_well_before_does_not_lift_a_pause_that_was_asked_for_since(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromHours(1));
        var before = await app.ReadsAsync(db => db.Connections.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken));
        var until = app.Now + Duration.FromMinutes(30);
        await NotesAsync(app, health => health.NoteFailureAsync(before, new ThrottledException(until, "Asked to wait."), TestContext.Current.CancellationToken));

        await NotesAsync(app, health => health.NoteSuccessAsync(before, TestContext.Current.CancellationToken));

        var after = await app.ReadsAsync(db => db.Connections.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ConnectionState.Throttled, after.State);
        Assert.Equal(until, after.NotBefore);
    }

    private static Task NotesAsync(App app, Func<ConnectionHealth, Task> note) => app.InOrganizationAsync(async scope =>
    {
        await note(scope.GetRequiredService<ConnectionHealth>());
        return true;
    });

    private static int Refused(App app) => app.Simulator.Requests.All.Count(r => r.Status == (int)HttpStatusCode.TooManyRequests);
}
