using System.Globalization;
using System.Net;
using Hidori.Domain.Appointments;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What guests and hosts have to have been told, and whose link lives.</summary>
internal static partial class HistoryPromises
{
    private static string? MailDifference(HistoryWorld world, Appointment appointment)
    {
        var mails = world.App.Simulator.Mail.Messages
            .Select(m => m.MessageId!.Trim('<', '>').Split('@')[0].Split('.'))
            .Where(p => p[0] == appointment.Id.Value.ToString("N") && IsOfADecision(p[2]))
            .ToList();
        var twice = mails.Select(p => (Revision: p[1], Kind: p[2], Recipient: p[3])).Distinct()
            .GroupBy(p => (p.Revision, p.Recipient)).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            return $"two Message-IDs for revision {twice.Key.Revision} and {twice.Key.Recipient}";

        var told = mails.Where(p => p[1] == appointment.Revision.ToString(CultureInfo.InvariantCulture)).Select(p => p[3]).Distinct().Count();
        var members = appointment.Hosts.Append(appointment.CreatedBy).Distinct().Count();
        var guests = appointment.Guests.Count;
        var due = appointment.Announcement switch
        {
            Announcement.None or Announcement.DateRequested or Announcement.GuestReleased => 0,
            Announcement.Invitation => appointment.InvitesByMail ? guests : 0,
            // Nobody is written to again but those who came later.
            Announcement.ToGuestAgain => told,
            Announcement.DateKept or Announcement.OtherTimesOffered or Announcement.Reminder or Announcement.Withdrawn => guests,
            Announcement.Confirmed or Announcement.RoomChanged or Announcement.Cancelled => members + guests,
            // Exchange tells the co-hosts, who are attendees of the entry.
            Announcement.Rescheduled or Announcement.Edited or Announcement.MainHostChanged => guests + (appointment.Hosts.Contains(appointment.CreatedBy) ? 1 : 2),
            Announcement.OtherTimesRequested => members,
            // An expiry that was taken back by extending the deadline needs no telling; otherwise it is told.
            Announcement.Expired => appointment.State == AppointmentState.Expired ? members : told,
        };
        return told == due || (told == 0 && WaitsForTheHost(world, appointment)) || (told > 0 && world.OtherHosts.Contains((appointment.Id, appointment.Revision)))
            || world.OtherGuests.Contains((appointment.Id, appointment.Revision))
            ? null
            : $"{appointment.Announcement} of revision {appointment.Revision} was told to {told} instead of {due}";
    }

    /// <summary>Mails that ask the host to do something come beside those that tell of a decision.</summary>
    private static bool IsOfADecision(string kind) =>
        kind is not ("join-link-missing" or "room-missing" or "date-requested" or "time-taken-back" or "guest-released") && !kind.StartsWith("changed-outside", StringComparison.Ordinal);

    /// <summary>Nothing is told of a meeting that a person has moved or thrown away, until a host says what is right.</summary>
    private static bool WaitsForTheHost(HistoryWorld world, Appointment appointment) =>
        appointment is { State: AppointmentState.Confirmed }
        && world.DoneByHand.GetValueOrDefault(MainKey(appointment, appointment.Chosen!)) is { IsTakenBack: false };

    /// <summary>SPEC P7: who is asked no more has a dead link and was told so, once and if they had heard of it; who is asked has one that lives.</summary>
    private static async Task<string?> GuestDifferenceAsync(HistoryWorld world, IReadOnlyList<Appointment> appointments)
    {
        foreach (var appointment in appointments.Where(a => a.GuestsOfAllTimes.Count > 1))
        {
            foreach (var guest in appointment.GuestsOfAllTimes)
            {
                var answer = await world.VisitedAsync(guest);
                if (guest.RemovedAt is null != answer is HttpStatusCode.OK)
                    return $"{guest.Mail} of {appointment.State}, asked no more since {guest.RemovedAt}: the link answers {answer}";
                var mails = world.App.Simulator.Mail.To(guest.Mail)
                    .Select(m => m.MessageId!.Trim('<', '>').Split('@')[0].Split('.')).Where(w => w[3] == guest.Id.Value.ToString("N")).DistinctBy(w => string.Join('.', w)).ToList();
                var released = mails.Count(w => w[2] == "guest-released");
                var heard = mails.Any(w => w[2] != "guest-released");
                if (!WaitsForTheHost(world, appointment) && released != (guest.RemovedAt is not null && heard ? 1 : 0))
                    return $"{guest.Mail} of {appointment.State}, asked no more since {guest.RemovedAt}, heard of it: {heard}, and was released {released} times ({appointment.Announcement} of revision {appointment.Revision})";
            }
        }

        return null;
    }

