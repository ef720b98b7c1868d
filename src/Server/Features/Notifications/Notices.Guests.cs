using System.Security.Cryptography;
using System.Text;
using Hidori.Domain.Appointments;
using Hidori.Integrations;
using Hidori.Integrations.Ics;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Languages = Hidori.Server.Ui.Languages;

namespace Hidori.Server.Features.Notifications;

/// <summary>What the guests and those in CC are told: each guest with their own link, in their own language.</summary>
public sealed partial class Notices
{
    private InvitationToChooseFacts Invitation(NoticeOccasion occasion, Guest guest)
    {
        var appointment = occasion.Appointment;
        return new InvitationToChooseFacts(
            occasion.Organization.Name, PersonOf(guest), HostName(occasion), HostMail(occasion), MeetingOf(occasion, guest),
            appointment.Message, [.. appointment.Candidates.OrderBy(c => c.Number).Select(TimeOf)], appointment.ZoneOf(guest),
            Utc(appointment.Deadline), PageOf(guest))
        {
            TakenBack = appointment.TakenBack is { } time ? TimeOf(time) : null,
            CodeIsDead = appointment is { TakenBack: not null, IsReceived: true },
        };
    }

    /// <summary>What can no longer be chosen is not offered again; the rest keeps its numbers, which follow the time.</summary>
    private InvitationToChooseFacts Reminder(NoticeOccasion occasion, Guest guest)
    {
        var now = clock.GetCurrentInstant();
        var all = occasion.Appointment.Candidates.OrderBy(c => c.Number).ToList();
        var past = all.TakeWhile(c => c.Start <= now).Count();
        return Invitation(occasion, guest) with { IsReminder = true, Candidates = [.. all.Skip(past).Select(TimeOf)], FirstNumber = past + 1 };
    }

    private ConfirmedForGuestFacts ConfirmedForGuest(NoticeOccasion occasion, Guest guest)
    {
        var appointment = occasion.Appointment;
        var isFirstTold = appointment.Announcement is Announcement.Confirmed or Announcement.ToGuestAgain;
        return new ConfirmedForGuestFacts(
            occasion.Organization.Name, PersonOf(guest), HostName(occasion), HostMail(occasion),
            MeetingOf(occasion, guest), appointment.Message, TimeOf(appointment.Chosen!), appointment.ZoneOf(guest), PageOf(guest),
            appointment.Announcement == Announcement.Rescheduled, appointment.Announcement == Announcement.Edited,
            appointment.Announcement == Announcement.RoomChanged, appointment.Announcement == Announcement.MainHostChanged, IsByHost: appointment.WasChosenByHost)
        {
            DecidedBy = isFirstTold && !appointment.WasChosenByHost && appointment.GuestWhoAnswered is { } by && by.Id != guest.Id ? PersonOf(by) : null,
        };
    }

    private static CancelledForGuestFacts CancelledForGuest(NoticeOccasion occasion, Guest guest)
    {
        var appointment = occasion.Appointment;
        return new CancelledForGuestFacts(
            occasion.Organization.Name, PersonOf(guest), HostName(occasion), HostMail(occasion), MeetingOf(occasion, guest),
            // A guest's own reason is for them and the hosts.
            appointment.EndedBy is { } by && by != guest.Id ? null : MessageOf(appointment), TimeOf(appointment.Chosen!), appointment.ZoneOf(guest),
            appointment.GuestsHaveCopy, appointment.EndedBy == guest.Id);
    }

    private static CancelledForGuestFacts TakenBackForGuest(NoticeOccasion occasion, Guest guest, Interval time) => new(
        occasion.Organization.Name, PersonOf(guest), HostName(occasion), HostMail(occasion), MeetingOf(occasion, guest), null,
        TimeOf(time), occasion.Appointment.ZoneOf(guest));

    private CalendarAttachment? CopyTakenBack(NoticeOccasion occasion, Guest guest) =>
        occasion.Appointment.TakenBack is null ? null : Calendar(occasion, guest, InvitationMethod.Cancel);

    private static ProposalWithdrawnFacts Withdrawn(NoticeOccasion occasion, Guest guest) => new(
        occasion.Organization.Name, PersonOf(guest), HostName(occasion), HostMail(occasion), MeetingOf(occasion, guest),
        MessageOf(occasion.Appointment));

