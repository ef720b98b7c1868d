using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Server.Features.Appointments;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Member = Hidori.Domain.Organizations.Member;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Two linked hosts, three rooms, two appointments that share them, and the use cases people's clicks end in.</summary>
public sealed partial class HistoryWorld : IAsyncDisposable
{
    private static readonly Duration WorkersPause = Duration.FromMinutes(4);
    private readonly Guid?[] _subjects = new Guid?[2];
    private readonly List<Guid> _made = [];
    private OrganizationId _organization;
    private List<Member> _hosts = [];

    private Action? _whenDone;

    private HistoryWorld(App app)
    {
        App = app;
        app.Simulator.Requests.OnExchange += exchange =>
        {
            if (exchange.Method != "GET")
                _whenDone?.Invoke();
        };
    }

    public App App { get; }
    public IReadOnlyList<Guid> Made => _made;

    public static async Task<HistoryWorld> StartAsync(DatabaseKind kind)
    {
        var world = new HistoryWorld(await App.StartAsync(kind, "tanaka", "sato"));
        foreach (var name in (string[])["tanaka", "sato"])
        {
            using var member = await world.App.SignsInAsync(name);
            world.App.Outlook.AddUser(new NewAccount(App.Mail(OtherOf(name)), name));
        }

        await using var db = world.Services.GetRequiredService<DbFactory>().Open(world.Tenant());
        world._hosts = await db.Members.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking().ToListAsync();
        world._organization = world._hosts[0].Organization;
        await world.AddRoomsAsync();
        return world;
    }

    private IServiceProvider Services => App.ServicesForStorageTests;

    /// <summary>Before any member is known, the filter is lifted by name; the id does not matter.</summary>
    private CurrentOrganization Tenant() => TenantOf(Services, default);

    public void BeginHistory(int seed)
    {
        _subjects[0] = _subjects[1] = null;
        _made.Clear();
        BeginRoomsAndOutlook(seed);
        App.Simulator.Mail.Clear();
    }

    public async Task DoAsync(Step step, Random chance, CancellationToken ct)
    {
        var unsettled = await UnsettledAsync();
        await TakeStepAsync(step, chance, ct);
        await RememberPutsInDoubtAsync(step.Act);
        await ForgetWhatWasDecidedAsync(step.Act, unsettled);
    }

    private async Task TakeStepAsync(Step step, Random chance, CancellationToken ct)
    {
        switch (step.Act)
        {
            case Act.Propose: await ProposeAsync(step, ct); break;
            case Act.Choose: await ChooseAsync(step.Subject, step.Pick, ct); break;
            case Act.ChooseInTwoBrowsers:
                await Task.WhenAll(ChooseAsync(step.Subject, step.Pick, ct), ChooseAsync(step.Subject, step.Pick + 1, ct));
                break;
            case Act.RequestOtherTimes: await ChangeAsync(step.Subject, (s, id) => AskOtherTimesAsync(s, id, ct)); break;
            case Act.Withdraw: await ChangeAsync(step.Subject, (s, id) => Change(s).WithdrawAsync(_hosts[0], id, "", ct)); break;
            case Act.Cancel: await ChangeAsync(step.Subject, (s, id) => Change(s).CancelAsync(_hosts[0], id, "", ct)); break;
            case Act.Reschedule: await ChangeAsync(step.Subject, (s, id) => Change(s).RescheduleAsync(_hosts[0], id, TimeOf(step.Pick + 40), ct)); break;
            case Act.Extend:
                await ChangeAsync(step.Subject, (s, id) => Change(s).ExtendAsync(_hosts[0], id, App.Now + Duration.FromHours(20 + step.Pick), ct));
                break;
            case Act.TheTimeIsTakenBack: await ChangeAsync(step.Subject, (s, id) => TakeBackAsync(s, id, step.Pick, ct)); break;
            case Act.Offer: await ChangeAsync(step.Subject, (s, id) => OfferAsync(s, id, step.Pick, ct)); break;
            case Act.SwitchAccount: await SwitchAccountAsync(step.Pick, ct); break;
            case Act.DeadlinePasses: App.TimePasses(Duration.FromHours(30)); break;
            case Act.MinutesPass: App.TimePasses(Duration.FromMinutes(step.Pick)); break;
            case Act.Work: await WorkAsync(chance, crashAfter: null, ct); break;
            case Act.WorkAndCrash: await WorkAsync(chance, crashAfter: step.Pick % 4, ct); break;
            case Act.TwoWorkers: await Task.WhenAll(WorkAsync(chance, null, ct), WorkAsync(chance, null, ct)); break;
            case >= Act.AHostComesOrGoes: await TakeStepOfPeopleAsync(step, ct); break;
            default: await TakeStepOfRoomsAndOutlookAsync(step, ct); break;
        }
    }

