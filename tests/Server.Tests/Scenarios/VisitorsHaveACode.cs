using System.Text.RegularExpressions;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>受付コード: six digits in the mails and on the guest's page, never in a title, and of one visit alone (SPEC P2, V1, M13).</summary>
public sealed partial class VisitorsHaveACode
{
    private static readonly ProposalText Visit = new() { Format = "VisitToUs", Online = false, Place = "本社", WithReceptionCode = true };

    [Theory, EveryDatabase]
    public async Task A_visit_gets_its_code_when_the_time_is_fixed_keeps_it_when_moved_and_gives_it_back_when_cancelled(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var proposal = await tanaka.ProposesAsync(Visit);
        await app.OutsideWorldSettlesAsync();
        var holds = app.Outlook.CalendarOf(App.Mail("tanaka")).Select(e => e.Subject).Distinct();
        var open = await tanaka.SeesAsync(proposal);
        var invitation = app.Simulator.Mail.To("takahashi@guest.example")[^1];

        var done = await guest.ChoosesAsync(proposal, 2);
        await app.OutsideWorldSettlesAsync();
        var digits = CodeIn(done.Text);
        var code = $"{digits[..3]}\u00A0{digits[3..]}";
        var (toGuest, toHost) = (app.Simulator.Mail.To("takahashi@guest.example")[^1], app.Simulator.Mail.To(App.Mail("tanaka"))[^1]);
        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var shown = await tanaka.SeesAsync(proposal);

        Assert.Equal(["【仮予約】来訪: 製品のご紹介"], holds);
        Assert.Contains("日時が確定すると発行します", open.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("受付コード", invitation.Text, StringComparison.Ordinal);
        Assert.StartsWith("data:image/png;base64,", done.Document.QuerySelector("img.qr")!.GetAttribute("src"), StringComparison.Ordinal);
        Assert.Contains(code, toGuest.Text!, StringComparison.Ordinal);
        var picture = Assert.Single(toGuest.Parts, p => p.MediaType == "image/png");
        Assert.Contains($"src=\"cid:{picture.ContentId}\"", toGuest.Html!, StringComparison.Ordinal);
        Assert.Equal(0x89, picture.Content.Span[0]);
        Assert.Equal($"[{digits}]来訪:みなと設計株式会社:高橋 直子様", toHost.Subject);
        Assert.Contains(code, toHost.Text!, StringComparison.Ordinal);
        Assert.Contains($"{digits[..3]} {digits[3..]} 発行済み", shown.Text, StringComparison.Ordinal);
        Assert.Equal("来訪: 製品のご紹介", meeting.Subject);
        Assert.DoesNotMatch($"{digits}|{code}", meeting.Subject + meeting.BodyHtml + toGuest.Calendar!.Text);

        // Moved: the same code, of another day. Cancelled: nobody's.
        await tanaka.PressesAsync(proposal.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "10:00"), ("newEnd", "11:00"));
        await app.OutsideWorldSettlesAsync();
        var moved = app.Simulator.Mail.To("takahashi@guest.example")[^1];
        var endsAt = await app.ReadsAsync(db => db.ReceptionCodes.Where(r => r.Code == digits).Select(r => r.EndsAt).SingleAsync(TestContext.Current.CancellationToken));
        await tanaka.PressesAsync(proposal.Appointment, "cancel");
        await app.OutsideWorldSettlesAsync();
        var cancelled = await tanaka.SeesAsync(proposal);

        Assert.Contains("4月9日", moved.Text!, StringComparison.Ordinal);
        Assert.Contains(code, moved.Text!, StringComparison.Ordinal);
        Assert.Equal(App.At("2027-04-10 00:00"), endsAt);
        Assert.DoesNotContain($"{digits[..3]} {digits[3..]}", cancelled.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(code, app.Simulator.Mail.To("takahashi@guest.example")[^1].Text!, StringComparison.Ordinal);
        Assert.False(await app.ReadsAsync(db => db.ReceptionCodes.AnyAsync(TestContext.Current.CancellationToken)));
    }

    [Theory, EveryDatabase]
    public async Task Only_a_visit_gets_one_and_a_host_may_think_of_it_later(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var online = await tanaka.ProposesAsync(Visit with { Format = "Online" });
        var visit = await tanaka.ProposesAsync(
            Visit with { WithReceptionCode = false, GuestMail = "mori@guest.example", Candidates = ["2027-04-12T10:00/2027-04-12T11:00"] });
        var copied = await tanaka.Web.GetAsync($"/proposals/new?copy={online.Appointment}");
        await guest.ChoosesAsync(online, 1);
        var without = await guest.ChoosesAsync(visit, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.True(Assert.Single(copied.Inputs("receptionCode")).IsChecked);
        Assert.DoesNotContain("受付コード", app.Simulator.Mail.To("takahashi@guest.example")[^1].Text!, StringComparison.Ordinal);
        Assert.DoesNotContain("受付コード", without.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("receptionCode", (await tanaka.Web.GetAsync($"/appointments/{online.Appointment}/edit")).Document.Source.Text, StringComparison.Ordinal);

        var edit = await tanaka.Web.GetAsync($"/appointments/{visit.Appointment}/edit");
        await tanaka.Web.SubmitAsync(edit, "/edit", ("receptionCode", "true"));
        await app.OutsideWorldSettlesAsync();
        var told = app.Simulator.Mail.To("mori@guest.example")[^1];
        var digits = CodeIn(told.Text!);
        var again = await tanaka.Web.GetAsync($"/appointments/{visit.Appointment}/edit");
        await tanaka.Web.SubmitAsync(again, "/edit", ("title", "工場のご見学"));
        await app.OutsideWorldSettlesAsync();

        Assert.True(Assert.Single(again.Inputs("receptionCode")).IsChecked);
        Assert.Equal(digits, CodeIn(app.Simulator.Mail.To("mori@guest.example")[^1].Text!));
        Assert.Equal(["来訪: 工場のご見学", "製品のご紹介"], app.Outlook.CalendarOf(App.Mail("tanaka")).Select(e => e.Subject).Order());
    }

    [Theory, EveryDatabase]
    public async Task No_two_open_visits_have_the_same_and_after_the_day_it_is_anybodys(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        async Task<AppointmentId> OffersAsync(MemberBrowser host, string day) =>
            new((await host.ProposesAsync(Visit with { Candidates = [$"{day}T10:00/{day}T11:00"] })).Appointment);
        var (first, second) = (await OffersAsync(tanaka, "2027-04-06"), await OffersAsync(tanaka, "2027-04-07"));
        var (other, last) = (await OffersAsync(suzuki, "2027-04-07"), await OffersAsync(tanaka, "2027-04-08"));

        Assert.Equal("000042", await ReceivedAsync(app, first, new Drawn("000042")));
        // Both draw before either has it: the database lets one of them, and the other draws again.
        using var together = new Barrier(2);
        var raced = await Task.WhenAll(
            Task.Run(() => ReceivedAsync(app, second, new Drawn("000042", "777777", "888888") { Together = together })),
            Task.Run(() => ReceivedAsync(app, other, new Drawn("000042", "777777", "999999") { Together = together })));
        Assert.Equal(2, raced.Distinct().Count());
        Assert.Contains("777777", raced);

        // From midnight on nobody comes by the first one's any more: whoever draws it has it, and the first draws no new one.
        app.TimePasses(App.At("2027-04-07 00:00") - app.Now);
        Assert.Equal("000042", await ReceivedAsync(app, last, new Drawn("000042")));
        var over = await tanaka.PressesAsync(first.Value, "outcome", ("outcome", "TookPlace"));
        Assert.DoesNotContain("000 042", over.Text, StringComparison.Ordinal);
        var holder = await app.ReadsAsync(db => db.ReceptionCodes.Where(r => r.Code == "000042").Select(r => r.Appointment).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(last, holder);
    }

    /// <summary>The guest agreed to the first candidate, and chance is what the test says.</summary>
    private static Task<string?> ReceivedAsync(App app, AppointmentId visit, ISecrets chance) => app.InOrganizationAsync(async scope =>
    {
        var ct = TestContext.Current.CancellationToken;
        var db = scope.GetRequiredService<Db>();
        var decisions = new Decisions(
            db, scope.GetRequiredService<DbFactory>(), new ReceptionCodes(db, chance), scope.GetRequiredService<IClock>(), scope.GetRequiredService<Bell>());
        var chosen = await decisions.RunAsync<Candidate, ChoiceRefusal>(
            visit, Actor.Hidori, TimelineKind.Chosen,
            (a, agenda, now) => a.ChooseForGuest(
                a.Candidates[0].Id, a.Hosts.ToDictionary(h => h, _ => (BusyTimes)new BusyTimes.Known([], now)), agenda, now),
            ChoiceRefusal.Busy, ct);
        Assert.Null(chosen.Refusal);
        return (await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == visit, ct)).ReceptionCode;
    });

    /// <summary>Draws these, one after another.</summary>
    private sealed class Drawn(params string[] codes) : ISecrets
    {
        private readonly Queue<string> _left = new(codes);
        private bool _hasMet;

        /// <summary>Two wait for each other before the second draw; where a database lets one writer in at a time, not for long.</summary>
        public Barrier? Together { get; init; }

        public string NewLinkSecret() => throw new NotSupportedException();

        public string NewReceptionCode()
        {
            if (_left.Count < codes.Length && !_hasMet)
            {
                _hasMet = true;
                Together?.SignalAndWait(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            }

            return _left.Dequeue();
        }
    }

    private static string CodeIn(string text) =>
        Code().Match(text) is { Success: true } code ? code.Groups["first"].Value + code.Groups["last"].Value : throw new InvalidOperationException(text);

    [GeneratedRegex(@"受付コード\s+(?<first>\d{3})\s(?<last>\d{3})")]
    private static partial Regex Code();
}
