using Hidori.Domain;
using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Server.Storage;

/// <summary>By what somebody comes to a booking page.</summary>
public abstract record PageAddress
{
    private PageAddress()
    {
    }

    /// <summary>The page's own address, made of two slugs.</summary>
    public sealed record Slugs(string Organization, string Page) : PageAddress;

    /// <summary>A one-time URL, by its secret's hash.</summary>
    public sealed record Secret(string Hash) : PageAddress;

    /// <summary>Whoever is on the page already.</summary>
    public sealed record Id(BookingPageId Page) : PageAddress;
}

/// <summary>What stands at the address of a booking page, and in which version.</summary>
/// <param name="PageVersion">Of the page's own row.</param>
/// <param name="Whole">The organization's; 0 where nothing of it ever changed.</param>
/// <param name="News">Null where the asker's version of the organization still stands.</param>
/// <param name="OneTime">Null where it was not come to by a one-time URL.</param>
public sealed record PageFound(OrganizationId Organization, BookingPageId Page, int PageVersion, long Whole, PageNews? News, OneTimeVisit? OneTime);

/// <summary>What around a page may have changed, read with its version.</summary>
/// <param name="Shared">What all pages of the organization share.</param>
/// <param name="Versions">Of the page, what is shared, its members and rooms, by subject; what has none yet never changed.</param>
public sealed record PageNews(SharedByPages Shared, IReadOnlyDictionary<Guid, long> Versions);

/// <summary>What all pages of an organization share.</summary>
/// <param name="OwnDays">Its 休み and 営業.</param>
public sealed record SharedByPages(string Name, string ZoneId, IReadOnlyDictionary<LocalDate, OrganizationDay> OwnDays);

/// <summary>A one-time URL that somebody came by.</summary>
/// <param name="IsOpen">It was neither used nor has it ended.</param>
public sealed record OneTimeVisit(Guid Link, bool IsOpen);
