using Hidori.Benchmarks.Ground;
using Hidori.Benchmarks.Pages;
using Hidori.Benchmarks.Yardstick;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Server;
using Hidori.Server.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Hidori.Benchmarks.Freshness;

/// <summary>A server in this process, on which everything is written by the product's own use cases.</summary>
internal sealed class FreshnessNode : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Pages = ["one", "any", "two"];

    private const int MostBookings = 25;
    private static readonly Duration Meeting = Duration.FromMinutes(30);

    private readonly WebApplication server;
    private readonly PagesData data;
    private readonly List<AppointmentId> booked = [];
    private readonly Queue<AppointmentId> open = [];
    private readonly IReadOnlyList<(string Name, Func<IServiceProvider, Random, Task<bool>> Run)> acts;

    private FreshnessNode(WebApplication server, PagesData data, Uri address)
    {
        (this.server, this.data, Address) = (server, data, address);
        acts =
        [
            ("a booking", BookAsync), ("a booking", BookAsync), ("a cancellation", CancelAsync), ("a change of a calendar", CopyAsync),
            ("a proposal with its holds", ProposeAsync), ("holds that run out", ExpireAsync), ("holds that are withdrawn", WithdrawAsync),
            ("a day of the organization", OwnDayAsync), ("a setting of a page", SettleAsync),
        ];
    }

    public Uri Address { get; }

    public static async Task<FreshnessNode> StartAsync(FiguresDatabase database, PagesData data)
    {
        var settings = FiguresServer.Settings(database);
        var server = await ServerHost.BuildAsync([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Generators.Base.ToDateTimeOffset()));
            builder.Configuration.AddInMemoryCollection(settings);
        });
        server.Urls.Add(settings["PublicAddress"]!);
        await server.StartAsync();
        return new FreshnessNode(server, data, new Uri(settings["PublicAddress"]!));
    }

    /// <summary>Writes something that pages show.</summary>
    /// <returns>What it was.</returns>
    public async Task<string> WriteAsync(Random chance)
    {
        while (true)
        {
            var (name, run) = acts[chance.Next(acts.Count)];
            if (await InOrganizationAsync(scope => run(scope, chance)))
                return name;
        }
    }

    /// <summary>What the database says, read by somebody who remembers nothing: minutes since the base.</summary>
    public Task<int[]> TruthAsync(string slug) => InOrganizationAsync(async scope =>
    {
        var page = await PageAsync(scope, slug);
        var window = new Interval(Generators.Base, Generators.Base + Duration.FromDays(page.Settings.Limits.FurthestDays + 2));
        var desk = await scope.GetRequiredService<PageDesks>().ShownAsync(page, window, moving: null, default);
        return desk.Offer.FindAll(page.Settings.Meeting.Minutes[0], Generators.Base).Select(s => (int)(s - Generators.Base).TotalMinutes).ToArray();
    });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<bool> BookAsync(IServiceProvider scope, Random chance)
    {
        var page = await PageAsync(scope, Pages[chance.Next(Pages.Count)]);
        var window = new Interval(Generators.Base, Generators.Base + Duration.FromDays(9));
        var starts = (await scope.GetRequiredService<PageDesks>().ShownAsync(page, window, moving: null, default)).Offer.FindAll(30, Generators.Base).ToList();
        if (starts.Count == 0 || booked.Count >= MostBookings)
            return false;

        var request = new BookingRequest(starts[chance.Next(starts.Count)], 30, Guest(), "", "", Guid.CreateVersion7());
        var calendars = await scope.GetRequiredService<BusyForPages>().HostsAsync(page.Hosts, page.Hosts, window, default);
        var made = await scope.GetRequiredService<Decisions>().BookAsync(
            new BookingSubject([.. page.Hosts.Select(AgendaId.Of)], request.Attempt),
            actor: null,
            async (now, ct) => (await scope.GetRequiredService<PageDesks>().DeskAsync(
                page, new PageCalendars(calendars.ToDictionary(c => c.Key, c => c.Value.Times), new Dictionary<RoomId, BusyTimes>(), window), except: null, ct))
                .Accept(request, data.Hosts.ToHashSet(), evenPaused: false, now),
            default);
        if (!made.Succeeded(out var id))
            throw new InvalidOperationException($"What was offered was refused: {made.Refusal}");
        booked.Add(id);
        return true;
    }

    private async Task<bool> CancelAsync(IServiceProvider scope, Random chance)
    {
        if (booked.Count == 0)
            return false;
        var one = chance.Next(booked.Count);
        await DecideAsync(scope, booked[one], TimelineKind.Cancelled, (a, now) => a.Cancel(now));
        booked.RemoveAt(one);
        return true;
    }

    /// <summary>As a round that read one day of a mailbox writes it.</summary>
    private async Task<bool> CopyAsync(IServiceProvider scope, Random chance)
    {
        var db = scope.GetRequiredService<Db>();
        var member = data.Hosts[chance.Next(data.Hosts.Count)];
        var connection = await db.Connections.SingleAsync(c => c.Member == member);
        var mailbox = await db.Mailboxes.SingleAsync(m => m.Connection == connection.Id);
        var day = Generators.Base + Duration.FromDays(chance.Next(5));
        var entries = Enumerable.Range(0, chance.Next(4)).Select(i =>
        {
            var start = day + Duration.FromMinutes(480 + (15 * chance.Next(32)));
            return new BusyEntry(new Interval(start, start + Duration.FromMinutes(15 * chance.Next(1, 5))), BusyKind.Busy, $"changed-{day}-{i}", Title: null, Ours: null);
        }).ToList();
        await scope.GetRequiredService<MailboxCopy>().ReplaceAsync(mailbox, [new Interval(day, day + Duration.FromDays(1))], entries, default);
        await db.SaveChangesAsync();
        return true;
    }

    private async Task<bool> ProposeAsync(IServiceProvider scope, Random chance)
    {
        if (open.Count > 4)
            return false;
        var day = Generators.Base + Duration.FromDays(chance.Next(5));
        var times = Enumerable.Range(0, 5).Select(_ => day + Duration.FromMinutes(480 + (30 * chance.Next(14)))).Distinct().Select(s => new Interval(s, s + Meeting)).ToList();
        List<MemberId> hosts = [.. data.Hosts.Take(chance.Next(1, data.Hosts.Count + 1))];
        var request = new ProposalRequest(
            data.Organization, hosts[0], hosts, hosts[0], times, [Guest()], "計測", AppointmentFormat.Online, "", WithJoinLink: true, "ご案内", "",
            Deadline: Generators.Base + Duration.FromHours(1), "Asia/Tokyo", InvitesByMail: true, OverlapAccepted: true,
            hosts.ToDictionary(h => h, BusyTimes (_) => new BusyTimes.Known([], Generators.Base)), hosts.ToHashSet());
        var appointment = Appointment.Propose(request, Generators.Base).Match(a => a, refusal => throw new InvalidOperationException(refusal.ToString()));
        open.Enqueue(await scope.GetRequiredService<Decisions>().OpenAsync(appointment, Guid.CreateVersion7(), Actor.Member(hosts[0]), default));
        return true;
    }

    private async Task<bool> ExpireAsync(IServiceProvider scope, Random chance) => open.TryDequeue(out var id)
        && await DecideAsync(scope, id, TimelineKind.Expired, (a, now) => a.Expire(now + Duration.FromHours(2)) ? Done.Value : ChangeRefusal.NotInThisState);

    private async Task<bool> WithdrawAsync(IServiceProvider scope, Random chance) => open.TryDequeue(out var id)
        && await DecideAsync(scope, id, TimelineKind.Withdrawn, (a, now) => a.Withdraw(now));

    private async Task<bool> OwnDayAsync(IServiceProvider scope, Random chance)
    {
        var db = scope.GetRequiredService<Db>();
        var date = Generators.Base.InUtc().Date.PlusDays(chance.Next(5));
        if (await db.OrganizationDays.SingleOrDefaultAsync(d => d.Date == date) is { } day)
            db.OrganizationDays.Remove(day);
        else
            db.OrganizationDays.Add(new OrganizationDayRow { Organization = data.Organization, Date = date, Kind = OrganizationDay.Closed });
        await db.SaveChangesAsync();
        return true;
    }

    private static async Task<bool> SettleAsync(IServiceProvider scope, Random chance)
    {
        var slug = Pages[chance.Next(Pages.Count)];
        var db = scope.GetRequiredService<Db>();
        var page = await db.BookingPages.SingleAsync(p => p.Slug == slug);
        var limits = page.Settings.Limits with { StepMinutes = chance.Next(2) == 0 ? 15 : 30, PeopleAfterMinutes = 15 * chance.Next(3) };
        page.Change(page.Slug, page.Name, page.Settings with { Limits = limits }, page.Seats, Generators.Base);
        await db.SaveChangesAsync();
        return true;
    }

    private static async Task<bool> DecideAsync(
        IServiceProvider scope, AppointmentId id, TimelineKind kind, Func<Appointment, Instant, Result<Done, ChangeRefusal>> decide)
    {
        var decided = await scope.GetRequiredService<Decisions>().RunAsync<Done, ChangeRefusal>(
            id, Actor.Hidori, kind, (a, _, now) => decide(a, now), ChangeRefusal.Busy, default);
        return decided.Refusal is { } refusal ? throw new InvalidOperationException($"{kind} was refused: {refusal}") : true;
    }

    private static GuestInvitation Guest()
    {
        var link = Guid.CreateVersion7().ToString("N");
        return new GuestInvitation("計測商事", "測量", "guest@guest.example", "ja", LinkHash.Of(link), link);
    }

    private static Task<BookingPage> PageAsync(IServiceProvider scope, string slug) =>
        scope.GetRequiredService<Db>().BookingPages.AsNoTracking().SingleAsync(p => p.Slug == slug);

    private async Task<T> InOrganizationAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = server.Services.CreateAsyncScope();
        OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Mailbox, Guid.Empty, data.Organization, 0));
        return await act(scope.ServiceProvider);
    }
}
