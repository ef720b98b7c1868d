using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Microsoft.Extensions.Caching.Memory;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>A page as it was last put together, with the versions that it stands on.</summary>
/// <param name="Whole">The organization's version, read before everything else.</param>
/// <param name="Day">Today, in the page's zone: the window of what was read belongs to it.</param>
/// <param name="Until">So long all of it may be shown while no version changes.</param>
public sealed record PageBook(
    BookingPage Page,
    SharedByPages Shared,
    PageOffer Offer,
    PageBookings Bookings,
    IReadOnlyDictionary<MemberId, HostBook> Hosts,
    IReadOnlyDictionary<RoomId, RoomBook> Rooms,
    PageVersions Versions,
    long Whole,
    LocalDate Day,
    Interval Read,
    Instant Until);

/// <summary>One host in it.</summary>
/// <param name="Until">As <see cref="ShownCalendar.Until"/>.</param>
public sealed record HostBook(HostBusy Busy, string Name, Instant? Until);

/// <summary>One room in it.</summary>
public sealed record RoomBook(RoomBusy Busy, Instant? Until);

/// <summary>The versions of what a page stands on, by subject; what has none yet never changed.</summary>
public sealed record PageVersions(IReadOnlyDictionary<Guid, long> BySubject)
{
    public static readonly PageVersions None = new(new Dictionary<Guid, long>());

    public bool Same(PageVersions other, Guid subject) => BySubject.GetValueOrDefault(subject) == other.BySubject.GetValueOrDefault(subject);
}

/// <summary>The booking pages of this process, the least used of which go when there are too many.</summary>
public sealed class PageMemory : IDisposable
{
    /// <summary>Bytes, roughly.</summary>
    private const long Most = 64 << 20;
    private const int OfAPage = 8 << 10;
    private const int OfAHost = 512;
    private const int OfAStretch = 8;

    private readonly MemoryCache books = new(new MemoryCacheOptions { SizeLimit = Most });

    public PageBook? Find(BookingPageId page) => books.Get<PageBook>(page);

    public void Keep(PageBook book) => books.Set(book.Page.Id, book, new MemoryCacheEntryOptions { Size = SizeOf(book) });

    public void Dispose() => books.Dispose();

    private static long SizeOf(PageBook book) =>
        OfAPage
        + ((long)OfAHost * (book.Hosts.Count + book.Rooms.Count))
        + ((long)OfAStretch * (book.Hosts.Values.Sum(h => (long)h.Busy.Busy.Count) + book.Rooms.Values.Sum(r => (long)r.Busy.Busy.Count)));
}
