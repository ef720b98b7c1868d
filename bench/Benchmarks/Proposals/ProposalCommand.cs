using System.Collections.Concurrent;
using System.Diagnostics;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Hidori.Benchmarks.Proposals;

/// <summary>
/// What one proposal costs: 10 candidates × (3 hosts + room), sent and settled, then one accepted and the other nine
/// released; alone, beside 1,000 open ones, and with every call failing once.
/// </summary>
internal static class ProposalCommand
{
    private const int Rounds = 5;
    private const int Port = 6101;
    private const int Hosts = 3;
    private const int Candidates = 10;
    private const string Room = "room@figures.example";

    public static async Task<int> RunAsync(TextWriter output)
    {
        output.WriteLine($"{Environment.ProcessorCount} cores; {Rounds} rounds; min / median / max; server, simulator and SQLite in one process");
        await MeasureAsync("alone", live: 0, fails: false, output);
        await MeasureAsync("beside 1,000 open proposals", live: 1_000, fails: false, output);
        await MeasureAsync("every call fails once", live: 0, fails: true, output);
        return 0;
    }

    private static async Task MeasureAsync(string what, int live, bool fails, TextWriter output)
    {
        await using var world = await ProductWorld.StartAsync(Hosts, notified: false, Port);
        using var count = new StatementCount();
        world.Simulator.Microsoft365.AddRoom(new NewRoom(Room, "桜") { Capacity = 8, AnswersAfter = Duration.Zero });
        var stage = await StageAsync(world);
        for (var i = 0; i < live; i++)
            await ProposeAsync(world, stage, 40 + (i % 80));
        await RestAsync(world);
        await world.WorkerLooksAsync();

        Dictionary<string, List<Figures>> seen = [];
        for (var round = 0; round <= Rounds; round++)
        {
            world.Simulator.Faults.Decide = fails ? FailsOnce() : null;
            AppointmentId id = default;
            var sent = await FiguresAsync(world, count, async () => id = await ProposeAsync(world, stage, 2 + (round * 4)));
            var held = await FiguresAsync(world, count, () => SettlesAsync(world, id));
            var accepted = await FiguresAsync(world, count, () => ChooseAsync(world, id));
            var released = await FiguresAsync(world, count, () => SettlesAsync(world, id));
            world.Simulator.Faults.Decide = null;
            if (round == 0)
                continue;
            foreach (var (step, figures) in (IEnumerable<(string, Figures)>)[("sent", sent), ("held", held), ("accepted", accepted), ("released", released)])
            {
                if (!seen.TryGetValue(step, out var rounds))
                    seen[step] = rounds = [];
                rounds.Add(figures);
            }
        }

        Check(world);
        output.WriteLine();
        output.WriteLine(what);
        foreach (var (step, figures) in seen)
        {
            output.WriteLine(
                $"  {step,-9} {Spread(figures, f => f.Calls)} calls, {Spread(figures, f => f.Rows)} rows in {Spread(figures, f => f.Commits)} commits, "
                + $"{Spread(figures, f => f.Statements)} statements, {Spread(figures, f => f.Milliseconds)} ms");
        }
    }

    private sealed record Figures(int Calls, int Statements, int Rows, int Commits, double Milliseconds);

    private sealed record Stage(OrganizationId Organization, IReadOnlyList<MemberId> Hosts, RoomId Room);

    private static async Task<Figures> FiguresAsync(ProductWorld world, StatementCount count, Func<Task> work)
    {
        count.Take();
        var before = world.Simulator.Requests.Count;
        var watch = Stopwatch.StartNew();
        await work();
        var elapsed = watch.Elapsed.TotalMilliseconds;
        var (statements, rows, commits) = count.Take();
        return new Figures(world.Simulator.Requests.Count - before, statements, rows, commits, elapsed);
    }

    private static Task<Stage> StageAsync(ProductWorld world) => world.InOrganizationAsync(async scope =>
    {
        var db = scope.GetRequiredService<Db>();
        var members = await db.Members.AsNoTracking().OrderBy(m => m.Mail).ToListAsync();
        var room = new Room(members[0].Organization, Room, new RoomFacts("桜", "", "", 8, []), RoomSource.ByHand, world.Now);
        db.Rooms.Add(room);
        db.Agendas.Add(new Agenda { Organization = members[0].Organization, Whose = room.Id });
        await db.SaveChangesAsync();
        return new Stage(members[0].Organization, [.. members.Select(m => m.Id)], room.Id);
    });

