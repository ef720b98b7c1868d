using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Domain.Rooms;
using Hidori.Domain.Tests.Appointments;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Rooms;

/// <summary>SPEC M12, M15, M17: a room is asked as an attendee, had only when it accepts, and people are told the truth.</summary>
public sealed class RoomsOfAnAppointment
{
    private static readonly RoomContact Sakura = new(RoomId.New(), "会議室 桜", "sakura@example.com");
    private static readonly RoomContact Matsu = new(RoomId.New(), "会議室 松", "matsu@example.com");
    private static readonly HostContact Tanaka = new(Given.Tanaka, "田中", "tanaka@example.com", IsLinked: true);
    private static readonly HostContact Sato = new(Given.Sato, "佐藤", "sato@example.com", IsLinked: true);

    private static readonly EntryWording Words =
        new(t => $"【仮予約】{t}", "お客様", "メール", "会議URL", "道順", "ご案内", "メモ", "同行", "補足", "管理", "https://hidori.example/a/1");

    private static Appointment Proposed(bool holdsRooms = true, int withRoom = 3) => Given.Proposed(Given.Request with
    {
        Place = "本社",
        Rooms = Given.Request.Candidates.Take(withRoom).ToDictionary(c => c, _ => Sakura.Id),
        HoldsRooms = holdsRooms,
    });

    private static Appointment Confirmed(bool isTold = true)
    {
        var appointment = Proposed();
        appointment.Chosen(1);
        if (isTold)
            appointment.NoteAnnounced(Given.Now);
        return appointment;
    }

    private static Footprint Of(Appointment appointment) =>
        AppointmentFootprint.Of(appointment, [Tanaka, Sato], [Sakura, Matsu], Words);

    private static TakenTime Elsewhere(RoomId room, Interval time) =>
        new(Given.Organization, room, AppointmentId.New(), CandidateId.New(), time.Start, time.End, isFixed: true);

    private static readonly Attendee SakuraInvited = new(Sakura.Name, Sakura.Address, AttendeeKind.Resource);

    [Fact]
    public void The_main_hosts_hold_carries_the_room_as_its_only_attendee()
    {
        var entries = Of(Proposed(withRoom: 2)).Entries;

        var main = entries.Where(e => e.Key.Whose == Given.Tanaka).ToList();
        Assert.Equal([1, 1, 0], main.Select(e => e.Content.Attendees.Count));
        Assert.All(main.Take(2), e => Assert.Equal([SakuraInvited], e.Content.Attendees));
        Assert.Equal(["本社 会議室 桜", "本社 会議室 桜", "本社"], main.Select(e => e.Content.Place));
        Assert.All(entries.Where(e => e.Key.Whose == Given.Sato), e => Assert.Empty(e.Content.Attendees));
    }

    [Fact]
    public void Without_the_switch_the_room_is_asked_only_when_the_guest_has_decided()
    {
        var appointment = Proposed(holdsRooms: false);

        Assert.All(Of(appointment).Entries, e => Assert.Empty(e.Content.Attendees));
        Assert.DoesNotContain(appointment.TakenTimes(), t => t.Whose == Sakura.Id);
        Assert.All(appointment.Candidates, c => Assert.Equal(RoomBooking.Planned, c.RoomBooking));

        appointment.Chosen(0);

        Assert.Equal(RoomBooking.Asked, appointment.Chosen!.RoomBooking);
        Assert.Contains(SakuraInvited, Of(appointment).Meeting!.Content.Attendees);
    }

    [Fact]
    public void The_meeting_keeps_the_room_of_the_hold_it_grew_from()
    {
        var content = Of(Confirmed()).Meeting!.Content;

        Assert.Equal([new Attendee("佐藤", "sato@example.com"), SakuraInvited], content.Attendees);
        Assert.Equal("本社 会議室 桜", content.Place);
    }

    [Fact]
    public void A_rooms_time_is_taken_like_a_hosts()
    {
        var open = Proposed();
        var confirmed = Confirmed();

        Assert.Equal(3, open.TakenTimes().Count(t => t.Whose == Sakura.Id && !t.IsFixed));
        var taken = Assert.Single(confirmed.TakenTimes(), t => t.Whose == Sakura.Id);
        Assert.True(taken.IsFixed);
        Assert.Equal(confirmed.Chosen!.Time, taken.Time);
    }

