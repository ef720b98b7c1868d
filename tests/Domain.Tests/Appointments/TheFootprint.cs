using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

public sealed class TheFootprint
{
    private static readonly EntryWording Words =
        new(t => $"【仮予約】{t}", "お客様", "メール", "会議URL", "道順", "ご案内", "メモ", "同行", "補足", "管理", "https://hidori.example/a/1");

    private static readonly HostContact Tanaka = new(Given.Tanaka, "田中", "tanaka@example.com", IsLinked: true);
    private static readonly HostContact Sato = new(Given.Sato, "佐藤", "sato@example.com", IsLinked: true);

    private static Footprint Of(Appointment appointment, HostContact? coHost = null) =>
        AppointmentFootprint.Of(appointment, [Tanaka, coHost ?? Sato], [], Words);

    [Fact]
    public void Open_means_one_hold_for_each_candidate_and_linked_host()
    {
        var footprint = Of(Given.Proposed(), Sato with { IsLinked = false });

        Assert.Equal(3, footprint.Entries.Count);
        Assert.All(footprint.Entries, e =>
        {
            Assert.Equal(Given.Tanaka, e.Key.Whose);
            Assert.Equal((EntryPurpose.Hold, false, "【仮予約】サンプル商事:山本"),
                (e.Content.Purpose, e.Content.WithJoinLink, e.Content.Subject));
            Assert.Empty(e.Content.Attendees);
        });
        Assert.Null(footprint.Meeting);
        Assert.Equal(6, Of(Given.Proposed()).Entries.Count);
    }

    [Fact]
    public void Confirmed_means_the_meeting_in_the_place_of_the_main_hosts_hold_and_copies_for_the_others()
    {
        var appointment = Given.Proposed();
        var holds = Of(appointment).Entries;
        appointment.Chosen(1);

        var footprint = Of(appointment);

        var meeting = Assert.Single(footprint.Entries);
        Assert.Equal(meeting, footprint.Meeting);
        Assert.Contains(holds, h => h.Key == meeting.Key);
        Assert.Equal(("サンプル商事:山本", true), (meeting.Content.Subject, meeting.Content.WithJoinLink));
        Assert.Equal([new Attendee("佐藤", "sato@example.com")], meeting.Content.Attendees);
        var copy = Assert.Single(footprint.Copies);
        Assert.Contains(holds, h => h.Key == copy.Replaces);
        Assert.Equal((Given.Sato, meeting.Key), (copy.Host, copy.Meeting));
    }

    [Fact]
    public void The_hosts_own_link_stands_where_the_meeting_is_and_in_its_text_when_Outlook_has_no_room_for_it()
    {
        CalendarContent MeetingAt(string link)
        {
            var appointment = Given.Proposed(Given.Request with { Place = "本社", WithJoinLink = false, OwnJoinLink = link });
            appointment.Chosen(1);
            return Of(appointment).Meeting!.Content;
        }

        var fits = MeetingAt("https://meet.example/abc");
        var tooLong = MeetingAt("https://meet.example/" + new string('a', 300));

        Assert.Equal(("本社 https://meet.example/abc", false), (fits.Place, fits.WithJoinLink));
        Assert.Equal("本社", tooLong.Place);
        Assert.Contains("会議URL: https://meet.example/aaa", tooLong.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_co_host_without_a_link_is_invited_but_not_looked_for()
    {
        var appointment = Given.In(AppointmentState.Confirmed);

        var footprint = Of(appointment, Sato with { IsLinked = false });

        Assert.Single(footprint.Meeting!.Content.Attendees);
        Assert.Empty(footprint.Copies);
    }

    [Fact]
    public void The_guest_is_never_an_attendee()
    {
        var content = Of(Given.In(AppointmentState.Confirmed)).Meeting!.Content;

        Assert.DoesNotContain(content.Attendees, a => a.Address.Contains("yamamoto", StringComparison.Ordinal));
        Assert.Contains("メール: yamamoto@example.jp", content.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AppointmentState.TimesRequested)]
    [InlineData(AppointmentState.Expired)]
    [InlineData(AppointmentState.Cancelled)]
    public void Everything_else_means_nothing(AppointmentState state)
    {
        var footprint = Of(Given.In(state));

        Assert.Empty(footprint.Entries);
        Assert.Empty(footprint.Copies);
    }
}
