using System.Globalization;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Appointments;
using Hidori.Server.Features.BookingPages;
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

    /// <summary>What was proposed to the guest of a wish; null while it is open, or where the reader may not see it.</summary>
    public async Task<AppointmentId?> AnswerToAsync(Member reader, Guid wish, CancellationToken ct) =>
        await KeepWishes.FindAsync(db, reader, wish, ct) is var (found, _) ? found.Proposal : null;

    /// <summary>ご希望から: guest and words of a wish, the rest as its page has it. Times are what the host marks.</summary>
    /// <returns>Null when there is none that the reader may see.</returns>
    public async Task<Dictionary<string, StringValues>?> OfWishAsync(Member creator, Guid id, CancellationToken ct)
    {
        if (await KeepWishes.FindAsync(db, creator, id, ct) is not var (wish, page))
            return null;
        var fields = Empty(creator);
        var meeting = page.Settings.Meeting;
        // Where one of several comes it is whoever answers, or who stands first.
        IReadOnlyList<MemberId> hosts = page.Settings.Rule.Attendance != PageAttendance.AnyOne ? page.Hosts
            : page.Hosts.Contains(creator.Id) ? [creator.Id]
            : [.. page.Hosts.Take(1)];
        fields["wish"] = wish.Id.ToString();
        fields["host"] = new([.. hosts.Select(h => h.ToString())]);
        fields["mainHost"] = hosts.Contains(creator.Id) ? creator.Id.ToString() : hosts.Select(h => h.ToString()).FirstOrDefault("");
        fields["creatorAttends"] = hosts.Contains(creator.Id) ? "true" : "false";
        fields["title"] = meeting.TitleFor(page.Name, wish.Company, Guest.WithoutSama(wish.Name)) is { Length: > 0 } title ? title : page.Name;
        fields["company"] = wish.Company;
        fields["guestName"] = wish.Name;
        fields["guestMail"] = wish.Mail;
        fields["guestLanguage"] = wish.Language;
        fields["guestZone"] = wish.ZoneId;
        fields["length"] = ComposeForm.Lengths.FirstOrDefault(l => l >= meeting.Minutes[0], ComposeForm.Lengths[^1]).ToString(CultureInfo.InvariantCulture);
        fields["format"] = meeting.Format.ToString();
        fields["place"] = meeting.Place;
        fields["directions"] = meeting.Directions;
        if (meeting.Format == AppointmentFormat.Online)
            fields["meetingLink"] = MeetingLinks.ChoiceOf(meeting.WithJoinLink ? MeetingLink.Issued : MeetingLink.Later);
        else
            fields["onlineMeeting"] = meeting.WithJoinLink ? "true" : "";
        fields["receptionCode"] = meeting.WithReceptionCode ? "true" : "";
        fields["message"] = meeting.Message;
        fields["note"] = wish.Text;
        return fields;
    }

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