    /// <summary>Nothing fails any more: workers work, time passes where they wait, and what was given up is asked for again.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        App.Simulator.Faults.Clear();
        EveryRoomAnswers();
        for (var round = 0; round < 2; round++)
        {
            foreach (var id in _made)
                await InScopeAsync(s => Change(s).RetryAsync(_hosts[0], new AppointmentId(id), ct));
            var until = App.Now + Duration.FromHours(3);
            while (App.Now < until)
            {
                while (await App.Worker.RunOneAsync(ct))
                {
                }

                if (await Services.GetRequiredService<Outbox>().NextAsync(ct) is not { } next || next > until)
                    break;
                // Either something is postponed, or a crashed worker still holds a lease.
                App.TimePasses(next > App.Now ? next - App.Now : WorkersPause);
            }
        }

        App.SeesNoDifference();
    }

    /// <summary>Ends everything, so that nothing of ours may be left anywhere.</summary>
    public async Task EndAllAsync(CancellationToken ct)
    {
        foreach (var id in _made.Select(m => new AppointmentId(m)))
        {
            await InScopeAsync(s => Change(s).WithdrawAsync(_hosts[0], id, "", ct));
            await InScopeAsync(s => Change(s).CancelAsync(_hosts[0], id, "", ct));
        }
    }

    public async Task<IReadOnlyList<Appointment>> AppointmentsAsync()
    {
        await using var db = Services.GetRequiredService<DbFactory>().Open(TenantOf(Services, _organization));
        var ids = _made.Select(m => new AppointmentId(m)).ToList();
        return await db.Appointments.AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync();
    }

    public string AddressOf(MemberId host) => _hosts.First(h => h.Id == host).Mail;
    public IEnumerable<MemberId> Hosts => _hosts.Select(h => h.Id);

    private async Task ProposeAsync(Step step, CancellationToken ct)
    {
        var both = step.Pick % 3 != 0;
        List<MemberId> hosts = both ? [.. Hosts] : [_hosts[step.Pick % 2].Id];
        await InScopeAsync(async scope =>
        {
            var secret = scope.GetRequiredService<ISecrets>().NewLinkSecret();
            var request = new ProposalRequest(
                _organization, _hosts[0].Id, hosts, hosts[0],
                TimesOf(step.Pick),
                [
                    new GuestInvitation(
                        "客先", "お客", "guest@guest.example", "ja", LinkHash.Of(secret),
                        scope.GetRequiredService<SealedText>().Seal(SealedText.GuestLink, secret)),
                ],
                $"件名 {step.Pick}", AppointmentFormat.Online, "", WithJoinLink: step.Pick % 4 != 0, "ご案内", "", App.Now + Duration.FromHours(24), App.Zone,
                InvitesByMail: step.Pick % 5 != 0, OverlapAccepted: true,
                hosts.ToDictionary(h => h, BusyTimes (_) => new BusyTimes.Known([], App.Now)), hosts.ToHashSet())
            {
                Rooms = RoomsFor(step.Pick),
                HoldsRooms = step.Pick % 7 < 4,
            };
            if (!Appointment.Propose(request, App.Now).Succeeded(out var appointment))
                return;
            var id = await scope.GetRequiredService<Decisions>().OpenAsync(appointment, Guid.CreateVersion7(), Actor.Member(_hosts[0].Id), ct);
            _subjects[step.Subject] = id.Value;
            _made.Add(id.Value);
        });
    }

    private Task ChooseAsync(int subject, int pick, CancellationToken ct) => ChangeAsync(subject, async (scope, id) =>
    {
        var appointment = await scope.GetRequiredService<Db>().Appointments.AsNoTracking().SingleAsync(a => a.Id == id, ct);
        var candidate = appointment.Candidates[pick % appointment.Candidates.Count].Id;
        var visit = new GuestVisit(id, appointment.Guests[pick % appointment.Guests.Count].Id, "ja");
        await scope.GetRequiredService<ChooseCandidate>().RunAsync(visit, new GuestAnswer(visit.Guest, candidate), ct);
    });

    private static Task AskOtherTimesAsync(IServiceProvider scope, AppointmentId id, CancellationToken ct) =>
        scope.GetRequiredService<Decisions>().RunAsync<Done, ChangeRefusal>(
            id, Actor.Hidori, Hidori.Server.Storage.Rows.TimelineKind.OtherTimesRequested, (a, _, now) => a.RequestOtherTimes(a.FirstGuest.Id, "別の日に", [], now), ChangeRefusal.Busy, ct);

    /// <summary>
    /// A worker looks at one due subject while calls fail at random. A crash ends it when its n-th call with an effect was
    /// done, before the answer reaches us: the moment at which most can be forgotten.
    /// </summary>
    private async Task WorkAsync(Random chance, int? crashAfter, CancellationToken ct)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var calls = 0;
        _whenDone = () =>
        {
            if (Interlocked.Increment(ref calls) - 1 == crashAfter)
                life.Cancel();
        };
        App.Simulator.Faults.Decide = call =>
        {
            lock (chance)
                return crashAfter is null ? History.Fate(chance, call) : null;
        };
        try
        {
            await App.Worker.RunOneAsync(life.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The crash: nothing was saved after it, and its lease stands until it runs out.
        }
        finally
        {
            App.Simulator.Faults.Clear();
            _whenDone = null;
        }
    }

    private async Task ChangeAsync(int subject, Func<IServiceProvider, AppointmentId, Task> change)
    {
        if (_subjects[subject] is { } id)
            await InScopeAsync(scope => change(scope, new AppointmentId(id)));
    }

    private async Task InScopeAsync(Func<IServiceProvider, Task> work)
    {
        await using var scope = Services.CreateAsyncScope();
        OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Appointment, Guid.Empty, _organization, 0));
        await work(scope.ServiceProvider);
    }

    private static CurrentOrganization TenantOf(IServiceProvider services, OrganizationId organization)
    {
        using var scope = services.CreateScope();
        OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Appointment, Guid.Empty, organization, 0));
        return scope.ServiceProvider.GetRequiredService<Admission>().Organization;
    }

    private static ChangeAppointment Change(IServiceProvider scope) => scope.GetRequiredService<ChangeAppointment>();

    private List<Interval> TimesOf(int pick) => [.. Enumerable.Range(0, 1 + (pick % 3)).Select(n => TimeOf(pick + (n * 5)))];

    /// <summary>Half-hours from ten days ahead, counted on the moving clock: a grid coarse enough that subjects collide.</summary>
    private Interval TimeOf(int pick)
    {
        var hour = Duration.FromHours(1);
        var start = Instant.FromUnixTimeSeconds((App.Now + Duration.FromDays(10)).ToUnixTimeSeconds() / 86_400 * 86_400) + ((pick % 48) * hour);
        return new Interval(start, start + hour);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var desk in _desks.Values)
            desk.Dispose();
        _guest?.Dispose();
        return App.DisposeAsync();
    }
}
