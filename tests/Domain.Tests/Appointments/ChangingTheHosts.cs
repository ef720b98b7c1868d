using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>SPEC A0: hosts can be added and removed at any time.</summary>
public sealed class ChangingTheHosts
{
    private static readonly Instant Soon = Given.Now + Duration.FromHours(1);
    private static readonly BusyTimes Free = new BusyTimes.Known([], Given.Now);

    [Fact]
    public void Who_joins_is_held_at_every_candidate_and_who_leaves_at_none()
    {
        var appointment = Given.In(AppointmentState.Open);

        appointment.AddHost(Given.Mori, Free, overlapAccepted: false, [], Soon);
        appointment.RemoveHost(Given.Sato, Soon);

        Assert.Equal([Given.Tanaka, Given.Mori], appointment.Hosts);
        Assert.Equal(3, appointment.TakenTimes().Count(t => t.Whose == Given.Mori));
        Assert.DoesNotContain(appointment.TakenTimes(), t => t.Whose == Given.Sato);
    }

    [Fact]
    public void What_overlaps_is_accepted_first_and_then_stands_in_nobodys_way()
    {
        var appointment = Given.In(AppointmentState.Open);
        var dentist = Given.Busy("2026-04-06 10:00 Asia/Tokyo");
        var busy = new BusyTimes.Known([dentist], Given.Now);

        var first = appointment.AddHost(Given.Mori, busy, overlapAccepted: false, [], Soon);
        var second = appointment.AddHost(Given.Mori, busy, overlapAccepted: true, [], Soon);
        var chosen = appointment.Choose(
            new GuestAnswer(appointment.FirstGuest.Id, appointment.Candidates[0].Id), Given.BusyWith(Given.Mori, dentist), [], Soon);

        Assert.Equal(ChangeRefusal.OverlapNotAccepted, first.Refusal);
        Assert.Null(second.Refusal);
        Assert.Null(chosen.Refusal);
    }

    [Fact]
    public void The_overlaps_of_who_left_are_not_accepted_for_who_comes_back()
    {
        var appointment = Given.In(AppointmentState.Open);
        var busy = new BusyTimes.Known([Given.Busy("2026-04-06 10:00 Asia/Tokyo")], Given.Now);

        appointment.AddHost(Given.Mori, busy, overlapAccepted: true, [], Soon);
        appointment.RemoveHost(Given.Mori, Soon);

        Assert.All(appointment.Candidates, c => Assert.Empty(c.AcceptedOverlaps));
    }

    [Fact]
    public void Another_fixed_appointment_keeps_them_out_whoever_accepts_it()
    {
        var appointment = Given.In(AppointmentState.Confirmed);
        var chosen = appointment.Chosen!;
        var elsewhere = new TakenTime(Given.Organization, Given.Mori, AppointmentId.New(), CandidateId.New(), chosen.Start, chosen.End, isFixed: true);

        var refused = appointment.AddHost(Given.Mori, Free, overlapAccepted: true, [elsewhere], Soon);

        Assert.Equal(ChangeRefusal.TimeTaken, refused.Refusal);
    }

    [Fact]
    public void The_main_host_does_not_leave()
    {
        var appointment = Given.In(AppointmentState.Open);

        Assert.Equal(ChangeRefusal.HostIsMain, appointment.RemoveHost(Given.Tanaka, Soon).Refusal);
    }

    [Fact]
    public void Adding_twice_and_removing_twice_say_the_same()
    {
        var appointment = Given.In(AppointmentState.Open);
        appointment.AddHost(Given.Mori, Free, overlapAccepted: false, [], Soon);
        var version = appointment.Version;

        Assert.Null(appointment.AddHost(Given.Mori, Free, overlapAccepted: false, [], Soon).Refusal);
        appointment.RemoveHost(Given.Mori, Soon);
        Assert.Null(appointment.RemoveHost(Given.Mori, Soon).Refusal);

        Assert.Equal(version + 1, appointment.Version);
    }
}