    /// <summary>SPEC M17: the last mail to a guest names the room that is had or asked, and no other.</summary>
    private static string? RoomTellingDifference(HistoryWorld world, Appointment appointment)
    {
        if (appointment is not { State: AppointmentState.Confirmed, ConfirmationWasTold: true } || WaitsForTheHost(world, appointment))
            return null;
        return appointment.Guests.Select(g => RoomTellingDifference(world, appointment, g)).FirstOrDefault(d => d is not null);
    }

    private static string? RoomTellingDifference(HistoryWorld world, Appointment appointment, Guest guest)
    {
        // By revision and not by arrival: a mail that had to be sent again may be overtaken by the next. Not every revision
        // is told to the guest.
        var mail = world.App.Simulator.Mail.Messages
            .Where(m => m.MessageId!.Contains(guest.Id.Value.ToString("N"), StringComparison.Ordinal))
            .Select(m => (Mail: m, Words: m.MessageId!.Trim('<', '>').Split('.')))
            .Where(m => m.Words[0] == appointment.Id.Value.ToString("N"))
            .OrderBy(m => int.Parse(m.Words[1], CultureInfo.InvariantCulture)).LastOrDefault().Mail;
        var told = world.Rooms.Where(r => mail?.Text?.Contains(r.Name, StringComparison.Ordinal) == true).Select(r => r.Name).ToList();
        var counted = world.Rooms.Where(r => r.Id == appointment.Chosen!.RoomOrNone).Select(r => r.Name).ToList();
        return told.SequenceEqual(counted)
            ? null
            : $"the guest was told of {string.Join(", ", told)} instead of {string.Join(", ", counted)} ({appointment.Chosen!.RoomBooking}), {appointment.Announcement} of revision {appointment.Revision}: {mail?.Subject}\n{mail?.Text}";
    }

    /// <summary>SPEC A3, N1: after all mails the guest's own calendar says the time that is fixed, or none.</summary>
    private static string? GuestCopyDifference(HistoryWorld world, Appointment appointment) => WaitsForTheHost(world, appointment)
        ? null
        : appointment.GuestsOfAllTimes.Select(g => GuestCopyDifference(world, appointment, g)).FirstOrDefault(d => d is not null);

    private static string? GuestCopyDifference(HistoryWorld world, Appointment appointment, Guest guest)
    {
        var last = world.App.Simulator.Mail.Messages
            .Where(m => m.Calendar is not null)
            .Select(m => (Words: m.MessageId!.Trim('<', '>').Split('.'), m.Calendar!.Text))
            .Where(m => m.Words[0] == appointment.Id.Value.ToString("N") && m.Words[3].StartsWith(guest.Id.Value.ToString("N"), StringComparison.Ordinal))
            .OrderBy(m => int.Parse(m.Words[1], CultureInfo.InvariantCulture)).LastOrDefault().Text;
        var says = last is null || last.Contains("METHOD:CANCEL", StringComparison.Ordinal) ? "none" : last.Split('\n').First(l => l.StartsWith("DTSTART:", StringComparison.Ordinal)).Trim();
        var wanted = guest.RemovedAt is null && appointment is { State: AppointmentState.Confirmed, ConfirmationWasTold: true }
            ? $"DTSTART:{appointment.Chosen!.Start.ToString("uuuuMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}"
            : "none";
        return says == wanted ? null : $"the calendar of {guest.Mail} says {says} instead of {wanted}, {appointment.State}, {appointment.Announcement} of revision {appointment.Revision}";
    }
}
