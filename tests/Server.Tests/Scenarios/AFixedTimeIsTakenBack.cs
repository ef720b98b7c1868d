using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>候補を出し直す for what is confirmed, when a guest asked for another date (SPEC P5, P7, A3).</summary>
public sealed class AFixedTimeIsTakenBack
{
    private const string GuestMail = "takahashi@guest.example";

    [Theory, EveryDatabase]
    public async Task The_meeting_goes_everywhere_and_one_mail_tells_the_guest_and_offers_other_times(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var proposal = await ConfirmedAsync(app, tanaka, guest);
        var before = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var staleCancel = await guest.Web.GetAsync(proposal.GuestPath + "/cancel");
        var early = await tanaka.Web.GetAsync(PathOf(proposal));
        await AsksAsync(guest, proposal);
        await app.OutsideWorldSettlesAsync();
        var mails = app.Simulator.Mail.To(GuestMail).Count;

        var seen = await tanaka.SeesAsync(proposal);
        var page = await tanaka.Web.GetAsync(PathOf(proposal));
        var empty = await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("message", "申し訳ございません"), ("action", "send"));
        var with = await tanaka.Web.SubmitAsync(empty, PathOf(proposal), ("action", "add:2027-04-13T13:00/2027-04-13T15:00"));
        await app.OutsideWorldSettlesAsync();
        var standing = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var sent = await tanaka.Web.SubmitAsync(with, PathOf(proposal), ("action", "send"));
        await app.OutsideWorldSettlesAsync();

        // Without a wish there is nothing to take back; with one it is said what sending does, and not done before.
        Assert.Equal($"/appointments/{proposal.Appointment}", early.Address.AbsolutePath);
        Assert.Single(seen.Document.QuerySelectorAll($"a[href='{PathOf(proposal)}']"));
        Assert.Contains("4月6日(火) 10:00〜11:00 の確定は取り消されます", page.Text, StringComparison.Ordinal);
        Assert.Contains("翌週の午後だと助かります", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Contains("候補を 1 件以上選んでください", empty.Text, StringComparison.Ordinal);
        Assert.Equal("申し訳ございません", with.ValueOf("message"));
        Assert.Equal(before.Etag, standing.Etag);

        Assert.Contains("田中 美咲が確定を取り消し、候補を出し直し", sent.Text, StringComparison.Ordinal);
        foreach (var host in (string[])["tanaka", "sato"])
        {
            var hold = Assert.Single(app.Outlook.CalendarOf(App.Mail(host)));
            Assert.Equal((App.At("2027-04-13 13:00"), ShowAs.Tentative, null), (hold.Start, hold.ShowAs, hold.JoinUrl));
            Assert.Single(app.Simulator.Mail.To(App.Mail(host)), m => m.Subject.StartsWith("【取消】", StringComparison.Ordinal));
        }

        var all = app.Simulator.Mail.To(GuestMail);
        Assert.Equal(mails + 1, all.Count);
        Assert.Equal("新しい候補日時をお送りします", all[^1].Subject);
        foreach (var words in (string[])["4月6日", "取り消しました", "4月13日", "申し訳ございません", proposal.GuestPath])
            Assert.Contains(words, all[^1].Text, StringComparison.Ordinal);
        AssertOneInvitationForLife(app, "REQUEST", "CANCEL");

        // What the guest had open before says what stands now, and the new time is a meeting of its own.
        Assert.Contains("4月13日", (await guest.Web.SubmitAsync(staleCancel, "/cancel", ("reason", "やめます"))).Text, StringComparison.Ordinal);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal((App.At("2027-04-13 13:00"), ShowAs.Busy), (meeting.Start, meeting.ShowAs));
        Assert.NotNull(meeting.JoinUrl);
        Assert.NotEqual(before.JoinUrl, meeting.JoinUrl);
        Assert.Equal(App.At("2027-04-13 13:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).Start);
        AssertOneInvitationForLife(app, "REQUEST", "CANCEL", "REQUEST");
    }

    [Theory, EveryDatabase]
    public async Task A_page_that_did_not_say_so_takes_nothing_back_and_a_quick_guest_is_told_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var whileOpen = await tanaka.Web.SubmitAsync(
            await tanaka.Web.GetAsync(PathOf(proposal)), PathOf(proposal), ("action", "add:2027-04-13T13:00/2027-04-13T15:00"));
        await guest.ChoosesAsync(proposal, 1);
        await AsksAsync(guest, proposal);
        await app.OutsideWorldSettlesAsync();
        var before = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));

