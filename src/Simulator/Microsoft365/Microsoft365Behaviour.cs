using NodaTime;

namespace Hidori.Simulator.Microsoft365;

/// <summary>Points on which the documentation is silent or the service was seen to answer in more than one way.</summary>
public sealed class Microsoft365Behaviour
{
    /// <summary>Requests in flight per mailbox; one more is answered 429 ApplicationThrottled.</summary>
    public int MaxConcurrentPerMailbox { get; set; } = 4;

    /// <summary>How far Microsoft's clock is ahead of that of whoever signs in with it: it dates id tokens.</summary>
    public Duration ClockAhead { get; set; } = Duration.Zero;

    public int RetryAfterSeconds { get; set; } = 10;

    /// <summary>409 and 400 were both reported.</summary>
    public int DuplicateTransactionStatus { get; set; } = 409;

    /// <summary>Whether the duplicate error names the first item as <c>@event.existingEventId</c>.</summary>
    public bool TellsExistingEventId { get; set; }

    /// <summary>412 and 409 were both reported for a stale change key.</summary>
    public int StaleChangeKeyStatus { get; set; } = 412;

    /// <summary>How long an invitation needs to reach a colleague's calendar.</summary>
    public Duration InvitationDelay { get; set; } = Duration.Zero;

    /// <summary>Keep cancelled copies as "Canceled: …" until the attendee removes them, as Exchange may.</summary>
    public bool KeepsCancelledCopies { get; set; }

    /// <summary>How long a room takes to answer unless it says otherwise.</summary>
    public Duration RoomAnswersAfter { get; set; } = Duration.FromSeconds(2);

    /// <summary>After a new time the organizer still sees what people answered to the old one, until they answer again.</summary>
    public bool KeepsOldAnswers { get; set; }

    /// <summary>Addresses per getSchedule; documented 20, seen 100.</summary>
    public int MaxAddressesPerFreeBusyCall { get; set; } = 20;

    public int MaxFreeBusyDays { get; set; } = 62;

    /// <summary>Lifetime of a subscription to events; older pages say 4,230.</summary>
    public int MaxSubscriptionMinutes { get; set; } = 10_080;

    public int MaxSubscriptionsPerMailbox { get; set; } = 1_000;

    /// <summary>How long a change is on its way to a subscriber; in reality under a minute on average, three at most.</summary>
    public Duration NotificationDelay { get; set; } = Duration.Zero;

    /// <summary>How long before its end a subscription is called reauthorizationRequired.</summary>
    public Duration ReauthorizationNotice { get; set; } = Duration.FromHours(1);

    /// <summary>How long a notification URL may take to echo the validation token, by the wall clock.</summary>
    public TimeSpan HandshakePatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far what delta tells lies behind what happened.</summary>
    public Duration DeltaLag { get; set; } = Duration.Zero;

    /// <summary>Not fixed in reality: it depends on the size of a cache.</summary>
    public Duration DeltaTokenLife { get; set; } = Duration.FromDays(30);

    /// <summary>410 comes with a Location; others are reported as 400 or 404 with a code alone.</summary>
    public int DeltaResetStatus { get; set; } = 410;

    /// <summary>Names each changed entry twice in a round, perhaps on different pages.</summary>
    public bool DeltaRepeatsItems { get; set; }

    /// <summary>Whether a deleted series takes leave occurrence by occurrence or by its master alone.</summary>
    public bool DeltaNamesOccurrencesOfDeletedSeries { get; set; }

    /// <summary>Refreshes with one token within five minutes; one more is answered AADSTS50196.</summary>
    public int MaxTokenRequestsInARow { get; set; } = 50;

    /// <summary>Outlook's limit per app and mailbox in ten minutes.</summary>
    public int MaxRequestsPerTenMinutes { get; set; } = 10_000;
}
