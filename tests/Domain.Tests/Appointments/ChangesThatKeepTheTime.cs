using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>SPEC M18, M19: other words, entries put back, and calendars in the way of a new time.</summary>
public sealed class ChangesThatKeepTheTime
{
    private static readonly Interval Later = Given.Hour("2026-04-09 10:00 Asia/Tokyo");

    [Fact]
    public void Other_words_are_told_once_and_the_time_stays()
    {
        var appointment = Told(AppointmentState.Confirmed);
        var time = appointment.Chosen!.Time;

        Assert.Null(Edit(appointment, place: " 本社 3F ").Refusal);

        Assert.Equal(("本社 3F", time), (appointment.Place, appointment.Chosen!.Time));
        Assert.Equal((Announcement.Edited, AnnouncementNeed.OnceMeetingStands), Tells(appointment));
    }

    [Fact]
    public void A_note_among_hosts_is_no_news_for_the_guest_but_a_new_version()
    {
        var appointment = Told(AppointmentState.Confirmed);
        var version = appointment.Version;

        Edit(appointment, note: "社内メモ");

        Assert.NotEqual(version, appointment.Version);
        Assert.Equal(AnnouncementNeed.None, Tells(appointment).Need);
    }

    [Fact]
    public void How_entries_look_is_no_news_for_the_guest_and_a_reception_code_is()
    {
        var appointment = Told(AppointmentState.Confirmed);

        appointment.Edit(appointment.Words with { HoldStyle = new HoldStyle(HoldStrength.Busy, " 社外 ", IsPrivate: true) }, Given.Now);

        Assert.Equal((HoldStrength.Busy, "社外", true), (appointment.HoldStrength, appointment.HoldTitle, appointment.IsPrivate));
        Assert.Equal(AnnouncementNeed.None, Tells(appointment).Need);
        appointment.Edit(appointment.Words with { WithReceptionCode = true }, Given.Now);
        Assert.Equal((Announcement.Edited, AnnouncementNeed.OnceMeetingStands), Tells(appointment));
    }

    [Fact]
    public void The_same_words_change_nothing()
    {
        var appointment = Told(AppointmentState.Confirmed);
        var version = appointment.Version;

        Assert.Null(Edit(appointment).Refusal);

        Assert.Equal(version, appointment.Version);
        Assert.Equal(AnnouncementNeed.None, Tells(appointment).Need);
    }

    [Fact]
    public void An_open_proposal_gets_other_words_without_a_mail()
    {
        var appointment = Given.In(AppointmentState.Open);

        Edit(appointment, title: "新しい題名");

        Assert.Equal("新しい題名", appointment.Title);
        Assert.Equal(AnnouncementNeed.None, Tells(appointment).Need);
    }

    [Fact]
    public void Words_changed_after_a_move_that_nobody_heard_of_go_out_as_one_mail_of_the_move()
    {
        var appointment = Told(AppointmentState.Confirmed);
        appointment.Reschedule(Later, [], Given.Now);

        Edit(appointment, place: "本社 3F");

        Assert.Equal((Announcement.Rescheduled, AnnouncementNeed.OnceMeetingStands), Tells(appointment));
    }

    [Fact]
    public void Words_changed_before_the_confirmation_was_told_are_told_with_it()
    {
        var appointment = Given.In(AppointmentState.Confirmed);

        Edit(appointment, place: "本社 3F");

        Assert.Equal(Announcement.Confirmed, appointment.Announcement);
    }

    [Fact]
    public void Too_many_letters_are_refused_and_what_is_over_stays_as_it_is()
    {
        var appointment = Told(AppointmentState.Confirmed);

        Assert.Equal(ChangeRefusal.TextUnfit, Edit(appointment, title: new('あ', Appointment.LongestTitle + 1)).Refusal);
        Assert.Null(Edit(appointment, title: new('あ', Appointment.LongestTitle)).Refusal);
        Assert.Equal(ChangeRefusal.TextUnfit, Edit(appointment, place: new('あ', Appointment.LongestPlace + 1)).Refusal);
        Assert.Equal(ChangeRefusal.NotInThisState, Edit(Given.In(AppointmentState.Cancelled), title: "遅い").Refusal);
    }

    [Fact]
    public void A_link_that_was_issued_and_told_stays_and_any_other_can_be_changed()
    {
        var own = new MeetingLink(IsIssued: false, "https://meet.example/abc");
        var issued = Told(AppointmentState.Confirmed);
        var notToldYet = Given.In(AppointmentState.Confirmed);
        var later = Told(AppointmentState.Confirmed, Given.Request with { WithJoinLink = false });

        Assert.Equal(ChangeRefusal.NotInThisState, issued.Edit(issued.Words with { Link = own }, Given.Now).Refusal);
        Assert.Null(notToldYet.Edit(notToldYet.Words with { Link = own }, Given.Now).Refusal);
        Assert.Null(later.Edit(later.Words with { Link = own }, Given.Now).Refusal);
        Assert.Equal(ChangeRefusal.TextUnfit, later.Edit(later.Words with { Link = new(IsIssued: true, own.Own) }, Given.Now).Refusal);
        Assert.Equal((MeetingLink.Issued, own, own), (issued.Words.Link, notToldYet.Words.Link, later.Words.Link));
        Assert.Equal((Announcement.Confirmed, Announcement.Edited), (notToldYet.Announcement, later.Announcement));
    }

