using Hidori.Domain;
using Hidori.Domain.Availability;
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

/// <summary>ご希望: what a guest wrote whom no free time of a page suited. It stands until somebody who sees to the page settles it.</summary>
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
    public Instant CreatedAt { get; set; }
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

/// <summary>One stretch of a room's taken time, half-open.</summary>
public sealed record RoomTime(Instant Start, Instant End);
