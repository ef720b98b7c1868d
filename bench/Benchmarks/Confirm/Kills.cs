using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Benchmarks.Confirm;

/// <summary>
/// C3: the server is killed (SIGKILL) while guests press, and started again. What was acknowledged is there, once, in the table and, when
/// the worker has had its time, in the calendars.
/// </summary>
internal static class Kills
{
    public const int Usual = 10;
    private const int Clients = 16;
    private const int AttemptsOfALife = 48;
    private static readonly TimeSpan LongestSettling = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    public static async Task<bool> RunAsync(int kills, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"C3 {kills} kills while {Clients} guests press at once, {AttemptsOfALife} attempts a life");
        await using var world = await ConfirmWorld.StartAsync(worker: true);
        var chance = new Random(42);
        var tried = Contention.Slots(kills * AttemptsOfALife, 2_000);
        Dictionary<Attempt, string> won = [];
        List<Attempt> unanswered = [];
        for (var life = 0; life < kills; life++)
        {
            using var pressing = new Pressing(world, Clients);
            await pressing.OpenAllAsync();
            var now = await RawInserts.NowAsync(world);
            var attempts = Enumerable.Range(life * AttemptsOfALife, AttemptsOfALife)
                .Select(i => Attempt.Of(i, tried[i] % ConfirmWorld.Hosts, world.StartOf(tried[i]), now)).ToList();
            var answered = chance.Next(AttemptsOfALife * 3 / 4);
            var pressed = pressing.RunAsync(attempts);
            while (pressing.Won.Count < answered && !pressed.IsCompleted)
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(60)), TimeProvider.System);
            await world.KillAsync();
            await pressed;
            foreach (var (attempt, page) in pressing.Won)
                won[attempt] = page;
            unanswered.AddRange(pressing.Unanswered);
            await LeasesRunOutAsync(world);
            await world.RestartAsync();
        }

        var (acknowledged, lost) = (won.Count, unanswered.Count);
        // Whoever got no answer presses the same button of the same page again.
        using (var again = new Pressing(world, Clients))
        {
            await again.RunAsync(unanswered);
            foreach (var (attempt, page) in again.Won)
                won[attempt] = page;
            // And a winner who comes back and presses again is led to the same page.
            using var back = new Pressing(world, Clients);
            await back.RunAsync([.. won.Keys.Take(50)]);
            var elsewhere = back.Won.Count(w => won[w.Key] != w.Value) + Math.Min(won.Count, 50) - back.Won.Count;
            output.WriteLine($"  {acknowledged} acknowledged, {lost} presses without an answer, {won.Count - acknowledged} of them won when pressed again");
            var settled = await SettlesAsync(world);
            output.WriteLine($"  the worker was done after {settled.TotalSeconds:0} s");
            return await IsRightAsync(world, won, elsewhere, again, output);
        }
    }

    private static async Task<bool> IsRightAsync(ConfirmWorld world, Dictionary<Attempt, string> won, int elsewhere, Pressing pressing, TextWriter output)
    {
        var ledger = await ConfirmLedger.ReadAsync(world, hostsAndRooms: 1);
        var standing = ledger.Confirmed.Select(a => a.FirstGuest.Mail).ToHashSet();
        var pages = 0;
        foreach (var page in won.Values.Take(100))
            pages += (await pressing[0].SeesAsync(page)).Contains("確定しました", StringComparison.Ordinal) ? 0 : 1;
        var (missing, strays) = (0, 0);
        for (var host = 0; host < ConfirmWorld.Hosts; host++)
        {
            var (decided, entries) = (ledger.StartsOf(world.Members[host]).ToList(), world.CalendarOf(host).ToList());
            missing += decided.Count(d => !entries.Remove(d));
            strays += entries.Count;
        }

        return ConfirmCommand.Expect("acknowledged bookings that are lost", won.Keys.Count(a => !standing.Contains(a.Mail)), 0, output)
            & ConfirmCommand.Expect("bookings that nobody was told of", ledger.Confirmed.Count - won.Count, 0, output)
            & ConfirmCommand.Expect("guests with two bookings", ledger.Doubled(), 0, output)
            & ConfirmCommand.Expect("pressed again and led elsewhere", elsewhere, 0, output)
            & ConfirmCommand.Expect("overlaps in the table", ledger.Overlaps(), 0, output)
            & ConfirmCommand.Expect("times taken by halves", ledger.Partial(), 0, output)
            & ConfirmCommand.Expect("times taken for nothing", ledger.Orphans(), 0, output)
            & ConfirmCommand.Expect("guests' pages that do not say so, of 100", pages, 0, output)
            & ConfirmCommand.Expect("meetings missing in calendars", missing, 0, output)
            & ConfirmCommand.Expect("entries in calendars for nothing", strays, 0, output)
            & won.Count > 0;
    }

    /// <summary>Nobody is alive who could hold them: as if three minutes had passed.</summary>
    private static Task<int> LeasesRunOutAsync(ConfirmWorld world) => world.ReadsAsync(db => db.Outbox
        .Where(o => o.Lease != null).ExecuteUpdateAsync(set => set.SetProperty(o => o.LeasedUntil, o => o.DueAt)));

    private static async Task<TimeSpan> SettlesAsync(ConfirmWorld world)
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < LongestSettling)
        {
            var soon = await RawInserts.NowAsync(world) + Duration.FromHours(1);
            var waiting = await world.ReadsAsync(db => db.Outbox.CountAsync(
                o => (o.Kind == Server.Storage.Rows.SubjectKind.Appointment || o.Kind == Server.Storage.Rows.SubjectKind.Mail)
                    && (o.Lease != null || (o.DueAt != null && o.DueAt < soon))));
            if (waiting == 0)
                return since.Elapsed;
            await Task.Delay(Moment, TimeProvider.System);
        }

        throw new InvalidOperationException("The worker does not come to an end.");
    }
}