    [Fact]
    public void A_room_that_another_appointment_took_meanwhile_costs_the_room_and_not_the_meeting()
    {
        var appointment = Proposed();

        var result = appointment.Chosen(1, agenda: [Elsewhere(Sakura.Id, appointment.Candidates[1].Time)]);

        Assert.Null(result.Refusal);
        Assert.Equal(RoomBooking.Sought, appointment.Chosen!.RoomBooking);
        Assert.DoesNotContain(appointment.TakenTimes(), t => t.Whose == Sakura.Id);
        Assert.Null(Of(appointment).Meeting!.Content.Room);
    }

    [Fact]
    public void An_acceptance_is_no_news_to_people_who_were_told_of_the_room()
    {
        var appointment = Confirmed();
        var told = appointment.Revision;

        appointment.NoteRoomAnswer(appointment.Chosen!.Id, Sakura.Id, RoomAnswer.Accepted, Given.Now);

        Assert.Equal(RoomBooking.Accepted, appointment.Chosen!.RoomBooking);
        Assert.Equal(told, appointment.Revision);
    }

    [Fact]
    public void A_declined_room_gives_way_to_the_next_and_people_are_told_once_that_one_accepts()
    {
        var appointment = Confirmed();
        var told = appointment.Revision;
        var chosen = appointment.Chosen!;

        appointment.NoteRoomAnswer(chosen.Id, Sakura.Id, RoomAnswer.Declined, Given.Now);
        appointment.ReplaceRoom(chosen.Id, Sakura.Id, Matsu.Id, [], Given.Now);

        Assert.Equal((Matsu.Id, RoomBooking.Asked, told), (chosen.Room!.Value, chosen.RoomBooking, appointment.Revision));
        Assert.Equal([Sakura.Id], chosen.LostRooms);

        appointment.NoteRoomAnswer(chosen.Id, Matsu.Id, RoomAnswer.Accepted, Given.Now);

        Assert.Equal((told + 1, Announcement.RoomChanged), (appointment.Revision, appointment.Announcement));
        Assert.Equal(AnnouncementNeed.OnceMeetingStands, AppointmentFootprint.Announces(appointment));

        appointment.NoteAnnounced(Given.Now);
        appointment.NoteRoomAnswer(chosen.Id, Matsu.Id, RoomAnswer.Tentative, Given.Now);
        appointment.NoteRoomAnswer(chosen.Id, Matsu.Id, RoomAnswer.Accepted, Given.Now);
        Assert.Equal(told + 1, appointment.Revision);
    }

    [Fact]
    public void What_a_guest_who_joins_is_told_of_a_room_the_others_still_have_to_be_told()
    {
        var appointment = Confirmed();
        var chosen = appointment.Chosen!;
        appointment.NoteRoomAnswer(chosen.Id, Sakura.Id, RoomAnswer.Declined, Given.Now);
        appointment.ReplaceRoom(chosen.Id, Sakura.Id, Matsu.Id, [], Given.Now);
        appointment.AddGuest(new GuestInvitation("", "小川", "ogawa@example.jp", "en", "hash 2", "link 2"), Given.Now);
        appointment.NoteAnnounced(Given.Now);

        appointment.NoteRoomAnswer(chosen.Id, Matsu.Id, RoomAnswer.Accepted, Given.Now);

        Assert.Equal(Announcement.RoomChanged, appointment.Announcement);
        Assert.Equal(2, appointment.GuestsToTell.Count);
    }

    [Fact]
    public void With_no_room_left_people_are_told_that_one_is_being_looked_for_and_again_how_it_ends()
    {
        var appointment = Confirmed();
        var chosen = appointment.Chosen!;

        appointment.NoteRoomAnswer(chosen.Id, Sakura.Id, RoomAnswer.Declined, Given.Now);
        appointment.ReplaceRoom(chosen.Id, Sakura.Id, null, [], Given.Now);

        Assert.Equal((RoomBooking.Lost, Announcement.RoomChanged), (chosen.RoomBooking, appointment.Announcement));
        Assert.Null(Of(appointment).Meeting!.Content.Room);
        appointment.NoteAnnounced(Given.Now);
        var told = appointment.Revision;

        appointment.ChooseRoom(chosen.Id, null, [], Given.Now);

        Assert.Equal((RoomBooking.None, told + 1), (chosen.RoomBooking, appointment.Revision));
    }

