using NodaTime;

namespace Hidori.Simulator.Microsoft365;

public sealed record NewTenant(string Name, string Domain)
{
    /// <summary>A GUID; drawn when absent.</summary>
    public string? Id { get; init; }

    public UserConsent UserConsent { get; init; } = UserConsent.Allowed;
}

public sealed record NewAccount(string UserPrincipalName, string DisplayName)
{
    /// <summary>The object id, a GUID; drawn when absent.</summary>
    public string? Id { get; init; }

    /// <summary>The tenant by id or domain; when absent the one whose domain the name has.</summary>
    public string? Tenant { get; init; }

    /// <summary>The primary SMTP address; the principal name when absent.</summary>
    public string? Mail { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];
    public bool IsAdmin { get; init; }

    /// <summary>Somebody of another company: no mailbox here, whatever the licence.</summary>
    public bool IsGuest { get; init; }

    /// <summary>userPurpose: user, linked, shared, equipment or others.</summary>
    public string? Purpose { get; init; }
    public IReadOnlyList<string> Skus { get; init; } = ["SPB"];

    /// <summary>By the licence when absent.</summary>
    public MailboxState? Mailbox { get; init; }

    public string TimeZone { get; init; } = "Tokyo Standard Time";

    /// <summary>By the licence when absent.</summary>
    public TeamsAvailability? Teams { get; init; }

    /// <summary>Whether colleagues see subjects in getSchedule.</summary>
    public bool SharesDetails { get; init; }

    public bool HidesFreeBusy { get; init; }
    public bool PreservesDeclined { get; init; }
}

public sealed record NewRoom(string Address, string DisplayName)
{
    public string? Id { get; init; }
    public int? Capacity { get; init; }
    public string? Building { get; init; }
    public int? FloorNumber { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public string? AudioDeviceName { get; init; }
    public string? VideoDeviceName { get; init; }
    public string? DisplayDeviceName { get; init; }
    public bool IsWheelChairAccessible { get; init; }
    public RoomPolicy Policy { get; init; } = RoomPolicy.AcceptsUnlessBusy;

    /// <summary>When absent: <see cref="Microsoft365Behaviour.RoomAnswersAfter"/>.</summary>
    public Duration? AnswersAfter { get; init; }

    /// <summary>BookingWindowInDays: later requests are declined.</summary>
    public int BookingWindowDays { get; init; } = 180;

    /// <summary>MaximumDurationInMinutes; any length when absent.</summary>
    public int? MaximumMinutes { get; init; }

    /// <summary>BookInPolicy: the addresses whose requests are taken; everybody's when absent.</summary>
    public IReadOnlyList<string>? Bookers { get; init; }

    /// <summary>The address of a room list that was added before.</summary>
    public string? List { get; init; }
}

public sealed record NewApp(string ClientId, string Secret, params IReadOnlyList<string> RedirectUris)
{
    public string Name { get; init; } = "Hidori";

    /// <summary>Set for an app of one directory only.</summary>
    public string? Tenant { get; init; }
}

/// <summary>Time that is taken in a calendar for reasons of its own.</summary>
public sealed record NewItem(string Subject, Instant Start, Instant End)
{
    public ShowAs ShowAs { get; init; } = ShowAs.Busy;
    public Sensitivity Sensitivity { get; init; }

    /// <summary>Start and end must then be midnights of the mailbox's zone.</summary>
    public bool IsAllDay { get; init; }

    public bool IsCancelled { get; init; }

    /// <summary>Anything but organizer makes it somebody else's meeting.</summary>
    public ResponseType Response { get; init; } = ResponseType.Organizer;

    public string? OrganizerName { get; init; }
    public string? OrganizerAddress { get; init; }
    public string? Location { get; init; }
    public string BodyHtml { get; init; } = "";
    public RecurrenceRule? Recurrence { get; init; }
    public IReadOnlyList<LocalDate> CancelledDates { get; init; } = [];
    public IReadOnlyList<MovedOccurrence> MovedOccurrences { get; init; } = [];

    /// <summary>A calendar by name; the default one when absent.</summary>
    public string? Calendar { get; init; }

    public IReadOnlyDictionary<string, string> ExtendedProperties { get; init; } = new Dictionary<string, string>();
}

public sealed record MovedOccurrence(LocalDate Date, Instant Start, Instant End);
