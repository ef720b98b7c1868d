using System.Text.Json;
using NodaTime;

namespace Hidori.Simulator.Microsoft365;

public enum ShowAs { Free, Tentative, Busy, Oof, WorkingElsewhere, Unknown }

public enum Sensitivity { Normal, Personal, Private, Confidential }

public enum Importance { Low, Normal, High }

public enum AttendeeType { Required, Optional, Resource }

public enum ResponseType { None, Organizer, TentativelyAccepted, Accepted, Declined, NotResponded }

/// <summary>Whether Graph can reach a mailbox of the account (reference: licences and mailboxes).</summary>
public enum MailboxState { Ready, Missing, OnPremises, ConsumerAccount, Provisioning, SoftDeleted }

/// <summary>What a plain user of the tenant may grant.</summary>
public enum UserConsent { Allowed, ManagedByMicrosoft, AdminOnly, AdminRequestWorkflow, LowImpactOnly }

/// <summary>Why an account may not sign in, or not without a person at the screen (reference: error codes).</summary>
public enum SignInBlock
{
    None,

    /// <summary>50105: the app demands assignment, and the account has none.</summary>
    NotAssigned,

    /// <summary>53003: Conditional Access says no, on every try.</summary>
    ConditionalAccess,

    /// <summary>50076: a refresh is refused until somebody signs in with a second factor; the pages let through.</summary>
    SecondFactorNeeded,

    /// <summary>50057: the account is disabled.</summary>
    Disabled,

    /// <summary>50055: the password has expired.</summary>
    PasswordExpired,
}

public enum LifecycleEvent { ReauthorizationRequired, SubscriptionRemoved, Missed }

/// <summary>How the booking attendant of a room decides (Set-CalendarProcessing).</summary>
public enum RoomPolicy
{
    AcceptsUnlessBusy,

    /// <summary>AllowConflicts.</summary>
    AlwaysAccepts,
    AlwaysDeclines,

    /// <summary>AutomateProcessing None: nobody answers.</summary>
    NeverAnswers,

    /// <summary>A delegate decides: tentatively accepted at first, and then whatever a person says.</summary>
    AsksDelegate,
}

/// <summary>When a Teams link exists after it was asked for; never is null.</summary>
public readonly record struct TeamsAvailability(Duration? After)
{
    public static TeamsAvailability AtOnce => new(Duration.Zero);

    public static TeamsAvailability Never => new(null);

    public static TeamsAvailability Late(Duration after) => new(after);
}

internal static class Wire
{
    /// <summary>The vendor writes its enum members in camel case.</summary>
    public static string Name<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
