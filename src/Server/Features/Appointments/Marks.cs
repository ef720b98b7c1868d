using Hidori.Domain.Rooms;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Appointments;

/// <summary>Glyph, colour and word of each state: never one of them alone.</summary>
internal static class Marks
{
    public static Tone ToneOf(AppointmentStatus status) => status switch
    {
        AppointmentStatus.Confirmed => Tone.Ok,
        AppointmentStatus.Open => Tone.Hold,
        AppointmentStatus.OtherTimesRequested => Tone.Ask,
        AppointmentStatus.Draft or AppointmentStatus.Expired or AppointmentStatus.Cancelled or AppointmentStatus.Completed => Tone.Off,
    };

    public static string IconOf(AppointmentStatus status) => status switch
    {
        AppointmentStatus.Draft => "edit",
        AppointmentStatus.Open => "hold",
        AppointmentStatus.Confirmed => "ok",
        AppointmentStatus.OtherTimesRequested => "redo",
        AppointmentStatus.Expired => "clock",
        AppointmentStatus.Cancelled => "ng",
        AppointmentStatus.Completed => "check",
    };

    public static string IconOf(ViewFormat format) => format switch
    {
        ViewFormat.VisitToUs => "room",
        ViewFormat.VisitToThem => "out",
        ViewFormat.Online => "video",
        ViewFormat.Other => "other",
    };

    public static (Tone Tone, string Icon, string Words) Of(CalendarMark mark) => mark.State switch
    {
        CalendarState.None => (Tone.Off, "minus", Text.Of("CalendarNone")),
        CalendarState.Held when mark.Done < mark.Wanted => (Tone.Hold, "hold", Text.Of("CalendarHeldPartly", mark.Done, mark.Wanted)),
        CalendarState.Held => (Tone.Hold, "hold", Text.Of("CalendarHeld", mark.Done)),
        CalendarState.Writing => (Tone.Hold, "hold", Text.Of("CalendarWriting")),
        CalendarState.Pending => (Tone.Bad, "alert", Text.Of("CalendarPending")),
        CalendarState.Changed => (Tone.Hold, "alert", Text.Of("CalendarChanged")),
        CalendarState.Declined => (Tone.Hold, "ng", Text.Of("CalendarDeclined")),
        CalendarState.Written => (Tone.Ok, "ok", Text.Of("CalendarWritten")),
        CalendarState.Removed => (Tone.Off, "ok", Text.Of("CalendarRemoved")),
    };

    public static (Tone Tone, string Icon, string Words) Of(HostEntry host) => host.State switch
    {
        EntryState.None => (Tone.Off, "minus", Text.Of("EntryNone")),
        EntryState.Held => (Tone.Hold, "hold", Text.Of("EntryHeld", host.Done, host.Wanted)),
        EntryState.Written => (Tone.Ok, "ok", Text.Of("EntryWritten")),
        EntryState.Pending => (Tone.Bad, "alert", Text.Of("EntryPending")),
        EntryState.Changed => (Tone.Hold, "alert", Text.Of("EntryChanged")),
        EntryState.Declined => (Tone.Hold, "ng", Text.Of("EntryDeclined")),
        EntryState.NotConnected => (Tone.Off, "minus", Text.Of("EntryNotConnected")),
        EntryState.Removed => (Tone.Off, "ok", Text.Of("EntryRemoved")),
    };

    public static (Tone Tone, string Icon) Of(MailState state) => state switch
    {
        MailState.Waiting => (Tone.Hold, "clock"),
        MailState.Sent => (Tone.Ok, "ok"),
        MailState.Failed or MailState.Undelivered => (Tone.Bad, "alert"),
    };

    public static (Tone, string, string) Of(CandidateRoom room) =>
        room.CanBeAsked ? Of(room.Booking) : (Tone.Bad, "alert", Text.Of("RoomCannotBeAsked"));

