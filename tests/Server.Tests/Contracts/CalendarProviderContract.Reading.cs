using Hidori.Domain.Availability;
using Hidori.Integrations;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

public abstract partial class CalendarProviderContract
{
    [Fact]
    public async Task Busy_times_are_half_open_and_in_utc()
    {
        Takes("2026-04-06 09:00 Asia/Tokyo", "2026-04-06 10:00 Asia/Tokyo");
        Takes("2026-04-06 11:00 Asia/Tokyo", "2026-04-06 12:00 Asia/Tokyo");

        var between = await ReadAsync("2026-04-06 10:00 Asia/Tokyo", "2026-04-06 11:00 Asia/Tokyo");
        var touching = await ReadAsync("2026-04-06 09:59 Asia/Tokyo", "2026-04-06 11:00 Asia/Tokyo");

        Assert.Empty(between.Entries);
        Assert.Equal(Between("2026-04-06 00:00 UTC", "2026-04-06 01:00 UTC"), Assert.Single(touching.Entries).Time);
    }

    [Fact]
    public async Task Entries_come_in_order_of_start_with_their_titles()
    {
        Takes("2026-04-08 09:00 Asia/Tokyo", "2026-04-08 10:00 Asia/Tokyo", e => e with { Subject = "後" });
        Takes("2026-04-07 09:00 Asia/Tokyo", "2026-04-07 10:00 Asia/Tokyo", e => e with { Subject = "先" });

        var busy = await ReadApril();

        Assert.Equal(["先", "後"], busy.Entries.Select(e => e.Title));
    }

    [Fact, Trap(5)]
    public async Task What_the_vendor_says_of_a_time_is_kept()
    {
        foreach (var (shown, hour) in Enum.GetValues<Shown>().Select((s, i) => (s, 10 + i)))
            Takes($"2026-04-06 {hour}:00 Asia/Tokyo", $"2026-04-06 {hour}:30 Asia/Tokyo", e => e with { Shown = shown });

        var busy = await ReadApril();

        Assert.Equal(
            [BusyKind.Tentative, BusyKind.Busy, BusyKind.OutOfOffice, BusyKind.WorkingElsewhere, BusyKind.Unknown],
            busy.Entries.Select(e => e.Kind));
    }

    [Fact]
    public async Task Cancelled_and_declined_entries_take_no_time()
    {
        Takes("2026-04-06 10:00 Asia/Tokyo", "2026-04-06 11:00 Asia/Tokyo", e => e with { IsCancelled = true });
        Takes("2026-04-07 10:00 Asia/Tokyo", "2026-04-07 11:00 Asia/Tokyo", e => e with { IsDeclined = true });

        var busy = await ReadApril();

        Assert.Empty(busy.Entries);
    }

    [Fact]
    public async Task A_private_entry_takes_time_and_keeps_its_title_to_itself()
    {
        Takes("2026-04-06 10:00 Asia/Tokyo", "2026-04-06 11:00 Asia/Tokyo", e => e with { IsPrivate = true });

        var busy = await ReadApril();

        Assert.Null(Assert.Single(busy.Entries).Title);
    }

    [Fact, Trap(16)]
    public async Task A_series_takes_time_on_each_date_but_those_it_leaves_out()
    {
        Takes("2026-04-06 10:00 Asia/Tokyo", "2026-04-06 11:00 Asia/Tokyo",
            e => e with { Weeks = 4, CancelledOn = [new LocalDate(2026, 4, 20)] });

        var busy = await ReadApril();

        Assert.Equal(
            [At("2026-04-06 01:00 UTC"), At("2026-04-13 01:00 UTC"), At("2026-04-27 01:00 UTC")],
            busy.Entries.Select(e => e.Time.Start));
        Assert.Equal(3, busy.Entries.Select(e => e.RemoteId).Distinct().Count());
    }

    [Fact, Trap(4)]
    public async Task An_all_day_entry_takes_the_day_of_its_owners_zone()
    {
        Takes("2026-04-06 00:00 Asia/Tokyo", "2026-04-08 00:00 Asia/Tokyo", e => e with { IsAllDay = true });

        var busy = await ReadApril();

        Assert.Equal(Between("2026-04-05 15:00 UTC", "2026-04-07 15:00 UTC"), Assert.Single(busy.Entries).Time);
    }

