using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>One booking of a page.</summary>
/// <param name="Hosts">Who takes part.</param>
public sealed record PageBooking(Instant Start, IReadOnlyList<MemberId> Hosts);

/// <summary>The bookings of one page in order of start: what its caps count, and its hosts' load. Built once, asked often.</summary>
public sealed class PageBookings
{
    public static readonly PageBookings None = new([]);

    private readonly PageBooking[] bookings;
    private readonly int[] starts;

    /// <param name="bookings">Those that stand; a booking that is to be moved is left out.</param>
    public PageBookings(IEnumerable<PageBooking> bookings)
    {
        this.bookings = [.. bookings.OrderBy(b => b.Start)];
        starts = [.. this.bookings.Select(b => MinuteSpan.Floor(b.Start))];
    }

    /// <summary>How many start before a minute.</summary>
    internal int CountBefore(int minute)
    {
        int low = 0, high = starts.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (starts[middle] < minute)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>How many of a host start within.</summary>
    internal int LoadOf(MemberId host, MinuteSpan within)
    {
        var load = 0;
        for (var i = CountBefore(within.Start); i < starts.Length && starts[i] < within.End; i++)
        {
            if (bookings[i].Hosts.Contains(host))
                load++;
        }

        return load;
    }
}
