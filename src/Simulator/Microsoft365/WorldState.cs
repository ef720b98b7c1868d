using System.Text.Json.Nodes;
using NodaTime;

namespace Hidori.Simulator.Microsoft365;

/// <summary>Everything the simulated vendor remembers, in the form of the snapshot.</summary>
internal sealed class WorldState
{
    public List<Tenant> Tenants { get; set; } = [];
    public List<Account> Accounts { get; set; } = [];
    public List<AppRegistration> Apps { get; set; } = [];
    public List<StoredItem> Items { get; set; } = [];
    public List<PendingEffect> Pending { get; set; } = [];
    public List<SpentTransaction> SpentTransactions { get; set; } = [];
    public List<Consent> Consents { get; set; } = [];
    public List<AuthorizationCode> Codes { get; set; } = [];
    public List<AccessGrant> AccessGrants { get; set; } = [];
    public List<RefreshGrant> RefreshGrants { get; set; } = [];
    public List<SentInvitation> Invitations { get; set; } = [];
    public List<RoomList> RoomLists { get; set; } = [];
    public List<StandAloneMeeting> StandAloneMeetings { get; set; } = [];
    public List<DistributionList> DistributionLists { get; set; } = [];
    public List<StoredItem> DeletedItems { get; set; } = [];
    public List<JournalEntry> Journal { get; set; } = [];
    public long LastChange { get; set; }
    public List<Subscription> Subscriptions { get; set; } = [];
    public List<PendingNotice> Notices { get; set; } = [];
    public string? SigningKey { get; set; }
}

internal sealed class Tenant
{
    public required string Id { get; set; }
    public required string Name { get; set; }
    public required string Domain { get; set; }
    public UserConsent UserConsent { get; set; }
}

internal sealed class Account
{
    public required string Id { get; set; }
    public required string Tenant { get; set; }
    public required string UserPrincipalName { get; set; }
    public string? Mail { get; set; }
    public required string DisplayName { get; set; }
    public List<string> Aliases { get; set; } = [];
    public bool IsAdmin { get; set; }
    public bool IsGuest { get; set; }
    public SignInBlock SignIn { get; set; }
    /// <summary>userPurpose of mailboxSettings; by the kind of account when absent.</summary>
    public string? Purpose { get; set; }
    public List<string> Skus { get; set; } = [];
    public MailboxState Mailbox { get; set; }
    public string TimeZone { get; set; } = "Tokyo Standard Time";
    public Duration? TeamsAfter { get; set; }
    public bool SharesDetails { get; set; }
    public bool HidesFreeBusy { get; set; }
    public bool PreservesDeclined { get; set; }
    public Room? Room { get; set; }
    /// <summary>Goes up when delta tokens are forgotten.</summary>
    public int SyncGeneration { get; set; }
    public List<CalendarFolder> Calendars { get; set; } = [];
    public List<CalendarGroupFolder> Groups { get; set; } = [];

    public string Address => Mail ?? UserPrincipalName;

    public CalendarFolder DefaultCalendar => Calendars.First(c => c.IsDefault);

    public bool IsCalled(string name) =>
        string.Equals(Id, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(UserPrincipalName, name, StringComparison.OrdinalIgnoreCase)
        || HasAddress(name);

    public bool HasAddress(string address) =>
        string.Equals(Mail, address, StringComparison.OrdinalIgnoreCase)
        || string.Equals(UserPrincipalName, address, StringComparison.OrdinalIgnoreCase)
        || Aliases.Contains(address, StringComparer.OrdinalIgnoreCase);
}

internal sealed class RoomList
{
    public required string Id { get; set; }
    public required string Tenant { get; set; }
    public required string Address { get; set; }
    public required string Name { get; set; }
}

/// <summary>A mail address that stands for several people, and for no mailbox.</summary>
internal sealed class DistributionList
{
    public required string Tenant { get; set; }
    public required string Address { get; set; }
    public List<string> Members { get; set; } = [];
}

internal sealed class Room
{
    public int? Capacity { get; set; }
    public string? Building { get; set; }
    public int? FloorNumber { get; set; }
    public List<string> Tags { get; set; } = [];
    public string? AudioDeviceName { get; set; }
    public string? VideoDeviceName { get; set; }
    public string? DisplayDeviceName { get; set; }
    public bool IsWheelChairAccessible { get; set; }
    public RoomPolicy Policy { get; set; }
    public Duration? AnswersAfter { get; set; }
    public int BookingWindowDays { get; set; } = 180;
    public int? MaximumMinutes { get; set; }
    /// <summary>BookInPolicy: whose requests are taken; null takes everybody's.</summary>
    public List<string>? Bookers { get; set; }
    public string? List { get; set; }
}

internal sealed class CalendarFolder
{
    public required string Key { get; set; }
    public required string Name { get; set; }
    public required string Group { get; set; }
    public bool IsDefault { get; set; }
    public bool CanEdit { get; set; } = true;
    /// <summary>Whose default calendar this shows; null for an own one.</summary>
    public string? SharedFrom { get; set; }
}

internal sealed class CalendarGroupFolder
{
    public required string Key { get; set; }
    public required string Name { get; set; }
}

internal sealed class AppRegistration
{
    public required string ClientId { get; set; }
    public required string Secret { get; set; }
    public string Name { get; set; } = "Hidori";
    /// <summary>900941: Microsoft deems it risky, mostly for want of a verified publisher.</summary>
    public bool IsRisky { get; set; }
    /// <summary>Null: an app for accounts in any organizational directory.</summary>
    public string? Tenant { get; set; }
    public List<string> RedirectUris { get; set; } = [];
    public bool SecretIsExpired { get; set; }

