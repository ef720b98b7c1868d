using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Mail;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>キャンセル and 日時の変更 after confirmation (SPEC A3, M18, N1).</summary>
public sealed class TheHostChangesAnAppointment
{
    [Theory, EveryDatabase]
    public async Task Cancelling_empties_both_calendars_and_takes_the_guests_copy_back(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        await tanaka.PressesAsync(proposal.Appointment, "cancel", ("message", "出張が入りました"));
        await app.OutsideWorldSettlesAsync();

        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("sato")));
        var mails = app.Simulator.Mail.To("takahashi@guest.example");
        var (told, taken) = (mails[^2], mails[^1]);
        Assert.Contains("METHOD:CANCEL", taken.Calendar!.Text, StringComparison.Ordinal);
        Assert.Contains("出張が入りました", taken.Text, StringComparison.Ordinal);
        Assert.Equal(Uid(told), Uid(taken));
        Assert.True(Sequence(taken) > Sequence(told));
        foreach (var host in (string[])["tanaka", "sato"])
        {
            Assert.Equal(2, app.Simulator.Mail.To(App.Mail(host)).Count);
            Assert.StartsWith("【取消】", app.Simulator.Mail.To(App.Mail(host))[^1].Subject, StringComparison.Ordinal);
        }

        Assert.Contains("このアポイントメントは取り消されました", (await guest.OpensAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Cancelling_before_the_guest_got_the_entry_takes_no_entry_back(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);

        await tanaka.PressesAsync(proposal.Appointment, "cancel");
        await app.OutsideWorldSettlesAsync();

        var mail = Assert.Single(app.Simulator.Mail.To("takahashi@guest.example"));
        Assert.Contains("取り消し", mail.Subject, StringComparison.Ordinal);
        Assert.Null(mail.Calendar);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task Moving_keeps_the_entry_the_link_and_the_invitation(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var before = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));

        var page = await tanaka.PressesAsync(
            proposal.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "15:00"), ("newEnd", "16:30"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("4月9日", page.Text, StringComparison.Ordinal);
        var after = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal((before.Id, before.ICalUId, before.JoinUrl), (after.Id, after.ICalUId, after.JoinUrl));
        Assert.Equal((App.At("2027-04-09 15:00"), App.At("2027-04-09 16:30")), (after.Start, after.End));
        Assert.Equal(after.Start, Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).Start);

        var mails = app.Simulator.Mail.To("takahashi@guest.example");
        var (told, moved) = (mails[^2], mails[^1]);
        Assert.Contains("日時が変更されました", moved.Subject, StringComparison.Ordinal);
        Assert.Contains(after.JoinUrl!, moved.Text, StringComparison.Ordinal);
        Assert.Contains("METHOD:REQUEST", moved.Calendar!.Text, StringComparison.Ordinal);
        Assert.Equal(Uid(told), Uid(moved));
        Assert.True(Sequence(moved) > Sequence(told));
        Assert.StartsWith("【変更】", app.Simulator.Mail.To(App.Mail("tanaka"))[^1].Subject, StringComparison.Ordinal);
        Assert.Contains("4月9日", (await guest.OpensAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Moving_before_anybody_was_told_makes_one_confirmation_with_the_new_time(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);

        await tanaka.PressesAsync(
            proposal.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "15:00"), ("newEnd", "16:00"));
        await app.OutsideWorldSettlesAsync();

        var mail = Assert.Single(app.Simulator.Mail.To("takahashi@guest.example"));
        Assert.Contains("確定しました", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("4月9日", mail.Text, StringComparison.Ordinal);
        Assert.Equal(App.At("2027-04-09 15:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Start);
    }

    [Theory, EveryDatabase]
    public async Task A_time_that_is_taken_in_Outlook_is_said_and_may_be_taken_knowingly(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedWithSatoAsync(app, tanaka);
        app.Outlook.Put(App.Mail("sato"), new NewItem("社内会議", App.At("2027-04-09 15:30"), App.At("2027-04-09 16:30")));
        (string, string)[] newTime = [("newDate", "2027-04-09"), ("newStart", "15:00"), ("newEnd", "16:00")];

        var page = await tanaka.PressesAsync(proposal.Appointment, "reschedule", newTime);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Contains("佐藤 健一さんには、この時間に予定があります", page.Text, StringComparison.Ordinal);
        Assert.Equal(App.At("2027-04-06 10:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Start);

        await tanaka.Web.SubmitAsync(page, "/reschedule", [.. newTime, ("overlapAccepted", "true")]);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(App.At("2027-04-09 15:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Start);
    }

    [Theory, EveryDatabase]
    public async Task Moving_by_half_an_hour_is_not_stopped_by_our_own_entry_and_its_copies(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedWithSatoAsync(app, tanaka);

        await tanaka.PressesAsync(proposal.Appointment, "reschedule", ("newDate", "2027-04-06"), ("newStart", "10:30"), ("newEnd", "11:30"));
        await app.OutsideWorldSettlesAsync();

        var copy = Assert.Single(app.Outlook.CalendarOf(App.Mail("sato")));
        Assert.Equal((App.At("2027-04-06 10:30"), ResponseType.Accepted), (copy.Start, copy.Response));
    }

    [Theory, EveryDatabase]
    public async Task Other_words_keep_entry_and_link_and_are_told_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var before = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var (toGuest, toSato) = (app.Simulator.Mail.To("takahashi@guest.example").Count, app.Simulator.Mail.To(App.Mail("sato")).Count);

        var form = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/edit");
        await tanaka.Web.SubmitAsync(form, "/edit", ("title", "製品のご説明"), ("place", "本社 8階"), ("message", "資料をお持ちします。"), ("note", ""));
        await app.OutsideWorldSettlesAsync();

        var after = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal((before.Id, before.ICalUId, before.JoinUrl, before.Start), (after.Id, after.ICalUId, after.JoinUrl, after.Start));
        Assert.Equal(("製品のご説明", "本社 8階"), (after.Subject, after.Location));
        Assert.Contains(after.JoinUrl!, after.BodyHtml, StringComparison.Ordinal);
        var mails = app.Simulator.Mail.To("takahashi@guest.example");
        Assert.Equal(toGuest + 1, mails.Count);
        Assert.Contains("内容が変更されました", mails[^1].Subject, StringComparison.Ordinal);
        Assert.Equal(Uid(mails[^2]), Uid(mails[^1]));
        Assert.True(Sequence(mails[^1]) > Sequence(mails[^2]));
        Assert.Equal(toSato, app.Simulator.Mail.To(App.Mail("sato")).Count);
    }

    [Theory, EveryDatabase]
    public async Task A_host_is_not_moved_onto_another_appointment(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var first = await tanaka.ProposesAsync(new ProposalText());
        await guest.ChoosesAsync(first, 1);
        var second = await tanaka.ProposesAsync(new ProposalText { Candidates = ["2027-04-09T10:00/2027-04-09T11:00"] });
        await guest.ChoosesAsync(second, 1);

        var page = await tanaka.PressesAsync(
            second.Appointment, "reschedule", ("newDate", "2027-04-06"), ("newStart", "10:30"), ("newEnd", "11:30"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("別のアポイントメントがあります", page.ErrorAt("newDate"), StringComparison.Ordinal);
        Assert.Equal(
            [App.At("2027-04-06 10:00"), App.At("2027-04-09 10:00")], app.Outlook.CalendarOf(App.Mail("tanaka")).Select(e => e.Start));
    }

    private static async Task<ProposalMade> ConfirmedWithSatoAsync(App app, MemberBrowser host)
    {
        var proposal = await host.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        return proposal;
    }

    private static string Uid(ReceivedMail mail) => Regex.Match(mail.Calendar!.Text.Replace("\r\n ", "", StringComparison.Ordinal), "UID:(.+?)\r").Groups[1].Value;

    private static int Sequence(ReceivedMail mail) =>
        int.Parse(Regex.Match(mail.Calendar!.Text, "SEQUENCE:([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