    [Fact]
    public void What_was_not_told_yet_is_told_once_with_the_room_as_it_then_is()
    {
        var appointment = Confirmed(isTold: false);

        appointment.NoteRoomAnswer(appointment.Chosen!.Id, Sakura.Id, RoomAnswer.Declined, Given.Now);
        appointment.ReplaceRoom(appointment.Chosen!.Id, Sakura.Id, null, [], Given.Now);

        Assert.Equal((2, Announcement.Confirmed), (appointment.Revision, appointment.Announcement));
    }

    [Fact]
    public void A_room_that_another_appointment_has_is_refused_as_the_next_one()
    {
        var appointment = Confirmed();
        var chosen = appointment.Chosen!;

        appointment.NoteRoomAnswer(chosen.Id, Sakura.Id, RoomAnswer.Declined, Given.Now);
        Assert.Equal(
            RoomRefusal.RoomTaken,
            appointment.ReplaceRoom(chosen.Id, Sakura.Id, Matsu.Id, [Elsewhere(Matsu.Id, chosen.Time)], Given.Now).Refusal);
        Assert.Equal(
            RoomRefusal.RoomTaken,
            appointment.ChooseRoom(chosen.Id, Matsu.Id, [Elsewhere(Matsu.Id, chosen.Time)], Given.Now).Refusal);
        Assert.Equal(Sakura.Id, chosen.Room);
    }

    [Fact]
    public void An_answer_of_a_room_that_was_replaced_means_nothing()
    {
        var appointment = Confirmed();
        appointment.NoteRoomAnswer(appointment.Chosen!.Id, Sakura.Id, RoomAnswer.Declined, Given.Now);
        appointment.ReplaceRoom(appointment.Chosen!.Id, Sakura.Id, Matsu.Id, [], Given.Now);

        Assert.NotNull(appointment.NoteRoomAnswer(appointment.Chosen.Id, Sakura.Id, RoomAnswer.Accepted, Given.Now).Refusal);
        Assert.Equal(RoomBooking.Asked, appointment.Chosen.RoomBooking);
    }

    [Fact]
    public void A_new_time_asks_the_room_again_also_one_that_was_lost()
    {
        var appointment = Confirmed();
        var chosen = appointment.Chosen!;
        appointment.NoteRoomAnswer(chosen.Id, Sakura.Id, RoomAnswer.Declined, Given.Now);
        appointment.ReplaceRoom(chosen.Id, Sakura.Id, null, [], Given.Now);

        appointment.Reschedule(Given.Hour("2026-04-09 10:00 Asia/Tokyo"), [], Given.Now);

        Assert.Equal((Sakura.Id, RoomBooking.Asked), (chosen.Room!.Value, chosen.RoomBooking));
        Assert.Empty(chosen.LostRooms);
    }

    [Theory]
    [InlineData(AppointmentState.TimesRequested)]
    [InlineData(AppointmentState.Expired)]
    [InlineData(AppointmentState.Cancelled)]
    public void Where_nothing_is_held_no_room_can_be_taken(AppointmentState state)
    {
        var appointment = Given.In(state);

        Assert.Equal(RoomRefusal.NotInThisState, appointment.ChooseRoom(appointment.Candidates[0].Id, Sakura.Id, [], Given.Now).Refusal);
    }

    [Fact]
    public void Candidates_that_are_held_again_ask_for_their_rooms_again()
    {
        var appointment = Proposed();
        appointment.NoteRoomAnswer(appointment.Candidates[0].Id, Sakura.Id, RoomAnswer.Accepted, Given.Now);
        appointment.Expire(Given.Deadline);

        appointment.Extend(Given.Deadline + Duration.FromDays(1), Given.Deadline);

        Assert.All(appointment.Candidates, c => Assert.Equal(RoomBooking.Asked, c.RoomBooking));
    }
}