    private static Task<AppointmentId> ProposeAsync(ProductWorld world, Stage stage, int fromDay) => world.InOrganizationAsync(async scope =>
    {
        var secret = scope.GetRequiredService<ISecrets>().NewLinkSecret();
        var first = world.Now + Duration.FromDays(fromDay);
        List<Interval> times = [.. Enumerable.Range(0, Candidates).Select(i => first + Duration.FromHours(3 * i)).Select(s => new Interval(s, s + Duration.FromHours(1)))];
        var request = new ProposalRequest(
            stage.Organization, stage.Hosts[0], stage.Hosts, stage.Hosts[0], times,
            [
                new GuestInvitation(
                    "計測商事", "測量", "guest@guest.example", "ja", LinkHash.Of(secret), scope.GetRequiredService<SealedText>().Seal(SealedText.GuestLink, secret)),
            ],
            "計測", AppointmentFormat.Online, "", WithJoinLink: true, "ご案内", "", Deadline: null, "Asia/Tokyo", InvitesByMail: true, OverlapAccepted: true,
            stage.Hosts.ToDictionary(h => h, BusyTimes (_) => new BusyTimes.Known([], world.Now)), stage.Hosts.ToHashSet())
        {
            Rooms = times.ToDictionary(t => t, _ => stage.Room),
            HoldsRooms = true,
        };
        return await Appointment.Propose(request, world.Now).Match(
            a => scope.GetRequiredService<Decisions>().OpenAsync(a, Guid.CreateVersion7(), Actor.Member(stage.Hosts[0]), default),
            refusal => throw new InvalidOperationException(refusal.ToString()));
    });

    private static Task ChooseAsync(ProductWorld world, AppointmentId id) => world.InOrganizationAsync(async scope =>
    {
        var appointment = await scope.GetRequiredService<Db>().Appointments.AsNoTracking().SingleAsync(a => a.Id == id);
        var visit = new GuestVisit(id, appointment.FirstGuest.Id, "ja");
        var answer = await scope.GetRequiredService<ChooseCandidate>().RunAsync(visit, new GuestAnswer(visit.Guest, appointment.Candidates[0].Id), default);
        return answer.Refusal is { } refusal ? throw new InvalidOperationException(refusal.ToString()) : true;
    });

    /// <summary>Until nothing of the appointment and of its mails is due any more; time passes where something waits.</summary>
    private static async Task SettlesAsync(ProductWorld world, AppointmentId id)
    {
        for (var until = world.Now + Duration.FromHours(6); world.Now < until;)
        {
            await world.WorkerLooksAsync();
            if (await NextOfAsync(world, id) is not { } next)
                return;
            world.TimePasses(Duration.Max(next - world.Now, Duration.FromSeconds(1)));
        }

        throw new InvalidOperationException("It does not settle.");
    }

    private static Task<Instant?> NextOfAsync(ProductWorld world, AppointmentId id) => world.InOrganizationAsync(async scope =>
    {
        var db = scope.GetRequiredService<Db>();
        var deadline = (await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id)).Deadline;
        // The deadline itself is due as well, and is not what settles it.
        return await db.Outbox.AsNoTracking().Where(o => (o.Kind == SubjectKind.Appointment || o.Kind == SubjectKind.Mail) && o.DueAt < deadline)
            .MinAsync(o => o.DueAt);
    });

    /// <summary>The others stand as they are: what they cost is not counted.</summary>
    private static Task RestAsync(ProductWorld world) => world.InOrganizationAsync(async scope => await scope.GetRequiredService<Db>().Outbox
        .Where(o => o.Kind == SubjectKind.Appointment).ExecuteUpdateAsync(set => set.SetProperty(o => o.DueAt, (Instant?)null)));

    private static void Check(ProductWorld world)
    {
        var calendars = Enumerable.Range(0, Hosts).Select(i => world.Simulator.Microsoft365.CalendarOf(ProductWorld.Mail(i))).ToList();
        if (calendars.Any(c => c.Count != Rounds + 1 || c.Any(i => i.ShowAs != ShowAs.Busy || i.JoinUrl is null)))
            throw new InvalidOperationException("The calendars are not what was decided.");
    }

    /// <summary>Every other call of a kind to a mailbox fails: the first, and, after its repetition, the next.</summary>
    private static Func<FaultContext, FaultKind?> FailsOnce()
    {
        ConcurrentDictionary<string, int> calls = [];
        return call => calls.AddOrUpdate($"{call.Vendor} {call.Method} {call.Route} {call.Mailbox}", 1, (_, n) => n + 1) % 2 == 1
            ? FaultKind.Status(call.Vendor == FaultContext.Mail ? 450 : 503)
            : null;
    }

    private static string Spread(List<Figures> figures, Func<Figures, double> of)
    {
        var sorted = figures.Select(of).Order().ToList();
        return sorted[0] == sorted[^1] ? $"{sorted[0]:0}" : $"{sorted[0]:0} / {sorted[sorted.Count / 2]:0} / {sorted[^1]:0}";
    }
}