        var refused = await tanaka.Web.SubmitAsync(whileOpen, PathOf(proposal), ("action", "send"));
        await app.OutsideWorldSettlesAsync();
        var standing = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var told = app.Simulator.Mail.To(GuestMail).Count;
        var sent = await tanaka.Web.SubmitAsync(refused, PathOf(proposal), ("action", "send"));
        // Quicker than the worker: what was taken back was never told, and need not be.
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("の確定は取り消されます", refused.Text, StringComparison.Ordinal);
        Assert.Equal(before.Etag, standing.Etag);
        Assert.Equal($"/appointments/{proposal.Appointment}", sent.Address.AbsolutePath);
        Assert.Equal(told + 1, app.Simulator.Mail.To(GuestMail).Count);
        AssertOneInvitationForLife(app, "REQUEST", "REQUEST");
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task The_code_of_a_visit_goes_with_its_time_and_the_mail_says_so(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var visit = new ProposalText { Format = "VisitToUs", Online = false, Place = "本社" };
        var received = await tanaka.ProposesAsync(visit with { Candidates = ["2027-04-06T10:00/2027-04-06T11:00"], WithReceptionCode = true });
        var plain = await tanaka.ProposesAsync(visit with { Candidates = ["2027-04-07T10:00/2027-04-07T11:00"] });
        foreach (var proposal in (ProposalMade[])[received, plain])
        {
            await guest.ChoosesAsync(proposal, 1);
            await AsksAsync(guest, proposal);
        }

        await app.OutsideWorldSettlesAsync();
        var ofReceived = await OffersInsteadAsync(app, tanaka, received, "2027-04-13T13:00/2027-04-13T15:00");
        var ofPlain = await OffersInsteadAsync(app, tanaka, plain, "2027-04-14T13:00/2027-04-14T15:00");

        Assert.Contains("4月6日(火) 10:00〜11:00 のお約束は取り消しました。", ofReceived, StringComparison.Ordinal);
        Assert.Contains("そのときの受付コードはお使いいただけません。", ofReceived, StringComparison.Ordinal);
        Assert.Contains("4月7日(水) 10:00〜11:00 のお約束は取り消しました。", ofPlain, StringComparison.Ordinal);
        Assert.DoesNotContain("受付コード", ofPlain, StringComparison.Ordinal);
    }

    /// <returns>What the guest is told of it.</returns>
    private static async Task<string> OffersInsteadAsync(App app, MemberBrowser tanaka, ProposalMade proposal, string candidate)
    {
        var page = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(PathOf(proposal)), PathOf(proposal), ("action", $"add:{candidate}"));
        await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("action", "send"));
        await app.OutsideWorldSettlesAsync();
        return app.Simulator.Mail.To(GuestMail)[^1].Text!;
    }

    private static async Task<ProposalMade> ConfirmedAsync(App app, MemberBrowser tanaka, GuestBrowser guest)
    {
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"], Candidates = ["2027-04-06T10:00/2027-04-06T11:00"] });
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        return proposal;
    }

    private static async Task AsksAsync(GuestBrowser guest, ProposalMade proposal) => await guest.Web.SubmitAsync(
        await guest.Web.GetAsync(proposal.GuestPath + "/date"), "/date", ("wishMessage", "翌週の午後だと助かります"),
        ("wishDate1", "2027-04-13"), ("wishStart1", "13:00"), ("wishEnd1", "15:00"));

    private static string PathOf(ProposalMade proposal) => $"/proposals/{proposal.Appointment}/candidates";

    private static void AssertOneInvitationForLife(App app, params string[] methods)
    {
        var calendars = app.Simulator.Mail.To(GuestMail).Select(m => m.Calendar?.Text).OfType<string>().ToList();
        Assert.Equal(methods, calendars.Select(c => Line(c, "METHOD:")));
        Assert.Single(calendars.Select(c => Line(c, "UID:")).Distinct());
        var sequences = calendars.Select(c => int.Parse(Line(c, "SEQUENCE:"), System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(sequences.Order().Distinct(), sequences);
    }

    private static string Line(string calendar, string name) =>
        calendar.Split('\n').First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
}
