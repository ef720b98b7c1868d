using Hidori.Domain.Appointments;
using NodaTime;

namespace Hidori.Domain.BookingPages;

/// <summary>What a guest asks for on a page, in the domain's own types.</summary>
/// <param name="Start">Of the slot.</param>
/// <param name="Minutes">The length; one of the page's.</param>
/// <param name="Guest">Who books, with a link of their own.</param>
/// <param name="Note">Phone, answers and what else the guest wrote, as hosts read it.</param>
/// <param name="Companions">ご同行の方, one a line.</param>
/// <param name="Attempt">Drawn with the form: a second press of the button is the same booking.</param>
/// <param name="ByMember">The member who books for a guest on the telephone; null when the guest does.</param>
public sealed record BookingRequest(
    Instant Start, int Minutes, GuestInvitation Guest, string Note, string Companions, Guid Attempt, MemberId? ByMember = null);

/// <summary>Why a page's slot cannot be booked.</summary>
public enum BookingRefusal
{
    /// <summary>Taken since it was shown, or by somebody else at this moment.</summary>
    SlotTaken,

    /// <summary>The page's rules do not offer this time (any more): notice, hours, limits, or a length it does not have.</summary>
    NotOffered,

    /// <summary>A calendar that is needed cannot be read now. Never counted as free (SPEC M21).</summary>
    CalendarUnavailable,

    /// <summary>停止中, or nobody is left who could be met.</summary>
    PageClosed,

    /// <summary>The one-time URL was used, or its time is over.</summary>
    LinkUsed,

    /// <summary>Nobody who would take part has a calendar that can be written to.</summary>
    HostNotConnected,

    /// <summary>Too many people are deciding at this moment; nothing was changed.</summary>
    Busy,
}