    [Fact]
    public void Putting_an_entry_back_is_told_only_where_the_guests_link_is_dead()
    {
        var moved = Told(AppointmentState.Confirmed);
        var deleted = Told(AppointmentState.Confirmed);
        var withoutLink = Told(AppointmentState.Confirmed, Given.Request with { WithJoinLink = false });
        var version = moved.Version;

        moved.PutBack(linkIsNew: false, Given.Now);
        deleted.PutBack(linkIsNew: true, Given.Now);
        withoutLink.PutBack(linkIsNew: true, Given.Now);

        Assert.NotEqual(version, moved.Version);
        Assert.Equal(AnnouncementNeed.None, Tells(moved).Need);
        Assert.Equal(Announcement.Edited, deleted.Announcement);
        Assert.NotEqual(AnnouncementNeed.None, Tells(deleted).Need);
        Assert.Equal(AnnouncementNeed.None, Tells(withoutLink).Need);
        Assert.Equal(ChangeRefusal.NotInThisState, Given.In(AppointmentState.Cancelled).PutBack(linkIsNew: true, Given.Now).Refusal);
    }

    [Fact]
    public void Our_own_meeting_and_the_co_hosts_copy_do_not_stand_in_its_own_way()
    {
        var appointment = Told(AppointmentState.Confirmed);
        var time = appointment.Chosen!.Time;
        var ours = new EntryKey(appointment.Id, appointment.Chosen.Id, Given.Tanaka);
        Dictionary<MemberId, BusyTimes> busy = new()
        {
            [Given.Tanaka] = Known(new BusyEntry(time, BusyKind.Busy, "entry", "ご相談", ours)),
            [Given.Sato] = Known(new BusyEntry(time, BusyKind.Tentative, "copy", "ご相談", Ours: null)),
        };
        var halfAnHourLater = new Interval(time.Start + Duration.FromMinutes(30), time.End + Duration.FromMinutes(30));

        var (taken, unknown) = appointment.HostsInTheWay(halfAnHourLater, busy);

        Assert.Empty(taken);
        Assert.Empty(unknown);
    }

    [Fact]
    public void What_else_is_there_stands_in_the_way_but_what_only_touches_does_not()
    {
        var appointment = Told(AppointmentState.Confirmed);

        IReadOnlyList<MemberId> Taken(string start) =>
            appointment.HostsInTheWay(Later, Given.BusyWith(Given.Sato, Given.Busy(start))).Taken;

        Assert.Equal([Given.Sato], Taken("2026-04-09 10:30 Asia/Tokyo"));
        Assert.Empty(Taken("2026-04-09 11:00 Asia/Tokyo"));
        Assert.Empty(Taken("2026-04-09 09:00 Asia/Tokyo"));
    }

    /// <summary>SPEC M21. A co-host who never connected is asked by invitation and hinders nothing.</summary>
    [Fact]
    public void A_calendar_that_cannot_be_read_is_never_taken_for_free()
    {
        var appointment = Told(AppointmentState.Confirmed);

        IReadOnlyList<MemberId> Unknown(MemberId whose, UnknownReason why) =>
            appointment.HostsInTheWay(Later, new Dictionary<MemberId, BusyTimes>(Given.Free) { [whose] = new BusyTimes.Unknown(why) }).Unknown;

        Assert.Equal([Given.Sato], Unknown(Given.Sato, UnknownReason.Unavailable));
        Assert.Equal([Given.Tanaka], Unknown(Given.Tanaka, UnknownReason.NotConnected));
        Assert.Empty(Unknown(Given.Sato, UnknownReason.NotConnected));
        Assert.Equal([Given.Tanaka], appointment.HostsInTheWay(Later, new Dictionary<MemberId, BusyTimes> { [Given.Sato] = Known() }).Unknown);
    }

    private static BusyTimes.Known Known(params BusyEntry[] entries) => new(entries, Given.Now);

    /// <summary>What had to be told was told.</summary>
    private static Appointment Told(AppointmentState state, ProposalRequest? request = null)
    {
        var appointment = Given.Proposed(request);
        appointment.NoteAnnounced(Given.Now);
        if (state == AppointmentState.Confirmed)
            appointment.Chosen(0);
        appointment.NoteAnnounced(Given.Now);
        return appointment;
    }

    private static Result<Done, ChangeRefusal> Edit(
        Appointment appointment, string? title = null, string? place = null, string? message = null, string? note = null) =>
        appointment.Edit(
            appointment.Words with
            {
                Title = title ?? appointment.Title,
                Place = place ?? appointment.Place,
                Message = message ?? appointment.Message,
                Note = note ?? appointment.Note,
            },
            Given.Now);

    private static (Announcement Announcement, AnnouncementNeed Need) Tells(Appointment appointment) =>
        (appointment.Announcement, AppointmentFootprint.Announces(appointment));
}
