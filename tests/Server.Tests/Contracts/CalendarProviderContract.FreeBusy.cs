using Hidori.Domain.Availability;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>Colleagues who are not linked, read through one who is (SPEC M20, M21).</summary>
public abstract partial class CalendarProviderContract
{
    [Fact]
    public async Task A_colleague_shows_when_time_is_taken_and_no_more()
    {
        Outside.TakesTime(Outside.Sato, new ForeignEntry("人事面談", At("2026-04-06 10:00 Asia/Tokyo"), At("2026-04-06 11:00 Asia/Tokyo")));

        var busy = await FreeBusyOfSato("2026-04-06 00:00 Asia/Tokyo", "2026-04-07 00:00 Asia/Tokyo");

        var entry = Assert.Single(Assert.IsType<BusyTimes.Known>(busy).Entries);
        Assert.Equal(Between("2026-04-06 01:00 UTC", "2026-04-06 02:00 UTC"), entry.Time);
        Assert.Null(entry.Title);
    }

    [Fact, Trap(5, 11)]
    public async Task A_colleagues_free_time_is_told_from_time_that_is_taken_by_every_kind()
    {
        foreach (var (shown, hour) in Enum.GetValues<Shown>().Select((s, i) => (s, 10 + i)))
        {
            Outside.TakesTime(
                Outside.Sato,
                new ForeignEntry("別件", At($"2026-04-06 {hour}:00 Asia/Tokyo"), At($"2026-04-06 {hour}:30 Asia/Tokyo")) { Shown = shown });
        }

        var busy = await FreeBusyOfSato("2026-04-06 00:00 Asia/Tokyo", "2026-04-07 00:00 Asia/Tokyo");

        Assert.Equal(
            [BusyKind.Tentative, BusyKind.Busy, BusyKind.OutOfOffice, BusyKind.WorkingElsewhere, BusyKind.Unknown],
            Assert.IsType<BusyTimes.Known>(busy).Entries.Select(e => e.Kind));
    }

    [Fact, Trap(1, 11)]
    public async Task An_address_nobody_has_is_unknown_and_takes_no_other_answer_away()
    {
        var busy = await Outside.Calendar.ReadFreeBusyAsync(
            Outside.Tanaka, [Outside.AddressOf(Outside.Sato).ToUpperInvariant(), "nobody@test.example"],
            Between("2026-04-06 00:00 UTC", "2026-04-07 00:00 UTC"), Ct);

        Assert.Equal(new BusyTimes.Unknown(UnknownReason.AddressUnknown), busy["nobody@test.example"]);
        Assert.IsType<BusyTimes.Known>(busy[Outside.AddressOf(Outside.Sato)]);
    }

    [Fact, Trap(6, 11)]
    public async Task More_addresses_than_one_call_takes_are_all_answered()
    {
        string[] addresses = [.. Enumerable.Range(0, 45).Select(i => $"nobody{i}@test.example"), Outside.AddressOf(Outside.Sato)];
        Outside.CallsSinceLastAsked();

        var busy = await Outside.Calendar.ReadFreeBusyAsync(
            Outside.Tanaka, addresses, Between("2026-04-06 00:00 UTC", "2026-04-07 00:00 UTC"), Ct);

        Assert.Equal(addresses.Order(), busy.Keys.Order());
        Assert.IsType<BusyTimes.Known>(busy[Outside.AddressOf(Outside.Sato)]);
        Assert.Equal(3, Outside.CallsSinceLastAsked());
    }

    [Theory]
    [InlineData(15)]
    [InlineData(60 * 24 * 200)]
    public async Task A_window_of_any_length_is_read(int minutes)
    {
        var start = At("2026-04-06 10:00 Asia/Tokyo");
        var (first, last) = (new Interval(start - Duration.FromHours(1), start), new Interval(start + Duration.FromMinutes(minutes - 10), start + Duration.FromMinutes(minutes + 50)));
        // The first only touches the window; the last begins within it.
        foreach (var time in new[] { first, last })
            Outside.TakesTime(Outside.Sato, new ForeignEntry("別件", time.Start, time.End));

        var busy = await Outside.Calendar.ReadFreeBusyAsync(
            Outside.Tanaka, [Outside.AddressOf(Outside.Sato)], new Interval(start, start + Duration.FromMinutes(minutes)), Ct);

        Assert.Equal(last, Assert.Single(Assert.IsType<BusyTimes.Known>(busy[Outside.AddressOf(Outside.Sato)]).Entries).Time);
    }

    [Fact]
    public async Task An_entry_over_the_seam_of_two_questions_is_told_once()
    {
        var start = At("2026-04-01 00:00 UTC");
        Outside.TakesTime(Outside.Sato, new ForeignEntry("出張", start + Duration.FromDays(50), start + Duration.FromDays(75)));

        var busy = await Outside.Calendar.ReadFreeBusyAsync(
            Outside.Tanaka, [Outside.AddressOf(Outside.Sato)], new Interval(start, start + Duration.FromDays(120)), Ct);

        Assert.Single(Assert.IsType<BusyTimes.Known>(busy[Outside.AddressOf(Outside.Sato)]).Entries);
    }

    private async Task<BusyTimes> FreeBusyOfSato(string start, string end)
    {
        var address = Outside.AddressOf(Outside.Sato);
        return (await Outside.Calendar.ReadFreeBusyAsync(Outside.Tanaka, [address], Between(start, end), Ct))[address];
    }
}