    /// <summary>Uploaded under "Certificates": DER in Base64.</summary>
    public List<string> Certificates { get; set; } = [];

    /// <summary>Tenant → application permissions that its administrator granted.</summary>
    public Dictionary<string, List<string>> ApplicationPermissions { get; set; } = [];

    /// <summary>ApplicationAccessPolicy: the accounts the application may reach; null reaches everybody.</summary>
    public List<string>? ReachableAccounts { get; set; }
}

/// <summary>One entry of one mailbox. A meeting has one of these per participant, tied by the iCalUId.</summary>
internal sealed class StoredItem
{
    public required string Key { get; set; }
    public required string Account { get; set; }
    public required string Calendar { get; set; }
    public required string ICalUId { get; set; }
    /// <summary>Times the item moved between folders; the default id depends on it.</summary>
    public int Moves { get; set; }
    public int Version { get; set; } = 1;
    public Instant Created { get; set; }
    public Instant Modified { get; set; }
    public string Subject { get; set; } = "";
    public string BodyHtml { get; set; } = "";
    public Instant Start { get; set; }
    public Instant End { get; set; }
    public string StartZone { get; set; } = "UTC";
    public string EndZone { get; set; } = "UTC";
    public bool IsAllDay { get; set; }
    public ShowAs ShowAs { get; set; } = ShowAs.Busy;
    /// <summary>On an attendee's copy: what it will show once accepted.</summary>
    public ShowAs IntendedShowAs { get; set; } = ShowAs.Busy;
    public Sensitivity Sensitivity { get; set; }
    public Importance Importance { get; set; } = Importance.Normal;
    public List<StoredAttendee> Attendees { get; set; } = [];
    public string OrganizerName { get; set; } = "";
    public string OrganizerAddress { get; set; } = "";
    public bool IsOrganizer { get; set; } = true;
    public bool IsCancelled { get; set; }
    public ResponseType Response { get; set; } = ResponseType.Organizer;
    public Instant? RespondedAt { get; set; }
    public JsonArray Locations { get; set; } = [];
    public List<string> Categories { get; set; } = [];
    public bool IsReminderOn { get; set; } = true;
    public int ReminderMinutes { get; set; } = 15;
    public bool ResponseRequested { get; set; } = true;
    public bool AllowNewTimeProposals { get; set; } = true;
    public bool HideAttendees { get; set; }
    public TeamsMeeting? Teams { get; set; }
    public Dictionary<string, string> Properties { get; set; } = new(StringComparer.Ordinal);
    public string? TransactionId { get; set; }
    public RecurrenceRule? Recurrence { get; set; }
    public List<OccurrenceChange> Changes { get; set; } = [];
    /// <summary>Set on the passing view of an occurrence, never stored.</summary>
    public string? SeriesMaster { get; set; }
    public LocalDate? OccurrenceDate { get; set; }
    public bool IsException { get; set; }

    public StoredItem Copy() => (StoredItem)MemberwiseClone();

    public bool Overlaps(Instant start, Instant end) => Start < end && start < End;
}

internal sealed class StoredAttendee
{
    public required string Address { get; set; }
    public string? Name { get; set; }
    public AttendeeType Type { get; set; }
    public ResponseType Response { get; set; }
    public Instant? RespondedAt { get; set; }
}

internal sealed class TeamsMeeting
{
    public required string JoinUrl { get; set; }
    public required string ConferenceId { get; set; }
    public bool IsReady { get; set; }
}

/// <summary>A Teams meeting that stands in no calendar.</summary>
internal sealed class StandAloneMeeting
{
    public required string Id { get; set; }
    public required string Account { get; set; }
    public required string ExternalId { get; set; }
    public string? Subject { get; set; }
    public string? Starts { get; set; }
    public string? Ends { get; set; }
    public required string JoinUrl { get; set; }
}

internal sealed class OccurrenceChange
{
    public required LocalDate Date { get; set; }
    public bool IsCancelled { get; set; }
    public Instant? Start { get; set; }
    public Instant? End { get; set; }
    public string? Subject { get; set; }
    public ShowAs? ShowAs { get; set; }
}

internal enum EffectKind { DeliverInvitation, RoomAnswer, TeamsReady }

/// <summary>Something Exchange or Teams does on its own, later.</summary>
internal sealed class PendingEffect
{
    public EffectKind Kind { get; set; }
    public Instant Due { get; set; }
    public required string Item { get; set; }
    public string? Account { get; set; }
}

internal sealed class SpentTransaction
{
    public required string Account { get; set; }
    public required string TransactionId { get; set; }
    public required string Item { get; set; }
}

/// <summary>Mail to people outside the tenant that Exchange would have sent for a meeting.</summary>
public sealed record SentInvitation(Instant At, string From, string To, string Kind, string Subject, string ICalUId);
