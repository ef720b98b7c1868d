using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Integrations;
using Hidori.Server.Outside;
using Hidori.Server.Tests.Kit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Pages that want the same week of the same mailbox at the same moment make one call (SPEC M22).</summary>
/// <remarks>No test waits for time, nor lets a reading end before everybody has joined it.</remarks>
public sealed class ManyReadersOfOneMailbox
{
    private const int Readers = 50;

    private static readonly ConnectionId Mailbox = ConnectionId.New();
    private static readonly Interval Week = new(App.At("2027-04-05 00:00"), App.At("2027-04-12 00:00"));
    private static readonly BusyTimes.Known Nothing = new([], Instant.FromUtc(2027, 4, 5, 0, 0));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Fifty_make_one_call(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using (await app.SignsInAsync("tanaka"))
        {
        }

        var via = (await app.ReadsAsync(db => db.Connections.AsNoTracking().SingleAsync(Ct))).ForAdapters();
        var before = app.Simulator.Requests.Count;

        var answers = await app.InOrganizationAsync(scope =>
        {
            var (shared, calendar) = (scope.GetRequiredService<SharedReads>(), scope.GetRequiredService<CalendarProviders>().For(via));
            var everybodyHasJoined = new TaskCompletionSource();
            var all = Enumerable.Range(0, Readers).Select(_ => shared.JoinAsync(via.Id, Week, ReadAsync, Ct)).ToList();
            everybodyHasJoined.SetResult();
            return Task.WhenAll(all);

            async Task<BusyTimes.Known> ReadAsync()
            {
                await everybodyHasJoined.Task;
                return await calendar.ReadBusyAsync(via, Week, Ct);
            }
        });

        Assert.Equal((Readers, 1), (answers.Length, app.Simulator.Requests.Count - before));
    }

    [Fact]
    public async Task Whoever_leaves_takes_nobody_along()
    {
        var (shared, answer) = (new SharedReads(), new TaskCompletionSource<BusyTimes.Known>());
        using var leaving = new CancellationTokenSource();
        var first = shared.JoinAsync(Mailbox, Week, () => answer.Task, leaving.Token);
        var others = Enumerable.Range(1, Readers).Select(_ => shared.JoinAsync(Mailbox, Week, NoSecondCall, Ct)).ToList();

        await leaving.CancelAsync();
        answer.SetResult(Nothing);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.All(await Task.WhenAll(others), a => Assert.Same(Nothing, a));
    }

    [Fact, Trap(1)]
    public async Task A_failure_is_everybodys_and_is_not_remembered()
    {
        var (shared, answer) = (new SharedReads(), new TaskCompletionSource<BusyTimes.Known>());
        var all = Enumerable.Range(0, Readers).Select(_ => shared.JoinAsync(Mailbox, Week, () => answer.Task, Ct)).ToList();

        answer.SetException(new ProviderUnavailableException("No answer."));

        foreach (var reader in all)
            await Assert.ThrowsAsync<ProviderUnavailableException>(() => reader);
        Assert.Same(Nothing, await shared.JoinAsync(Mailbox, Week, () => Task.FromResult(Nothing), Ct));
    }

    [Fact]
    public async Task Another_week_and_another_mailbox_are_calls_of_their_own()
    {
        var (shared, never) = (new SharedReads(), new TaskCompletionSource<BusyTimes.Known>());
        _ = shared.JoinAsync(Mailbox, Week, () => never.Task, Ct);
        var next = new Interval(Week.End, Week.End + Duration.FromDays(7));

        Assert.Same(Nothing, await shared.JoinAsync(Mailbox, next, () => Task.FromResult(Nothing), Ct));
        Assert.Same(Nothing, await shared.JoinAsync(ConnectionId.New(), Week, () => Task.FromResult(Nothing), Ct));
    }

    private static Task<BusyTimes.Known> NoSecondCall() => throw new InvalidOperationException("There is a reading to join.");
}
