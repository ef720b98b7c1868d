using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>お客様の情報を直す・送り直す (SPEC A3b).</summary>
public sealed class CorrectingTheGuest
{
    [Fact]
    public void At_another_address_the_old_link_dies()
    {
        var appointment = Given.In(AppointmentState.Open);

        Assert.Null(appointment.CorrectGuest(Given.CorrectionOf(appointment.FirstGuest), Given.Now).Refusal);

        Assert.Equal(("yamamoto@sample.example", "new hash"), (appointment.FirstGuest.Mail, appointment.FirstGuest.LinkHash));
        Assert.Equal(Announcement.ToGuestAgain, appointment.Announcement);
    }

    [Fact]
    public void At_the_same_address_the_link_lives_on()
    {
        var appointment = Given.In(AppointmentState.Open);

        appointment.CorrectGuest(Given.CorrectionOf(appointment.FirstGuest) with { Name = "山本 花子", Mail = appointment.FirstGuest.Mail }, Given.Now);

        Assert.Equal(("山本 花子", "hash"), (appointment.FirstGuest.Name, appointment.FirstGuest.LinkHash));
    }

    [Fact]
    public void Saving_alone_tells_nobody_and_what_is_the_same_changes_nothing()
    {
        var appointment = Given.In(AppointmentState.Confirmed);
        var (revision, version) = (appointment.Revision, appointment.Version);
        var same = new GuestCorrection(appointment.FirstGuest.Id, "サンプル商事", "山本", "yamamoto@example.jp", "new hash", "new link", Resends: false);

        appointment.CorrectGuest(same, Given.Now);
        Assert.Equal(version, appointment.Version);
        appointment.CorrectGuest(same with { Company = "見本商事" }, Given.Now);

        Assert.Equal(revision, appointment.Revision);
        Assert.NotEqual(version, appointment.Version);
        Assert.Equal("hash", appointment.FirstGuest.LinkHash);
    }

    [Fact]
    public void What_was_not_told_yet_is_told_once_and_to_everybody()
    {
        var appointment = Given.In(AppointmentState.Confirmed);

        appointment.CorrectGuest(Given.CorrectionOf(appointment.FirstGuest), Given.Now);

        Assert.Equal(Announcement.Confirmed, appointment.Announcement);
        appointment.NoteAnnounced(Given.Now);
        appointment.CorrectGuest(Given.CorrectionOf(appointment.FirstGuest), Given.Now);
        Assert.Equal((Announcement.ToGuestAgain, AnnouncementNeed.OnceMeetingStands), (appointment.Announcement, AppointmentFootprint.Announces(appointment)));
    }

    [Fact]
    public void A_link_made_by_hand_can_be_mailed_after_all_and_an_address_that_is_needed_stays()
    {
        var appointment = Given.Proposed(Given.Request with { InvitesByMail = false });

        Assert.Equal(GuestRefusal.TextUnfit, appointment.CorrectGuest(Given.CorrectionOf(appointment.FirstGuest) with { Mail = "" }, Given.Now).Refusal);
        appointment.CorrectGuest(Given.CorrectionOf(appointment.FirstGuest), Given.Now);

        Assert.Equal((Announcement.Invitation, AnnouncementNeed.Now), (appointment.Announcement, AppointmentFootprint.Announces(appointment)));
        Assert.Equal(GuestRefusal.TextUnfit, appointment.CorrectGuest(Given.CorrectionOf(appointment.FirstGuest) with { Mail = "", Resends = false }, Given.Now).Refusal);
    }
}
