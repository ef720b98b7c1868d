using System.Globalization;
using System.Net;
using Hidori.Domain.Appointments;
using Hidori.Server.Features.Proposals;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>SPEC X2, P9: whoever presses at the same moment, a host's time is given away once.</summary>
public sealed class RacesForAHostsTime
{
    private const int Guests = 50;
    private static readonly LocalDateTime FirstDay = new(2027, 4, 12, 9, 0);

    [Theory, EveryDatabase]
    public async Task Fifty_guests_press_for_one_time_and_one_of_them_has_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposals = await MakeAsync(app, Guests, _ => ["tanaka"], _ => [TimeOf(0)]);
        await app.OutsideWorldSettlesAsync();

        var answers = await PressAtOnceAsync(app, proposals);

        Assert.Equal(1, answers.Count(a => a == HttpStatusCode.OK));
        Assert.Equal(Guests - 1, answers.Count(a => a == HttpStatusCode.Conflict));
        Assert.Equal(1, await FixedTimesAsync(app));
        Assert.Equal(1, await app.ReadsAsync(db => db.Appointments.CountAsync(
            a => a.State == AppointmentState.Confirmed, TestContext.Current.CancellationToken)));

        await app.OutsideWorldSettlesAsync();
        var calendar = app.Outlook.CalendarOf(App.Mail("tanaka"));
        Assert.Single(calendar, e => e.ShowAs == ShowAs.Busy);
        // The others' proposals are still open, and so are their holds.
        Assert.Equal(Guests - 1, calendar.Count(e => e.ShowAs == ShowAs.Tentative));
    }

    [Theory, EveryDatabase]
    public async Task Fifty_guests_press_for_fifty_times_and_nobody_is_refused(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        // One after the other without a gap: a time that only touches another is free.
        var proposals = await MakeAsync(app, Guests, _ => ["tanaka"], n => [TimeOf(n)]);

        var answers = await PressAtOnceAsync(app, proposals);

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a));
        Assert.Equal(Guests, await FixedTimesAsync(app));
        await app.OutsideWorldSettlesAsync();
        var calendar = app.Outlook.CalendarOf(App.Mail("tanaka"));
        Assert.Equal(Guests, calendar.Count);
        Assert.All(calendar, e => Assert.Equal(ShowAs.Busy, e.ShowAs));
        Assert.Equal(Guests, calendar.Select(e => e.Start).Distinct().Count());
    }

    [Theory, EveryDatabase]
    public async Task Two_hosts_named_in_either_order_never_wait_for_each_other_in_a_circle(DatabaseKind kind)
    {
        const int Pairs = 15;
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        // Each time is offered twice: once by tanaka with sato, once by sato with tanaka.
        var proposals = await MakeAsync(
            app, Pairs * 2, n => n % 2 == 0 ? ["tanaka", "sato"] : ["sato", "tanaka"], n => [TimeOf(n / 2)]);

        var answers = await PressAtOnceAsync(app, proposals);

        for (var pair = 0; pair < Pairs; pair++)
        {
            HttpStatusCode[] both = [answers[2 * pair], answers[(2 * pair) + 1]];
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], both.Order());
        }

        Assert.Equal(Pairs * 2, await FixedTimesAsync(app));
    }

    [Theory, EveryDatabase]
    public async Task Twenty_browsers_on_one_link_press_different_candidates_and_see_one_appointment(DatabaseKind kind)
    {
        const int Browsers = 20;
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = Assert.Single(await MakeAsync(
            app, 1, _ => ["tanaka"], _ => [.. Enumerable.Range(0, 10).Select(n => TimeOf(2 * n))]));
        await app.OutsideWorldSettlesAsync();

        var browsers = Enumerable.Range(0, Browsers).Select(_ => new GuestBrowser(app)).ToList();
        var pages = await Task.WhenAll(browsers.Select(b => b.OpensAsync(proposal)));
        var answers = await Task.WhenAll(browsers.Select((b, n) => b.ChoosesAsync(pages[n], proposal, (n % 10) + 1)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        var chosen = await app.ReadsAsync(db => db.TakenTimes.SingleAsync(TestContext.Current.CancellationToken));
        Assert.True(chosen.IsFixed);
        Assert.Single(answers.Select(a => a.Document.QuerySelector("main")!.TextContent).Distinct());
        await app.OutsideWorldSettlesAsync();
        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal(chosen.Start, meeting.Start);
        Assert.Single(app.Simulator.Mail.To("guest-0@guest.example").Where(m => m.Calendar is not null).Select(m => m.MessageId).Distinct());
        browsers.ForEach(b => b.Dispose());
    }

    /// <summary>Everybody has the page open; then everybody presses. Who is told to try again presses again.</summary>
    private static async Task<HttpStatusCode[]> PressAtOnceAsync(App app, IReadOnlyList<ProposalMade> proposals)
    {
        var guests = proposals.Select(_ => new GuestBrowser(app)).ToList();
        var pages = new List<WebPage>();
        foreach (var (guest, n) in guests.Select((g, n) => (g, n)))
            pages.Add(await guest.OpensAsync(proposals[n]));

        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = 0;
        var presses = guests.Select(async (guest, n) =>
        {
            await start.Task;
            var page = await guest.ChoosesAsync(pages[n], proposals[n], 1);
            for (var again = 0; page.Status == HttpStatusCode.ServiceUnavailable && again < 5; again++)
            {
                Interlocked.Increment(ref busy);
                page = await guest.ChoosesAsync(proposals[n], 1);
            }

            return page.Status;
        }).ToList();
        var since = System.Diagnostics.Stopwatch.StartNew();
        start.SetResult();
        var answers = await Task.WhenAll(presses);
        TestContext.Current.SendDiagnosticMessage($"{proposals.Count} presses in {since.ElapsedMilliseconds} ms, told to try again: {busy}");
        guests.ForEach(g => g.Dispose());
        // A calendar that cannot be read at once under fifty readers is no reason to turn many away.
        Assert.True(busy <= proposals.Count / 10, $"{busy} were told to try again");
        return answers;
    }

    private static Task<int> FixedTimesAsync(App app) =>
        app.ReadsAsync(db => db.TakenTimes.CountAsync(t => t.IsFixed, TestContext.Current.CancellationToken));

    /// <summary>Half hours of working days, from FirstDay on.</summary>
    private static string TimeOf(int number)
    {
        var start = FirstDay.PlusDays(number / 16).PlusMinutes(30 * (number % 16));
        return string.Create(CultureInfo.InvariantCulture, $"{start:uuuu-MM-dd'T'HH:mm}/{start.PlusMinutes(30):uuuu-MM-dd'T'HH:mm}");
    }

    /// <summary>Sends proposals as the compose page does, without its pages: only what follows is a race.</summary>
    /// <param name="hosts">The main host first.</param>
    private static Task<List<ProposalMade>> MakeAsync(
        App app, int count, Func<int, string[]> hosts, Func<int, string[]> candidates) => app.InOrganizationAsync(async scope =>
    {
        var ct = TestContext.Current.CancellationToken;
        var db = scope.GetRequiredService<Db>();
        var members = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Mail, ct);
        var made = new List<ProposalMade>();
        for (var n = 0; n < count; n++)
        {
            var chosen = hosts(n).Select(h => members[App.Mail(h)]).ToList();
            var form = new ComposeForm(
                new FormCollection(new Dictionary<string, StringValues>
                {
                    ["host"] = chosen.Select(m => m.Id.ToString()).ToArray(),
                    ["mainHost"] = chosen[0].Id.ToString(),
                    ["candidate"] = candidates(n),
                    ["attempt"] = Guid.CreateVersion7().ToString(),
                    ["title"] = $"相談 {n}",
                    ["company"] = "みなと設計株式会社",
                    ["guestName"] = $"客 {n}",
                    ["guestMail"] = $"guest-{n}@guest.example",
                    ["format"] = "Online",
                    ["delivery"] = "url",
                }),
                chosen[0].Id, DateTimeZoneProviders.Tzdb[App.Zone]);
            var sent = await scope.GetRequiredService<SendProposal>().RunAsync(
                chosen[0], form, form.Read()!, scope.GetRequiredService<ChosenRooms>(), ct);
            Assert.True(sent.Succeeded(out var id), $"{sent.Refusal}");
            var guest = (await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id, ct)).FirstGuest;
            made.Add(new ProposalMade(id.Value, "/p/" + scope.GetRequiredService<SealedText>().Open(SealedText.GuestLink, guest.ProtectedLink)));
        }

        return made;
    });
}
