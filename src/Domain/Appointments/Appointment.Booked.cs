using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Rooms;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>予約受付型: made by a guest on a booking page, and fixed from the first moment (SPEC M11, B3–B9).</summary>
public sealed partial class Appointment
{
    /// <summary>The page it was booked on; null for a proposal.</summary>
    public BookingPageId? Page { get; private set; }

    /// <summary>Whether the guest may move it on the page it was booked on, now (SPEC B9).</summary>
    public bool GuestCanMove(Instant now) => Page is not null && GuestMayAskForDate && IsInTimeForTheGuest(now);

    /// <summary>
    /// The guest moves it to another slot of the page, and into the room that is free there. By whom the slot was checked is
    /// the page's desk; the agenda is looked at here once more.
    /// </summary>
    public Result<Done, ChangeRefusal> MoveByGuest(SlotAssignment slot, IReadOnlyCollection<TakenTime> agenda, Instant now) =>
        !GuestCanMove(now) ? ChangeRefusal.NotInThisState
        : slot.Room is { } room && IsTaken(room, slot.Time, agenda) ? ChangeRefusal.TimeTaken
        : MoveTo(slot.Time, slot.Room, agenda, now);

    internal static Appointment Book(BookingPage page, BookingRequest request, SlotAssignment assigned, MemberId mainHost, Instant now)
    {
        var (meeting, rights) = (page.Settings.Meeting, page.Settings.Rights);
        var appointment = new Appointment
        {
            Id = AppointmentId.New(),
            Organization = page.Organization,
            Page = page.Id,
            CreatedBy = request.ByMember ?? page.Owner,
            CreatedAt = now,
            Title = meeting.TitleFor(page.Name, request.Guest.Company, Guest.WithoutSama(request.Guest.Name)),
            Format = meeting.Format,
            Place = meeting.Place,
            Directions = meeting.Directions,
            WithJoinLink = meeting.WithJoinLink,
            WithReceptionCode = meeting.WithReceptionCode,
            Message = meeting.Message,
            ZoneId = page.Settings.Hours.ZoneId,
            Deadline = assigned.Time.Start,
            InvitesByMail = true,
            MainHost = mainHost,
            GuestMayCancel = rights.MayCancel,
            GuestMayAskForDate = rights.MayAskForDate,
            GuestNoticeHours = Math.Clamp(rights.NoticeHours, 0, GuestRights.MostNoticeHours),
            GuestNote = LongText.Cut(request.Note, GuestForm.LongestNote),
            Companions = LongText.Cut(request.Companions, LongestCompanions),
            WasChosenByHost = request.ByMember is not null,
            Upcoming = page.Settings.Mails.Upcoming,
            State = AppointmentState.Confirmed,
        };
        appointment._guests.Add(new Guest(request.Guest, 0));
        appointment._seats.AddRange(assigned.Hosts.Select((member, position) => new HostSeat(member, position)));
        var slot = new Candidate(1, assigned.Time, []);
        if (assigned.Room is { } room)
            slot.AsksFor(room, RoomBooking.Asked, now);
        appointment._candidates.Add(slot);
        appointment.ChosenCandidate = slot.Id;
        appointment.AnsweredBy = request.ByMember is null ? appointment._guests[0].Id : null;
        appointment.PlanUpcoming(now);
        appointment.Tell(Announcement.Confirmed, now);
        return appointment;
    }
}
