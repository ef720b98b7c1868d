using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Hidori.Domain.Appointments;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>
/// SPEC X1: the server is a process of its own and is killed (SIGKILL) while people propose and confirm; started again it
/// has lost, doubled and orphaned nothing. HIDORI_KILLS sets how often it is killed, HIDORI_KILL_SEED repeats a run's moments.
/// </summary>
public sealed partial class KilledAtAnyMoment
{
    private static readonly TimeSpan LongestUnasked = TimeSpan.FromSeconds(30);

    [Theory, EveryDatabase]
    public async Task Nothing_is_lost_doubled_or_orphaned(DatabaseKind kind)
    {
        var asked = Number("HIDORI_KILLS");
        var most = asked ?? (kind == DatabaseKind.Sqlite ? 6 : 3);
        var seed = Number("HIDORI_KILL_SEED") ?? Random.Shared.Next();
        RunLog.Say($"SIGKILL on {kind}: HIDORI_KILL_SEED={seed}");
        var chance = new Random(seed);
        await using var app = await App.StartKillableAsync(kind, "tanaka", "sato");
        await app.Process.StartAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        using (await app.SignsInAsync("sato"))
        {
        }

        var people = new Bystanders(app, tanaka);
        var since = System.Diagnostics.Stopwatch.StartNew();
        var kills = 0;
        // A busy machine is not made to suffer: two kills at least, then as many as fit.
        for (; kills < most && (asked is not null || kills < 2 || since.Elapsed < LongestUnasked); kills++)
        {
            using var death = new CancellationTokenSource();
            var busy = people.WorkAsync(chance.Next(), death.Token);
            await people.WereAnsweredAsync(chance.Next(8));
            await Task.Delay(chance.Next(300), TestContext.Current.CancellationToken);
            await app.Process.KillAsync();
            await death.CancelAsync();
            await busy;
            await LeasesRunOutAsync(app);
            await RemindersFallDueAsync(app);
            await app.Process.StartAsync();
        }

        await people.PressAgainAsync();
        await SettlesAsync(app);
        var appointments = await StandingAsync(app);
        NothingIsLost(people, appointments, app);
        await HoldsStandAsync(app, appointments);

        foreach (var open in appointments.Where(a => a.State == AppointmentState.Open))
            Assert.Equal(HttpStatusCode.OK, (await tanaka.PressesAsync(open.Id.Value, "withdraw")).Status);
        await SettlesAsync(app);
        await OnlyMeetingsStandAsync(app, appointments);
        await MailsWereSentOnceAsync(app);
        await EverybodyWasRemindedOnceAsync(app);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kills} kills, {people.Sent.Count} sends and {people.Confirmed.Count} confirmations acknowledged, {people.Unanswered} answers lost, "
            + $"{appointments.Count} appointments, {app.Simulator.Mail.Messages.Count} mails");
        Assert.True(!people.Sent.IsEmpty && !people.Confirmed.IsEmpty, "the driver did nothing");
    }

    private static void NothingIsLost(Bystanders people, List<Appointment> appointments, App app)
    {
        foreach (var sent in people.Sent)
            Assert.True(appointments.Any(a => a.Id.Value == sent.Appointment), $"an acknowledged send is lost\n{app.Process.Said}");
        foreach (var (id, _) in people.Confirmed)
            Assert.Equal(AppointmentState.Confirmed, appointments.Single(a => a.Id.Value == id).State);
        // One page sent is one proposal, however often its button was pressed.
        Assert.Equal(appointments.Count, appointments.Select(a => a.FirstGuest.Mail).Distinct().Count());
    }

    private static async Task HoldsStandAsync(App app, List<Appointment> appointments)
    {
        foreach (var (name, member) in await MembersAsync(app))
        {
            // A copy that its host has not answered is tentative too.
            var holds = app.Outlook.CalendarOf(App.Mail(name)).Where(e => e.IsOrganizer && e.ShowAs == ShowAs.Tentative).Select(e => e.Interval).ToList();
            var wanted = appointments.Where(a => a.State == AppointmentState.Open && a.Hosts.Contains(member)).SelectMany(a => a.Candidates.Select(c => c.Time));
            Assert.Equal(wanted.Order(ByStart), holds.Order(ByStart));
        }
    }

    private static async Task OnlyMeetingsStandAsync(App app, List<Appointment> appointments)
    {
        foreach (var (name, member) in await MembersAsync(app))
        {
            var entries = app.Outlook.CalendarOf(App.Mail(name));
            var wanted = appointments.Where(a => a.State == AppointmentState.Confirmed && a.Hosts.Contains(member)).ToList();
            Assert.Equal(wanted.Select(a => a.Chosen!.Time).Order(ByStart), entries.Select(e => e.Interval).Order(ByStart));
            Assert.Equal(wanted.Select(a => a.Title).Order(), entries.Select(e => e.Subject).Order());
        }
    }

    private static async Task MailsWereSentOnceAsync(App app)
    {
        var queued = await app.ReadsAsync(db => db.Mails.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));
        Assert.All(queued, m => Assert.Equal(MailState.Sent, m.State));
        // One Message-ID for each occasion and recipient; what came twice came under the same one.
        Assert.Equal(queued.Count, queued.Select(m => (m.Appointment, m.Revision, m.Kind, m.Recipient)).Distinct().Count());
        foreach (var person in queued.GroupBy(m => m.Address))
        {
            Assert.Equal(
                person.Select(m => m.MessageId).Order(),
                app.Simulator.Mail.To(person.Key).Select(m => m.MessageId).Distinct().Order());
        }

        Assert.Equal(
            queued.Select(m => m.MessageId).Order(), app.Simulator.Mail.Messages.Select(m => m.MessageId).Distinct().Order());
    }

    /// <summary>Nobody is alive who could hold them: as if three minutes had passed.</summary>
    private static Task LeasesRunOutAsync(App app) =>
        app.Database.ExecuteAsync("UPDATE outbox SET leased_until = due_at WHERE lease IS NOT NULL");

    private static async Task SettlesAsync(App app)
    {
        var ct = TestContext.Current.CancellationToken;
        var soon = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + Duration.FromHours(1);
        for (var wait = 0; ; wait++)
        {
            var waiting = await app.ReadsAsync(async db =>
                await db.Outbox.CountAsync(
                    // The others look again and again, whether there is something to do or not.
                    o => (o.Kind == SubjectKind.Appointment || o.Kind == SubjectKind.Mail) && (o.Lease != null || (o.DueAt != null && o.DueAt < soon)), ct));
            if (waiting == 0)
                return;
            Assert.True(wait < 600, $"{waiting} subjects do not settle; the last trouble was {app.Simulator.Requests.All.LastOrDefault(e => e.Status is 0 or >= 400)}\n{app.Process.Said}");
            await Task.Delay(100, ct);
        }
    }

    private static Task<List<Appointment>> StandingAsync(App app) =>
        app.ReadsAsync(db => db.Appointments.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));

    private static async Task<List<(string Name, Domain.MemberId Member)>> MembersAsync(App app) =>
        await app.ReadsAsync(async db => (await db.Members.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken))
            .Select(m => (m.Mail.Split('@')[0], m.Id)).ToList());

    private static readonly Comparer<Interval> ByStart = Comparer<Interval>.Create((a, b) => a.Start.CompareTo(b.Start));

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A host who proposes and guests who answer, for as long as somebody answers them.</summary>
    private sealed class Bystanders(App app, MemberBrowser host)
    {
        private static readonly LocalDate FirstDay =
            Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InZone(DateTimeZoneProviders.Tzdb[App.Zone]).Date.PlusDays(3);

        private readonly List<ProposalText> _unanswered = [];
        private readonly Dictionary<string, WebPage> _filled = [];
        private int _number;
        private int _answers;
        private int _lost;

        public ConcurrentBag<ProposalMade> Sent { get; } = [];
        public ConcurrentDictionary<Guid, bool> Confirmed { get; } = [];
        public int Unanswered => _lost;

        /// <summary>Waits for some more answers: how far the work gets depends on the machine.</summary>
        public async Task WereAnsweredAsync(int more)
        {
            var until = Volatile.Read(ref _answers) + more;
            for (var wait = 0; Volatile.Read(ref _answers) < until && wait < 400; wait++)
                await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        public Task WorkAsync(int seed, CancellationToken death) => Task.WhenAll(
            RepeatAsync(ProposeAsync, death),
            RepeatAsync(() => ConfirmAsync(new Random(seed)), death),
            RepeatAsync(() => ConfirmAsync(new Random(seed + 1)), death));

        /// <summary>Whoever got no answer presses the same button of the same page again.</summary>
        public async Task PressAgainAsync()
        {
            foreach (var text in _unanswered)
                await SendAsync(_filled[text.GuestMail], text);
        }

        private async Task ProposeAsync()
        {
            var text = Text(_number);
            try
            {
                _filled[text.GuestMail] = await PageAsync(text);
                _number++;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
                return;
            }

            try
            {
                await SendAsync(_filled[text.GuestMail], text);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref _lost);
                _unanswered.Add(text);
            }
        }

        private async Task<WebPage> PageAsync(ProposalText text)
        {
            var page = await host.Web.GetAsync("/proposals/new");
            foreach (var coHost in text.CoHosts)
            {
                var id = page.Document.QuerySelectorAll("select[name=newHost] option")
                    .First(o => o.TextContent.Contains(App.DisplayName(coHost), StringComparison.Ordinal)).GetAttribute("value")!;
                page = await host.Web.SubmitAsync(page, "/proposals", ("newHost", id), ("action", "addHost"));
            }

            return page;
        }

        private async Task SendAsync(WebPage page, ProposalText text)
        {
            var sent = await host.Web.SubmitAsync(page, "/proposals",
            [
                ("title", text.Title), ("company", text.Company), ("guestName", text.GuestName), ("guestMail", text.GuestMail),
                ("format", "Online"), ("onlineMeeting", "true"), ("message", text.Message), ("delivery", "mail"), ("action", "send"),
                .. text.Candidates.Select(c => ("candidate", c)),
            ]);
            Assert.True(sent.Address.AbsolutePath.EndsWith("/sent", StringComparison.Ordinal), $"{sent.Status} {sent.Text}\n{app.Process.Said}");
            var link = sent.Document.QuerySelectorAll("input,textarea,a").Select(e => e.GetAttribute("value") ?? e.GetAttribute("href") ?? e.TextContent)
                .First(t => t.Contains("/p/", StringComparison.Ordinal) && t.StartsWith("http", StringComparison.Ordinal)).Trim();
            Interlocked.Increment(ref _answers);
            Sent.Add(new ProposalMade(Guid.Parse(sent.Address.Segments[^2].TrimEnd('/')), new Uri(link).AbsolutePath));
        }

        private async Task ConfirmAsync(Random chance)
        {
            // Two in three: the others stay open, and their holds with them.
            var open = Sent.Where(p => !Confirmed.ContainsKey(p.Appointment) && p.Appointment.ToByteArray()[^1] % 3 > 0).ToList();
            if (open.Count == 0)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
                return;
            }

            var proposal = open[chance.Next(open.Count)];
            using var guest = new GuestBrowser(app);
            try
            {
                var page = await guest.OpensAsync(proposal);
                if (page.Document.QuerySelector("input[name=candidate]") is not null)
                    page = await guest.ChoosesAsync(page, proposal, chance.Next(2) + 1);
                Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{page.Status} {page.Text}\n{app.Process.Said}");
                if (page.Text.Contains("確定しました", StringComparison.Ordinal))
                {
                    Confirmed[proposal.Appointment] = true;
                    Interlocked.Increment(ref _answers);
                }
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref _lost);
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }

        /// <summary>No two share a time, so nobody has to be refused.</summary>
        private static ProposalText Text(int number)
        {
            var start = FirstDay.PlusDays(number / 10) + new LocalTime(9 + (number % 10), 0);
            string[] candidates =
            [
                string.Create(CultureInfo.InvariantCulture, $"{start:uuuu-MM-dd'T'HH:mm}/{start.PlusMinutes(30):uuuu-MM-dd'T'HH:mm}"),
                string.Create(CultureInfo.InvariantCulture, $"{start.PlusMinutes(30):uuuu-MM-dd'T'HH:mm}/{start.PlusMinutes(60):uuuu-MM-dd'T'HH:mm}"),
            ];
            return new ProposalText
            {
                Title = $"打ち合わせ {number}",
                GuestMail = $"guest-{number}@guest.example",
                CoHosts = number % 2 == 0 ? ["sato"] : [],
                Candidates = candidates,
            };
        }

        private static async Task RepeatAsync(Func<Task> act, CancellationToken death)
        {
            while (!death.IsCancellationRequested)
            {
                try
                {
                    await act();
                }
                catch (HttpRequestException) when (death.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }
}
