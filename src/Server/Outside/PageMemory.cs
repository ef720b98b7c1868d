using System.Collections.Concurrent;
using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Server.Storage;
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
    Instant Until)
{
    /// <summary>What was answered from it so far.</summary>
    public SaidOfPage Said { get; } = new();
}

/// <summary>
/// Answers about a page as it stands, by what was asked. They are kept with what they were made from and go with it, so that they are
/// as valid as that is; which times have come too near is the only other thing that decides, and changes at whole minutes.
/// </summary>
public sealed class SaidOfPage
{
    /// <summary>Strangers choose what is asked: beyond these, all begin anew.</summary>
    private const int Most = 16;

    private readonly ConcurrentDictionary<string, (long Stretch, object Answer)> answers = new(StringComparer.Ordinal);

    public T? Find<T>(string asked, Instant now)
        where T : class =>
        answers.TryGetValue(asked, out var said) && said.Stretch == StretchOf(now) ? (T)said.Answer : null;

    public void Keep(string asked, Instant now, object answer)
    {
        if (answers.Count >= Most && !answers.ContainsKey(asked))
            answers.Clear();
        answers[asked] = (StretchOf(now), answer);
    }

    /// <summary>A whole minute is a stretch of its own: whether a time that begins then is too near is not to be told from a moment later.</summary>
    private static long StretchOf(Instant now)
    {
        var minutes = Math.DivRem(now.ToUnixTimeTicks(), NodaConstants.TicksPerMinute, out var rest);
        return (2 * minutes) + (rest == 0 ? 0 : 1);
    }
}

/// <summary>One host in it.</summary>
/// <param name="Until">As <see cref="ShownHost.Until"/>.</param>
public sealed record HostBook(HostBusy Busy, string Name, Instant? Until);

/// <summary>One room in it.</summary>
public sealed record RoomBook(RoomBusy Busy, Instant? Until);

/// <summary>The versions of what a page stands on, by subject; what has none yet never changed.</summary>
public sealed record PageVersions(IReadOnlyDictionary<Guid, long> BySubject)
{
    public bool Same(PageVersions other, Guid subject) => BySubject.GetValueOrDefault(subject) == other.BySubject.GetValueOrDefault(subject);
}

/// <summary>How things stood when somebody came to a page: read together, and before anything else.</summary>
/// <param name="Whole">The organization's version.</param>
/// <param name="Page">The version of the page's own row.</param>
/// <param name="News">Null when the page in memory stood on that version of the organization.</param>
public sealed record PageStamp(long Whole, int Page, PageNews? News)
{
    public static PageStamp Of(PageFound found) => new(found.Whole, found.PageVersion, found.News);
}

/// <summary>The booking pages of this process, the least used of which go when there are too many.</summary>
public sealed class PageMemory : IDisposable
{
    /// <summary>Bytes, roughly.</summary>
    private const long Most = 96 << 20;
    private const int OfAPage = 24 << 10;
    private const int OfAHost = 512;
    private const int OfAStretch = 8;

    private readonly MemoryCache books = new(new MemoryCacheOptions { SizeLimit = Most });

    public PageBook? Find(BookingPageId page) => books.Get<PageBook>(page);

    /// <summary>The page, where it stands as it did when somebody came to it.</summary>
    public PageBook? Find(BookingPageId page, PageStamp stamp, Instant now) =>
        Find(page) is { } book && book.Whole == stamp.Whole && now < book.Until ? book : null;

    /// <summary>The page that was last found at an address. Another may be there by now: only for asking about it at once.</summary>
    public PageBook? FindAt(PageAddress address) => books.Get<BookingPageId?>(address) is { } page ? Find(page) : null;

    public void IsAt(PageAddress address, BookingPageId page)
    {
        if (books.Get<BookingPageId?>(address) != page)
            books.Set<BookingPageId?>(address, page, new MemoryCacheEntryOptions { Size = OfAHost });
    }

    public void Keep(PageBook book) => books.Set(book.Page.Id, book, new MemoryCacheEntryOptions { Size = SizeOf(book) });

    public void Dispose() => books.Dispose();

    private static long SizeOf(PageBook book) =>
        OfAPage
        + ((long)OfAHost * (book.Hosts.Count + book.Rooms.Count))
        + ((long)OfAStretch * (book.Hosts.Values.Sum(h => (long)h.Busy.Busy.Count) + book.Rooms.Values.Sum(r => (long)r.Busy.Busy.Count)));
}