    private static (Tone, string, string) Of(RoomBooking booking) => booking switch
    {
        RoomBooking.None => (Tone.Off, "minus", Text.Of("RoomNone")),
        RoomBooking.Planned => (Tone.Off, "clock", Text.Of("RoomPlanned")),
        RoomBooking.Asked => (Tone.Hold, "clock", Text.Of("RoomAsked")),
        RoomBooking.Tentative => (Tone.Hold, "clock", Text.Of("RoomTentative")),
        RoomBooking.Accepted => (Tone.Ok, "ok", Text.Of("RoomAccepted")),
        RoomBooking.Sought => (Tone.Hold, "search", Text.Of("RoomSought")),
        RoomBooking.Lost => (Tone.Bad, "alert", Text.Of("RoomLost")),
    };

    public static (Tone Tone, string Icon) Of(TimelineKind kind) => kind switch
    {
        TimelineKind.NextTry => (Tone.Hold, "clock"),
        TimelineKind.Created => (Tone.Info, "plus"),
        TimelineKind.InvitationSent or TimelineKind.OtherTimesOffered or TimelineKind.UrlMade or TimelineKind.MailResent => (Tone.Info, "send"),
        TimelineKind.HoldsWritten => (Tone.Info, "hold"),
        TimelineKind.HoldsRemoved or TimelineKind.EntryRemoved => (Tone.Ok, "trash"),
        TimelineKind.HoldsFailed or TimelineKind.EntryFailed or TimelineKind.JoinLinkFailed or TimelineKind.MailFailed => (Tone.Bad, "alert"),
        TimelineKind.Booked or TimelineKind.CandidateChosen or TimelineKind.EntryWritten => (Tone.Ok, "cal-check"),
        TimelineKind.JoinLinkMade => (Tone.Ok, "video"),
        TimelineKind.WithoutJoinLink => (Tone.Hold, "video"),
        TimelineKind.MailSent => (Tone.Ok, "mail"),
        TimelineKind.OtherTimesRequested => (Tone.Ask, "redo"),
        TimelineKind.Expired => (Tone.Off, "clock"),
        TimelineKind.Withdrawn or TimelineKind.Cancelled => (Tone.Off, "ng"),
        TimelineKind.DeadlineExtended => (Tone.Info, "clock"),
        TimelineKind.Retried or TimelineKind.Rescheduled => (Tone.Info, "redo"),
        TimelineKind.EntryVanished or TimelineKind.MovedOutside or TimelineKind.DeletedOutside => (Tone.Hold, "alert"),
        TimelineKind.RoomAccepted or TimelineKind.RoomChosen => (Tone.Ok, "room"),
        TimelineKind.RoomTentative or TimelineKind.RoomDeclined or TimelineKind.RoomReplaced or TimelineKind.RoomWaived
            or TimelineKind.RoomAskedAgain or TimelineKind.RoomUnanswered => (Tone.Hold, "room"),
        TimelineKind.RoomLost => (Tone.Bad, "room"),
        TimelineKind.DateRequested => (Tone.Ask, "redo"),
        TimelineKind.TimeTakenBack => (Tone.Info, "send"),
        TimelineKind.DateKept => (Tone.Info, "cal-check"),
        TimelineKind.OutcomeMarked => (Tone.Info, "check"),
        TimelineKind.Reminded => (Tone.Info, "send"),
        TimelineKind.ReminderTurnedOn or TimelineKind.ReminderTurnedOff or TimelineKind.UpcomingTurnedOn or TimelineKind.UpcomingTurnedOff => (Tone.Info, "clock"),
        TimelineKind.BackInPlace => (Tone.Ok, "ok"),
        TimelineKind.OutsideFollowed or TimelineKind.EntryRestored or TimelineKind.Edited or TimelineKind.MainHostChanged or TimelineKind.HostAdded or TimelineKind.HostRemoved or TimelineKind.GuestCorrected
            or TimelineKind.GuestAdded or TimelineKind.GuestRemoved => (Tone.Info, "redo"),
    };
}
