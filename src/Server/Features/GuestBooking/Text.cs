using Hidori.Domain.BookingPages;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.GuestBooking;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(PendingRefusal refusal) => refusal switch
    {
        PendingRefusal.AddressHasEnough => Of("MailsTooMany", KeepPending.MostMails),
        PendingRefusal.PageHasEnough => Of("MailsTooManyOfPage"),
    };

    public static string Of(BookingRefusal refusal, params object[] args) => refusal switch
    {
        BookingRefusal.SlotTaken => Of("RefusedTaken", args),
        BookingRefusal.NotOffered => Of("RefusedNotOffered", args),
        BookingRefusal.CalendarUnavailable => Of("RefusedUnavailable"),
        BookingRefusal.PageClosed => Of(BookingClosed.Paused),
        BookingRefusal.LinkUsed => Of(BookingClosed.LinkUsed),
        BookingRefusal.HostNotConnected => Of("RefusedHost"),
        BookingRefusal.Busy => Of("RefusedBusy"),
    };

    public static string Of(BookingClosed closed) => closed switch
    {
        BookingClosed.UnknownAddress => Of("UnknownAddress"),
        BookingClosed.Paused => Of("Paused"),
        BookingClosed.LinkUsed => Of("LinkUsed"),
        BookingClosed.ConfirmationOver => Of("ConfirmationOver"),
    };

    public static string Lead(BookingClosed closed) => closed switch
    {
        BookingClosed.UnknownAddress => Of("UnknownAddressLead"),
        BookingClosed.Paused => Of("PausedLead"),
        BookingClosed.LinkUsed => Of("LinkUsedLead"),
        BookingClosed.ConfirmationOver => Of("ConfirmationOverLead"),
    };

    public static string Format(PageFacts facts) => facts switch
    {
        { Format: ViewFormat.Online, WithJoinLink: true } => Of("TeamsMeeting"),
        { Place.Length: > 0 } => Ui.Text.Of(facts.Format) + Of("PlaceSeparator") + facts.Place,
        _ => Ui.Text.Of(facts.Format),
    };

    /// <summary>Why a day has nothing to choose.</summary>
    public static string Closed(SlotDay day) => day switch
    {
        { Holiday: { } holiday } => Of("ClosedHoliday", holiday),
        { IsClosed: true } => Of("Closed"),
        _ => Of("NotFree"),
    };
}
