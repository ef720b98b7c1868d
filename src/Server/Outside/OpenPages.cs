using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Outside;

/// <summary>Booking pages on which what was booked can be moved (SPEC B1, B9).</summary>
internal static class OpenPages
{
    /// <returns>
    /// The page as it is at this moment; null where it is gone, or paused. What came by a one-time URL, or from a member, was
    /// booked whether the page was paused or not, and is moved so.
    /// </returns>
    public static async Task<BookingPage?> ForMovingAsync(Db db, Appointment appointment, CancellationToken ct)
    {
        if (appointment.Page is not { } id || await db.BookingPages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) is not { } page)
            return null;
        var isOpen = page.State == BookingPageState.Public || appointment.WasChosenByHost
            || await db.OneTimeLinks.AsNoTracking().AnyAsync(l => l.Appointment == appointment.Id, ct);
        return isOpen ? page : null;
    }
}
