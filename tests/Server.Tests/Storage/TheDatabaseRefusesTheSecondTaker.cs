using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Tests.Kit;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Storage;

/// <summary>SPEC X2: what is written here goes past the domain's own check.</summary>
public sealed class TheDatabaseRefusesTheSecondTaker
{
    private static readonly Instant Ten = TestStorage.Now + Duration.FromDays(1);

    [Theory, EveryDatabase]
    public async Task Two_fixed_times_of_one_host_do_not_overlap(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var taken = await TakeAsync(storage, (Ten, 60, true));

        (int From, int Minutes)[] overlapping = [(0, 60), (30, 60), (-30, 60), (15, 15), (-60, 180)];
        foreach (var (from, minutes) in overlapping)
            Assert.True(await taken.IsRefusedAsync(Ten + Duration.FromMinutes(from), minutes, isFixed: true), $"{from} {minutes}");
    }

    [Theory, EveryDatabase]
    public async Task Times_that_only_touch_are_both_taken(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var taken = await TakeAsync(storage, (Ten, 60, true));

        Assert.False(await taken.IsRefusedAsync(Ten + Duration.FromMinutes(60), 30, isFixed: true));
        Assert.False(await taken.IsRefusedAsync(Ten - Duration.FromMinutes(30), 30, isFixed: true));
    }

    [Theory, EveryDatabase]
    public async Task Holds_overlap_each_other_and_what_is_fixed(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var taken = await TakeAsync(storage, (Ten, 60, true));

        Assert.False(await taken.IsRefusedAsync(Ten, 60, isFixed: false));
        Assert.False(await taken.IsRefusedAsync(Ten, 60, isFixed: false));
    }

    [Theory, EveryDatabase]
    public async Task Another_hosts_time_is_free(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var taken = await TakeAsync(storage, (Ten, 60, true));

        Assert.False(await taken.IsRefusedAsync(Ten, 60, isFixed: true, host: 1));
    }

    [Theory, EveryDatabase]
    public async Task Two_fixed_times_of_one_room_do_not_overlap_whoever_the_hosts_are(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var taken = await TakeAsync(storage, (Ten, 60, true));
        var room = RoomId.New();
        Assert.False(await taken.IsRefusedAsync(Ten, 60, isFixed: true, room: room));

        Assert.True(await taken.IsRefusedAsync(Ten + Duration.FromMinutes(30), 60, isFixed: true, host: 1, room: room));
        Assert.False(await taken.IsRefusedAsync(Ten, 60, isFixed: true, host: 1, room: RoomId.New()));
    }

    [Theory, EveryDatabase]
    public async Task A_hold_that_becomes_fixed_over_a_fixed_time_is_refused(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var taken = await TakeAsync(storage, (Ten, 60, true));
        Assert.False(await taken.IsRefusedAsync(Ten + Duration.FromMinutes(30), 60, isFixed: false));

        await using var db = storage.Open(taken.Organization);
        var hold = await db.TakenTimes.SingleAsync(t => !t.IsFixed, TestContext.Current.CancellationToken);
        hold.Become(new TakenTime(hold.Organization, hold.Whose, hold.Appointment, hold.Candidate, hold.Start, hold.End, isFixed: true));
        var failure = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(TestContext.Current.CancellationToken));
        Assert.True(db.IsOverlapRefusal(failure));
        Assert.False(db.IsDuplicate(failure) || db.IsPassing(failure));
    }

    [Theory, EveryDatabase]
    public async Task A_fixed_time_may_move_over_its_own_old_place(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var taken = await TakeAsync(storage, (Ten, 60, true));

        await using var db = storage.Open(taken.Organization);
        var row = await db.TakenTimes.SingleAsync(TestContext.Current.CancellationToken);
        row.Become(new TakenTime(
            row.Organization, row.Whose, row.Appointment, row.Candidate, row.Start + Duration.FromMinutes(30), row.End + Duration.FromMinutes(30), true));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    [Theory, EveryDatabase]
    public async Task Many_who_write_at_once_leave_one_row(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var (organization, members) = await storage.AddOrganizationAsync("a", 1);
        var node = storage.AnotherNode();

        var refused = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            await Task.Yield();
            return await new Taken(storage, organization, members, n % 2 == 0 ? storage.Factory : node).IsRefusedAsync(Ten, 60, isFixed: true);
        }));

        Assert.Equal(19, refused.Count(r => r));
    }

    private static async Task<Taken> TakeAsync(TestStorage storage, (Instant Start, int Minutes, bool IsFixed) first)
    {
        var (organization, members) = await storage.AddOrganizationAsync("a", 2);
        var taken = new Taken(storage, organization, members, storage.Factory);
        Assert.False(await taken.IsRefusedAsync(first.Start, first.Minutes, first.IsFixed));
        return taken;
    }

    private sealed record Taken(
        TestStorage Storage, OrganizationId Organization, IReadOnlyList<MemberId> Members, Hidori.Server.Storage.DbFactory Node)
    {
        /// <summary>Writes a time of a new appointment straight into the table.</summary>
        public async Task<bool> IsRefusedAsync(Instant start, int minutes, bool isFixed, int host = 0, RoomId? room = null)
        {
            var ct = TestContext.Current.CancellationToken;
            await using var db = Storage.Open(Organization, Node);
            var appointment = TestStorage.Proposal(Organization, Members[host]);
            db.Appointments.Add(appointment);
            await db.SaveChangesAsync(ct);
            db.TakenTimes.Add(new TakenTime(
                Organization, room is { } r ? AgendaId.Of(r) : AgendaId.Of(Members[host]), appointment.Id, appointment.Candidates[0].Id, start, start + Duration.FromMinutes(minutes), isFixed));
            try
            {
                await db.SaveChangesAsync(ct);
                return false;
            }
            catch (DbUpdateException failure) when (db.IsOverlapRefusal(failure))
            {
                return true;
            }
        }
    }
}