    [Theory, Trap(4)]
    [InlineData("2026-04-06 00:00 Asia/Tokyo", "2026-04-06 01:00 Asia/Tokyo", 1)]
    [InlineData("2026-04-06 23:00 Asia/Tokyo", "2026-04-07 00:00 Asia/Tokyo", 1)]
    [InlineData("2026-04-05 23:00 Asia/Tokyo", "2026-04-06 00:00 Asia/Tokyo", 0)]
    [InlineData("2026-04-07 00:00 Asia/Tokyo", "2026-04-07 01:00 Asia/Tokyo", 0)]
    public async Task An_all_day_entry_is_found_by_any_hour_of_its_day_and_by_no_other(string start, string end, int found)
    {
        Takes("2026-04-06 00:00 Asia/Tokyo", "2026-04-07 00:00 Asia/Tokyo", e => e with { IsAllDay = true });

        var busy = await ReadAsync(start, end);

        Assert.Equal(found, busy.Entries.Count);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(101)]
    [InlineData(1201)]
    public async Task A_full_calendar_is_read_to_its_end(int entries)
    {
        var first = At("2026-04-01 00:00 Asia/Tokyo");
        for (var i = 0; i < entries; i++)
        {
            var start = first + Duration.FromMinutes(30 * i);
            Outside.TakesTime(Outside.Tanaka, new ForeignEntry($"{i}", start, start + Duration.FromMinutes(30)));
        }

        var busy = await ReadApril();

        Assert.Equal(entries, busy.Entries.Select(e => e.RemoteId).Distinct().Count());
    }

    [Fact, Trap(8)]
    public async Task An_entry_of_ours_is_known_by_its_key()
    {
        await PutAsync(Hold());
        Takes("2026-04-07 10:00 Asia/Tokyo", "2026-04-07 11:00 Asia/Tokyo");

        var busy = await ReadApril();

        Assert.Equal([_key, null], busy.Entries.Select(e => e.Ours));
        Assert.Equal(BusyKind.Tentative, busy.Entries[0].Kind);
    }

    [Theory, Trap(1)]
    [InlineData(403, typeof(PermissionLostException))]
    [InlineData(500, typeof(ProviderUnavailableException))]
    [InlineData(504, typeof(ProviderUnavailableException))]
    public async Task A_mailbox_that_cannot_be_read_is_an_error_and_not_free(int status, Type expected)
    {
        Outside.GoesWrong(new Trouble.Status(status, Times: 9));

        var failure = await Record.ExceptionAsync(ReadApril);

        Assert.IsType(expected, failure);
    }

    [Fact]
    public async Task A_passing_fault_while_reading_is_survived()
    {
        Takes("2026-04-06 10:00 Asia/Tokyo", "2026-04-06 11:00 Asia/Tokyo");
        Outside.GoesWrong(new Trouble.Status(503, Times: 2));

        var busy = await ReadApril();

        Assert.Single(busy.Entries);
    }

    [Fact]
    public async Task A_vendor_that_asks_to_wait_is_not_asked_again_and_says_until_when()
    {
        Outside.GoesWrong(new Trouble.Throttled(Seconds: 40));
        Outside.CallsSinceLastAsked();

        var failure = await Assert.ThrowsAsync<ThrottledException>(ReadApril);

        Assert.Equal(Outside.Now + Duration.FromSeconds(40), failure.Until);
        Assert.Equal(1, Outside.CallsSinceLastAsked());
    }

    [Fact]
    public async Task A_token_that_is_not_taken_any_more_is_renewed_once()
    {
        Takes("2026-04-06 10:00 Asia/Tokyo", "2026-04-06 11:00 Asia/Tokyo");
        Outside.GoesWrong(new Trouble.AccessTokensForgotten());

        var busy = await ReadApril();

        Assert.Single(busy.Entries);
    }

    [Fact]
    public async Task A_withdrawn_grant_is_told_from_a_passing_fault()
    {
        Outside.GoesWrong(new Trouble.GrantRevoked());

        await Assert.ThrowsAsync(WithdrawnGrant, ReadApril);
    }

    [Fact]
    public async Task A_mailbox_tells_its_address_and_whether_it_makes_links()
    {
        var with = await Outside.Calendar.ProbeAsync(Outside.Tanaka, Ct);
        Outside.LinksTake(Outside.Sato, null);
        var without = await Outside.Calendar.ProbeAsync(Outside.Sato, Ct);

        Assert.Equal(Outside.AddressOf(Outside.Tanaka), with.Address);
        Assert.Equal((true, false), (with.IssuesJoinLinks, without.IssuesJoinLinks));
    }
}
