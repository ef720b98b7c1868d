using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Server.Outside;
using Hidori.Server.Outside.Mailboxes;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>「カレンダーを読み直す」: asks the calendars of a page's people and rooms now, and guests see what they say from then on (SPEC B14).</summary>
/// <remarks>What does not answer keeps its copy with its age, or stays unknown: no press makes anything free.</remarks>
public sealed class ReadAnew(PageDesks desks, LinkedMailboxes mailboxes, RoomCopies rooms, Bell bell, IClock clock)
{
    /// <summary>The clocks of two servers may differ by less than this.</summary>
    private static readonly Duration BetweenClocks = Duration.FromSeconds(5);

    /// <param name="start">In the day that is read.</param>
    /// <returns>When it was asked for.</returns>
    public async Task<Instant> RunAsync(BookingPage page, Instant start, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var read = await desks.AskAsync(page, start, moving: null, ct);
        await mailboxes.NoteReadingAsync([.. read.Hosts.Where(h => h.Value is BusyTimes.Known).Select(h => h.Key)], ct);
        await rooms.ForgetAsync([.. read.Rooms.Where(r => r.Value is BusyTimes.Known).Select(r => r.Key)], ct);
        bell.Ring();
        return now;
    }

    /// <summary>Whether what is shown of a calendar was read since it was asked for.</summary>
    public static bool IsSince(Instant asked, Instant? readAt) => readAt >= asked - BetweenClocks;
}
