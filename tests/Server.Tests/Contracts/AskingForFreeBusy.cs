using Hidori.Domain.Availability;
using Hidori.Integrations;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>getSchedule at the limits that Microsoft documents in more than one way (reference/graph.md §5.1; SPEC M21).</summary>
public sealed class AskingForFreeBusy : IAsyncLifetime
{
    private static readonly Instant Start = Instant.FromUtc(2026, 4, 6, 0, 0);
    private Microsoft365Outside _outside = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _outside = await Microsoft365Outside.StartAsync(Ct);

    public ValueTask DisposeAsync() => _outside.DisposeAsync();

    [Fact]
    public async Task A_service_that_takes_fewer_addresses_is_asked_in_smaller_parts()
    {
        _outside.World.Behaviour.MaxAddressesPerFreeBusyCall = 6;
        string[] addresses = [.. Enumerable.Range(0, 20).Select(i => $"nobody{i}@test.example")];

        var busy = await ReadAsync(Duration.FromDays(7), addresses);

        Assert.All(addresses, a => Assert.Equal(new BusyTimes.Unknown(UnknownReason.AddressUnknown), busy[a]));
    }

    [Fact]
    public async Task A_service_that_takes_shorter_windows_is_asked_for_halves()
    {
        _outside.World.Behaviour.MaxFreeBusyDays = 42;
        _outside.TakesTime(_outside.Sato, new ForeignEntry("別件", Start + Duration.FromDays(60), Start + Duration.FromDays(60) + Duration.FromHours(1)));

        var busy = await ReadAsync(Duration.FromDays(62), "sato@test.example");

        Assert.Single(Assert.IsType<BusyTimes.Known>(busy["sato@test.example"]).Entries);
    }

    [Fact]
    public async Task A_calendar_too_full_for_one_answer_is_read_in_parts()
    {
        for (var i = 0; i < 1_201; i++)
            _outside.TakesTime(_outside.Sato, new ForeignEntry($"{i}", Start + Duration.FromMinutes(30 * i), Start + Duration.FromMinutes(30 * i + 30)));

        var busy = await ReadAsync(Duration.FromDays(30), "sato@test.example", "tanaka@test.example");

        Assert.Equal(1_201, Assert.IsType<BusyTimes.Known>(busy["sato@test.example"]).Entries.Count);
        Assert.Empty(Assert.IsType<BusyTimes.Known>(busy["tanaka@test.example"]).Entries);
    }

    [Fact, Trap(1)]
    public async Task A_calendar_too_full_in_any_part_is_unknown_and_not_free()
    {
        for (var i = 0; i < 1_001; i++)
            _outside.TakesTime(_outside.Sato, new ForeignEntry($"{i}", Start, Start + Duration.FromHours(1)));

        var busy = await ReadAsync(Duration.FromHours(2), "sato@test.example");

        Assert.Equal(new BusyTimes.Unknown(UnknownReason.Unavailable), busy["sato@test.example"]);
    }

    [Fact, Trap(1)]
    public async Task A_colleague_who_shares_nothing_is_unknown_and_not_free()
    {
        _outside.Connect(new NewAccount("hidden@test.example", "隠 しのぶ") { HidesFreeBusy = true });

        var busy = await ReadAsync(Duration.FromDays(1), "hidden@test.example");

        Assert.Equal(new BusyTimes.Unknown(UnknownReason.NotShared), busy["hidden@test.example"]);
    }

    [Fact, Trap(1)]
    public async Task A_refusal_of_the_whole_question_is_an_error_and_not_free()
    {
        _outside.GoesWrong(new Trouble.Status(403));

        await Assert.ThrowsAsync<PermissionLostException>(() => ReadAsync(Duration.FromDays(1), "sato@test.example"));
    }

    private Task<IReadOnlyDictionary<string, BusyTimes>> ReadAsync(Duration length, params string[] addresses) =>
        _outside.Calendar.ReadFreeBusyAsync(_outside.Tanaka, addresses, new Interval(Start, Start + length), Ct);
}
