using System.Text.Json;
using NodaTime;

namespace Hidori.Simulator.Microsoft365;

public enum ShowAs { Free, Tentative, Busy, Oof, WorkingElsewhere, Unknown }

public enum Sensitivity { Normal, Personal, Private, Confidential }

public enum Importance { Low, Normal, High }

public enum AttendeeType { Required, Optional, Resource }

public enum ResponseType { None, Organizer, TentativelyAccepted, Accepted, Declined, NotResponded }

/// <summary>Whether Graph can reach a mailbox of the account (reference: licences and mailboxes).</summary>
public enum MailboxState { Ready, Missing, OnPremises, ConsumerAccount }

/// <summary>What a plain user of the tenant may grant.</summary>
public enum UserConsent { Allowed, ManagedByMicrosoft, AdminOnly, AdminRequestWorkflow }

public enum LifecycleEvent { ReauthorizationRequired, SubscriptionRemoved, Missed }

public enum RoomPolicy { AcceptsUnlessBusy, AlwaysAccepts, AlwaysDeclines, NeverAnswers }

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
