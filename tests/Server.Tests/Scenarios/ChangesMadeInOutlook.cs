using System.Net;
using System.Text.RegularExpressions;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Mail;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What people do to our entries in Outlook is noticed, shown, and settled in one click (SPEC M19).</summary>
public sealed partial class ChangesMadeInOutlook
{
    private const string Guest = "takahashi@guest.example";
    private static readonly Duration UntilTheNextCheck = Duration.FromHours(2);

    [Theory, EveryDatabase]
    public async Task A_moved_entry_is_shown_and_told_once_and_never_moved_back_by_itself(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka);
        var told = app.Simulator.Mail.To(Guest).Count;

        await MovesAsync(app, "2027-04-06 13:00");
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        var page = await tanaka.SeesAsync(proposal);
        Assert.Contains("田中 美咲さんの Outlook で、この予定が別の日時に移動されています", page.Text, StringComparison.Ordinal);
        Assert.Contains("13:00", page.Text, StringComparison.Ordinal);
        Assert.Contains("Outlook で予定が移動", page.Text, StringComparison.Ordinal);
        Assert.Contains("Outlookで変更あり", (await tanaka.Web.GetAsync("/appointments?pending=true")).Text, StringComparison.Ordinal);
        Assert.Equal(App.At("2027-04-06 13:00"), TheEntry(app).Start);
        Assert.Equal(told, app.Simulator.Mail.To(Guest).Count);
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")), m => m.Subject.Contains("Outlookの予定が変わりました", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_mailbox_that_is_read_tells_of_a_change_before_the_next_check(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        app.Settings["Mailboxes:KeepsCopies"] = "true";
        await app.RestartsAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka);
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(10));

        Move(app, "2027-04-06 13:00");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(35));

        Assert.Contains("移動されています", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Following_a_move_tells_the_guest_once_and_writes_nothing_over(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka, "sato");
        var before = TheEntry(app);
        await MovesAsync(app, "2027-04-06 13:00");
        var (toGuest, toSato) = (app.Simulator.Mail.To(Guest).Count, app.Simulator.Mail.To(App.Mail("sato")).Count);

        var page = await tanaka.PressesAsync(proposal.Appointment, "follow");
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        var after = TheEntry(app);
        Assert.Equal((before.Id, before.JoinUrl, App.At("2027-04-06 13:00")), (after.Id, after.JoinUrl, after.Start));
        var mails = app.Simulator.Mail.To(Guest);
        Assert.Equal(toGuest + 1, mails.Count);
        Assert.Contains("日時が変更されました", mails[^1].Subject, StringComparison.Ordinal);
        Assert.Equal(Uid(mails[^2]), Uid(mails[^1]));
        Assert.Equal(toSato, app.Simulator.Mail.To(App.Mail("sato")).Count);
        var settled = await tanaka.SeesAsync(proposal);
        Assert.Contains("変更のお知らせ(お客様)", settled.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("元に戻す", settled.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Restoring_a_move_puts_the_entry_back_and_tells_the_guest_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka);
        var before = TheEntry(app);
        await MovesAsync(app, "2027-04-06 13:00");
        var told = app.Simulator.Mail.To(Guest).Count;

        await tanaka.PressesAsync(proposal.Appointment, "restore");
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        var after = TheEntry(app);
        Assert.Equal((before.Id, before.JoinUrl, before.Start), (after.Id, after.JoinUrl, after.Start));
        Assert.Equal(told, app.Simulator.Mail.To(Guest).Count);
        Assert.DoesNotContain("移動されています", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_second_change_after_a_first_was_settled_is_told_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka);
        await MovesAsync(app, "2027-04-06 13:00");
        await tanaka.PressesAsync(proposal.Appointment, "restore");
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        await MovesAsync(app, "2027-04-06 15:00");

        Assert.Equal(2, app.Simulator.Mail.To(App.Mail("tanaka")).Count(m => m.Subject.Contains("Outlookの予定が変わりました", StringComparison.Ordinal)));
        Assert.Contains("15:00", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Taken_back_in_Outlook_nothing_is_left_to_settle(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka);
        await MovesAsync(app, "2027-04-06 13:00");

        await MovesAsync(app, "2027-04-06 10:00");

        var page = await tanaka.SeesAsync(proposal);
        Assert.DoesNotContain("移動されています", page.Text, StringComparison.Ordinal);
        Assert.Contains("元の日時に復帰", page.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Moved_here_and_there_at_once_both_are_shown_and_the_host_decides(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka);
        var told = app.Simulator.Mail.To(Guest).Count;

        Move(app, "2027-04-06 13:00");
        await tanaka.PressesAsync(proposal.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "15:00"), ("newEnd", "16:00"));
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Equal(App.At("2027-04-06 13:00"), TheEntry(app).Start);
        Assert.Equal(told, app.Simulator.Mail.To(Guest).Count);
        Assert.Contains("移動されています", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);

        await tanaka.PressesAsync(proposal.Appointment, "restore");
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Equal(App.At("2027-04-09 15:00"), TheEntry(app).Start);
        var mail = Assert.Single(app.Simulator.Mail.To(Guest).Skip(told));
        Assert.Contains("4月9日", mail.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Moved_again_while_the_host_presses_restore_is_asked_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka);
        await MovesAsync(app, "2027-04-06 13:00");

        Move(app, "2027-04-06 17:00");
        await tanaka.PressesAsync(proposal.Appointment, "restore");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(App.At("2027-04-06 17:00"), TheEntry(app).Start);
        Assert.Contains("17:00", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Following_a_deletion_cancels_and_tells_everybody_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka);
        app.Outlook.DeleteEvent(App.Mail("tanaka"), TheEntry(app).Id);
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);
        Assert.Contains("この予定が削除されています", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));

        await tanaka.PressesAsync(proposal.Appointment, "follow");
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Contains("METHOD:CANCEL", app.Simulator.Mail.To(Guest)[^1].Calendar!.Text, StringComparison.Ordinal);
        Assert.Contains("このアポイントメントは取り消されました", (await new GuestBrowser(app).OpensAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Restoring_a_deletion_makes_the_meeting_anew_and_the_guest_gets_the_new_link(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka, "sato");
        var before = TheEntry(app);
        app.Outlook.DeleteEvent(App.Mail("tanaka"), before.Id);
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);
        var told = app.Simulator.Mail.To(Guest).Count;

        await tanaka.PressesAsync(proposal.Appointment, "restore");
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        var after = TheEntry(app);
        Assert.NotEqual(before.JoinUrl, after.JoinUrl);
        Assert.Equal(before.Start, after.Start);
        Assert.Equal(after.ICalUId, Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).ICalUId);
        var mail = Assert.Single(app.Simulator.Mail.To(Guest).Skip(told));
        Assert.Contains(after.JoinUrl!, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("元に戻す", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Holds_moved_and_deleted_by_hand_are_shown_in_one_mail_and_put_back_when_asked(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        app.TimePasses(Duration.FromMinutes(5));
        var holds = app.Outlook.CalendarOf(App.Mail("tanaka")).OrderBy(h => h.Start).ToList();

        app.Outlook.MoveEvent(App.Mail("tanaka"), holds[0].Id, App.At("2027-04-06 18:00"));
        app.Outlook.DeleteEvent(App.Mail("tanaka"), holds[1].Id);
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Equal(2, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.Contains("仮予約が変更されています（2 件）", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));

        await tanaka.PressesAsync(proposal.Appointment, "restore");
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Equal(holds.Select(h => h.Start), app.Outlook.CalendarOf(App.Mail("tanaka")).Select(h => h.Start).Order());
        Assert.DoesNotContain("元に戻す", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_check_that_was_due_already_does_not_ask_again_what_the_host_has_just_decided(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        app.TimePasses(Duration.FromMinutes(5));
        var holds = app.Outlook.CalendarOf(App.Mail("tanaka")).Select(h => h.Start).Order().ToList();
        app.Outlook.DeleteEvent(App.Mail("tanaka"), app.Outlook.CalendarOf(App.Mail("tanaka"))[0].Id);
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        app.TimePasses(UntilTheNextCheck);
        await tanaka.PressesAsync(proposal.Appointment, "restore");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(holds, app.Outlook.CalendarOf(App.Mail("tanaka")).Select(h => h.Start).Order());
        Assert.DoesNotContain("元に戻す", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_guest_may_choose_a_candidate_whose_hold_was_moved(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        app.TimePasses(Duration.FromMinutes(5));
        var first = app.Outlook.CalendarOf(App.Mail("tanaka")).MinBy(h => h.Start)!;
        app.Outlook.MoveEvent(App.Mail("tanaka"), first.Id, App.At("2027-04-06 18:00"));
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Equal(first.Start, TheEntry(app).Start);
        Assert.Contains("確定しました", app.Simulator.Mail.To(Guest)[^1].Subject, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_co_hosts_deleted_copy_is_shown_and_not_fought(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka, "sato");
        app.Outlook.DeleteEvent(App.Mail("sato"), Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).Id);

        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        var page = await tanaka.SeesAsync(proposal);
        Assert.Contains("Outlookで変更あり", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("元に戻す", page.Text, StringComparison.Ordinal);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("sato")));
        Assert.Equal(App.At("2027-04-06 10:00"), TheEntry(app).Start);
    }

    /// <summary>SPEC M16: who takes no part is named, whether Outlook threw their copy away or keeps it.</summary>
    [Theory, EveryDatabase]
    public async Task A_co_host_who_declines_in_Outlook_is_named_and_the_meeting_stays(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka, "sato");
        Assert.DoesNotContain("Outlookで辞退", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
        app.Outlook.Respond(App.Mail("sato"), Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).Id, ResponseType.Declined);

        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        var page = await tanaka.SeesAsync(proposal);
        Assert.Contains("Outlookで辞退", page.Text, StringComparison.Ordinal);
        Assert.Contains("担当者が辞退", (await tanaka.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("元に戻す", page.Text, StringComparison.Ordinal);
        Assert.Equal(App.At("2027-04-06 10:00"), TheEntry(app).Start);
        Assert.Contains(App.Mail("sato"), TheEntry(app).Attendees.Select(a => a.Address));

        await tanaka.PressesAsync(proposal.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "15:00"), ("newEnd", "16:00"));
        await app.OutsideWorldSettlesAsync();

        Assert.DoesNotContain("Outlookで辞退", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_title_written_in_Outlook_stays_when_the_appointment_moves(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ConfirmedAsync(app, tanaka);
        app.Outlook.EditEvent(App.Mail("tanaka"), TheEntry(app).Id, subject: "私の題名");
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);
        Assert.DoesNotContain("元に戻す", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);

        await tanaka.PressesAsync(proposal.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "15:00"), ("newEnd", "16:00"));
        await app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Equal(("私の題名", App.At("2027-04-09 15:00")), (TheEntry(app).Subject, TheEntry(app).Start));
    }

    private static async Task<ProposalMade> ConfirmedAsync(App app, MemberBrowser host, params string[] coHosts)
    {
        var proposal = await host.ProposesAsync(new ProposalText { CoHosts = coHosts });
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        app.TimePasses(Duration.FromMinutes(5));
        return proposal;
    }

    private static CalendarItem TheEntry(App app) => Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));

    private static void Move(App app, string start) => app.Outlook.MoveEvent(App.Mail("tanaka"), TheEntry(app).Id, App.At(start));

    /// <summary>And it is noticed.</summary>
    private static Task MovesAsync(App app, string start)
    {
        Move(app, start);
        return app.OutsideWorldSettlesAsync(UntilTheNextCheck);
    }

    private static string Uid(ReceivedMail mail) => UidLine().Match(mail.Calendar!.Text).Value;

    [GeneratedRegex("UID:[^\r\n]+")]
    private static partial Regex UidLine();
}
