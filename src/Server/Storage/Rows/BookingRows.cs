using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using NodaTime;

namespace Hidori.Server.Storage.Rows;

/// <summary>ワンタイムURL: opens one booking page for one booking, also while the page is paused (SPEC B1).</summary>
public sealed class OneTimeLinkRow
{
    public Guid Id { get; set; }
    public OrganizationId Organization { get; set; }
    public BookingPageId Page { get; set; }

    /// <summary>SHA-256 of its secret: a copy of the database opens no page.</summary>
    public string SecretHash { get; set; } = "";

    /// <summary>The secret itself, encrypted, so that it can be copied again.</summary>
    public string ProtectedSecret { get; set; } = "";

    /// <summary>Whom it is for, as the member noted it; never shown to guests.</summary>
    public string Note { get; set; } = "";
    public MemberId CreatedBy { get; set; }
    public Instant CreatedAt { get; set; }
    public Instant EndsAt { get; set; }

    /// <summary>The booking it was used for; null while it can be used.</summary>
    public AppointmentId? Appointment { get; set; }
}

/// <summary>A booking that waits for its guest to press the button that was mailed to them. It takes no time.</summary>
public sealed class PendingBookingRow
{
    public Guid Id { get; set; }
    public OrganizationId Organization { get; set; }
    public BookingPageId Page { get; set; }

    /// <summary>Of the form: sent twice, it is mailed once.</summary>
    public Guid Attempt { get; set; }

    /// <summary>SHA-256 of the mailed link's secret.</summary>
    public string SecretHash { get; set; } = "";

    /// <summary>SHA-256 of the address: so much is mailed to it and no more.</summary>
    public string AddressHash { get; set; } = "";

    /// <summary>What was typed, encrypted; null once it was booked.</summary>
    public string? ProtectedForm { get; set; }
    public Instant CreatedAt { get; set; }
    public Instant EndsAt { get; set; }

    /// <summary>The button was pressed: whoever it is reads the mails of this address.</summary>
    public bool IsConfirmed { get; set; }
}

/// <summary>ロゴ of a page's mails (SPEC B11).</summary>
public sealed class PageLogoRow
{
    public BookingPageId Page { get; set; }
    public OrganizationId Organization { get; set; }
    public string MediaType { get; set; } = "";
    public int Width { get; set; }
    public int Height { get; set; }

    /// <summary>Base64.</summary>
    public string Picture { get; set; } = "";

    public static PageLogoRow Of(BookingPage page, LogoPicture logo) => new()
    {
        Page = page.Id,
        Organization = page.Organization,
        MediaType = logo.MediaType,
        Width = logo.Width,
        Height = logo.Height,
        Picture = Convert.ToBase64String(logo.Bytes),
    };

    public LogoPicture ToPicture() => new(MediaType, Width, Height, Convert.FromBase64String(Picture));
}

/// <summary>ご希望: what a guest wrote whom no free time of a page suited. It stands open until a proposal is made of it, or somebody who sees to the page settles it.</summary>
public sealed class WishRow
{
    /// <summary>Drawn with the form, so that pressed twice it is one.</summary>
    public Guid Id { get; set; }
    public OrganizationId Organization { get; set; }
    public BookingPageId Page { get; set; }
    public string Company { get; set; } = "";
    public string Name { get; set; } = "";
    public string Mail { get; set; } = "";
    public string Text { get; set; } = "";

    /// <summary>In which the guest read the page's times.</summary>
    public string ZoneId { get; set; } = "";

    /// <summary>In which the guest read the page.</summary>
    public string Language { get; set; } = "";
    public Instant CreatedAt { get; set; }

    /// <summary>What was proposed instead; null while it is open.</summary>
    public AppointmentId? Proposal { get; set; }
}

/// <summary>One of the organization's own 休み and 営業 (SPEC B4).</summary>
public sealed class OrganizationDayRow
{
    public OrganizationId Organization { get; set; }
    public LocalDate Date { get; set; }
    public OrganizationDay Kind { get; set; }

    /// <summary>What it is called; may be empty.</summary>
    public string Name { get; set; } = "";
}

/// <summary>The copy of one room's free/busy times, kept for pages: how far it reaches, and how old it is (SPEC M22).</summary>
public sealed class RoomCopyRow
{
    public RoomId Room { get; set; }
    public OrganizationId Organization { get; set; }

    /// <summary>The copy says nothing of time outside.</summary>
    public Instant WindowStartsAt { get; set; }
    public Instant WindowEndsAt { get; set; }
    public Instant ReadAt { get; set; }

    /// <summary>Taken time, in order of start.</summary>
    public IReadOnlyList<RoomTime> Times { get; set; } = [];
}

/// <summary>
/// Another number after every change of what decides the free times of booking pages: what is kept of it in memory is valid as
/// long as the number stands (SPEC M22, M23). The database writes it itself, by triggers, so that no writer can forget it.
/// </summary>
public sealed class AvailabilityVersionRow
{
    /// <summary>The subject that changes with any other of its organization.</summary>
    public static readonly Guid Whole = Guid.Empty;

    /// <summary>The subject of what all pages of an organization share: its zone, its own days.</summary>
    public static readonly Guid Shared = new("00000000-0000-0000-0000-000000000001");

    public OrganizationId Organization { get; set; }

    /// <summary>A host, a room or a page, or one of the two above.</summary>
    public Guid Subject { get; set; }
    public long Version { get; set; }
}

/// <summary>One stretch of a room's taken time, half-open.</summary>
public sealed record RoomTime(Instant Start, Instant End);
