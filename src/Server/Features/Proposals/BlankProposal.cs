using System.Globalization;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Appointments;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace Hidori.Server.Features.Proposals;

/// <summary>The compose screen's fields before anything is typed.</summary>
public sealed class BlankProposal(Db db)
{
    public static Dictionary<string, StringValues> Empty(Member creator) => new()
    {
        ["host"] = creator.Id.ToString(),
        ["mainHost"] = creator.Id.ToString(),
        ["creatorAttends"] = "true",
        ["attempt"] = Guid.CreateVersion7().ToString(),
        ["delivery"] = "mail",
        ["format"] = creator.UsualFormat.ToString(),
        // A candidate without its room is half a candidate; whoever needs the rooms elsewhere takes the mark away.
        ["holdsRooms"] = "true",
        ["reminds"] = "true",
    };

    /// <summary>複製: everything but the times and the deadline. What the reader may not see is not copied.</summary>
    public async Task<Dictionary<string, StringValues>> CopyAsync(Member creator, AppointmentId of, CancellationToken ct)
    {
        var fields = Empty(creator);
        var appointment = await ChangeAppointment.Visible(db, creator).AsNoTracking().FirstOrDefaultAsync(a => a.Id == of, ct);
        if (appointment is null)
            return fields;

        fields["host"] = new([.. appointment.Hosts.Select(h => h.ToString())]);
        fields["mainHost"] = appointment.MainHost.ToString();
        fields["creatorAttends"] = appointment.Hosts.Contains(creator.Id) ? "true" : "false";
        fields["title"] = appointment.Title;
        fields["guests"] = appointment.Guests.Count.ToString(CultureInfo.InvariantCulture);
        foreach (var (index, guest) in appointment.Guests.Index())
        {
            fields[GuestLines.Field("company", index + 1)] = guest.Company;
            fields[GuestLines.Field("guestName", index + 1)] = guest.Name;
            fields[GuestLines.Field("guestMail", index + 1)] = guest.Mail;
            fields[GuestLines.Field("guestLanguage", index + 1)] = guest.Language;
            fields[GuestLines.Field("guestZone", index + 1)] = guest.ZoneId;
        }

        fields["copies"] = string.Join('\n', appointment.Copies);
        fields["format"] = appointment.Format.ToString();
        fields["place"] = appointment.Place;
        fields["directions"] = appointment.Directions;
        if (appointment.Format == AppointmentFormat.Online)
            fields["meetingLink"] = MeetingLinks.ChoiceOf(appointment.Words.Link);
        else
            fields["onlineMeeting"] = appointment.WithJoinLink ? "true" : "";
        fields["ownLink"] = appointment.OwnJoinLink;
        fields["receptionCode"] = appointment.WithReceptionCode ? "true" : "";
        fields["message"] = appointment.Message;
        fields["note"] = appointment.Note;
        fields["delivery"] = appointment.InvitesByMail ? "mail" : "url";
        fields["holdsRooms"] = appointment.HoldsRooms ? "true" : "";
        fields["holdStrength"] = appointment.HoldStrength.ToString();
        fields["holdTitle"] = appointment.HoldTitle;
        fields["isPrivate"] = appointment.IsPrivate ? "true" : "";
        fields["reminds"] = appointment.Reminds ? "true" : "";
        fields["guestCancels"] = appointment.GuestMayCancel ? "yes" : "no";
        fields["guestAsksDate"] = appointment.GuestMayAskForDate ? "yes" : "no";
        fields["guestNotice"] = appointment.GuestNoticeHours.ToString(CultureInfo.InvariantCulture);
        return fields;
    }
}