    /// <summary>Who is asked no more: their link is dead, and what stands in their own calendar is taken back.</summary>
    private Task<IReadOnlyList<Notice>> ReleasedAsync(NoticeOccasion occasion)
    {
        var time = occasion.Appointment.Chosen?.Time ?? occasion.Appointment.TakenBack;
        return ToGuestsAsync(
            occasion, NoticeKinds.GuestReleased,
            guest => new GuestReleasedFacts(
                occasion.Organization.Name, PersonOf(guest), HostName(occasion), HostMail(occasion),
                MeetingOf(occasion, guest) with { Together = [], Companions = "", ReceptionCode = null },
                time is { } fixedTime && HasEntry(guest) ? TimeOf(fixedTime) : null, occasion.Appointment.ZoneOf(guest)),
            guest => time is not null && HasEntry(guest) ? Calendar(occasion, guest, InvitationMethod.Cancel) : null,
            occasion.Appointment.GuestsToRelease);

        static bool HasEntry(Guest guest) => guest.Knowledge == GuestKnowledge.FixedTime;
    }

    private CalendarAttachment Calendar(NoticeOccasion occasion, Guest guest, InvitationMethod method)
    {
        var appointment = occasion.Appointment;
        var main = MainHost(occasion);
        return GuestCalendar.Of(
            appointment, guest, method, AppointmentFootprint.PlaceOf(appointment.Place, appointment.Chosen is { } chosen ? occasion.RoomOf(chosen)?.Name : null),
            new InvitedPerson(main.Name, main.Address), LinkOf(occasion), PageOf(guest), clock.GetCurrentInstant());
    }

    private async Task<IReadOnlyList<Notice>> ToGuestsAsync(
        NoticeOccasion occasion, string kind, Func<Guest, IMailFacts> facts, Func<Guest, CalendarAttachment?>? calendar = null,
        IReadOnlyList<Guest>? guests = null)
    {
        var signature = await SignatureOfAsync(occasion);
        var notices = new List<Notice>();
        foreach (var guest in (guests ?? occasion.Appointment.GuestsToTell).Where(g => g.Mail.Length > 0))
        {
            var mail = await renderer.RenderAsync(
                new SignedFacts(facts(guest), signature) { Logo = LogoOf(occasion) }, guest.Language, MessageId(occasion.Appointment, kind, guest.Id.Value), guest.Mail, guest.Name,
                occasion.Organization.Name, MainHost(occasion).Address, calendar?.Invoke(guest));
            notices.Add(new Notice(kind, Notice.ToGuest(guest.Id), mail));
        }

        return notices;
    }

    /// <summary>The same words as to the first guest, without what only a guest may do.</summary>
    private async Task<IReadOnlyList<Notice>> ToCopiesAsync(NoticeOccasion occasion, string kind, IMailFacts facts)
    {
        var signature = await SignatureOfAsync(occasion);
        var notices = new List<Notice>();
        foreach (var address in occasion.Appointment.Copies)
        {
            var mail = await renderer.RenderAsync(
                new SignedFacts(facts, signature) { Logo = LogoOf(occasion) }, occasion.Appointment.FirstGuest.Language, MessageId(occasion.Appointment, kind, IdOf(address)), address, address,
                occasion.Organization.Name, MainHost(occasion).Address, calendar: null);
            notices.Add(new Notice(kind, Notice.ToCopy(address), mail));
        }

        return notices;
    }

    private Task<string> SignatureOfAsync(NoticeOccasion occasion) =>
        db.Members.Where(m => m.Id == occasion.Appointment.MainHost).Select(m => m.Signature).FirstAsync();

    /// <summary>Stands in a Message-ID where people have their own id; the same for the same address.</summary>
    private static Guid IdOf(string address) => new(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, 16));

    /// <summary>Opens in the mail's language; Japanese needs no word, the guest's own is what their page speaks unless told otherwise.</summary>
    private string PageOf(Guest guest)
    {
        var page = server.Value.GuestPage(sealedText.Open(SealedText.GuestLink, guest.ProtectedLink));
        return guest.Language == Languages.Japanese ? page : $"{page}?lang={guest.Language}";
    }

    /// <summary>Whom a mail to hosts is about: the guest who answered, until then the first.</summary>
    private static MailGuest GuestOf(NoticeOccasion occasion) => PersonOf(occasion.Appointment.AnsweringGuest);

    private static MailGuest PersonOf(Guest guest) => new(guest.Company, guest.Name, guest.Mail.Length > 0 ? guest.Mail : null);

    private static string? MessageOf(Appointment appointment) =>
        appointment.EndingMessage.Length > 0 ? appointment.EndingMessage : null;
}
