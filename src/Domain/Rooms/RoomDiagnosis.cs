using NodaTime;

namespace Hidori.Domain.Rooms;

/// <summary>What a room was seen to do.</summary>
public enum RoomSign
{
    Accepted,

    /// <summary>Declined a time that was free.</summary>
    Declined,

    /// <summary>Declined a time that something else has taken: as it should be.</summary>
    DeclinedAsTaken,

    /// <summary>Left to a delegate.</summary>
    Tentative,

    /// <summary>Has not answered for hours.</summary>
    Silent,

    /// <summary>Its free/busy was read.</summary>
    Readable,

    /// <summary>The mailbox does not let its free/busy be read.</summary>
    Unreadable,

    /// <summary>No mailbox answers to the address.</summary>
    NotFound,

    /// <summary>It could not be asked: nobody is connected, or no answer came. Says nothing about the room.</summary>
    NotAsked,

    /// <summary>The directory of places names it.</summary>
    Listed,

    /// <summary>The directory of places no longer names it.</summary>
    NotListed,
}

/// <summary>One thing that was seen of a room.</summary>
/// <param name="Asked">The time that was asked for, half-open; null when none was.</param>
/// <param name="After">How long the answer took; null when it is no answer.</param>
public sealed record RoomSighting(RoomSign Sign, Instant At, Interval? Asked = null, Duration? After = null);

/// <summary>What is the matter with a room. Each has words, and a command that mends it.</summary>
public enum RoomFinding
{
    NotFound,
    Unreadable,
    NotListed,

    /// <summary>It does not answer by itself (AutomateProcessing).</summary>
    Silent,

    /// <summary>It leaves the answer to people (AllBookInPolicy, delegates).</summary>
    AsksDelegates,

    /// <summary>It answers by itself, but late.</summary>
    Slow,

    /// <summary>It declines free times that lie further ahead than any it accepted (BookingWindowInDays).</summary>
    DeclinesFarAhead,

    /// <summary>It declines free times that last longer than any it accepted (MaximumDurationInMinutes).</summary>
    DeclinesLong,

    /// <summary>It declines free times, and we see no pattern: it may take bookings of some people only (BookInPolicy).</summary>
    DeclinesFree,
}

/// <param name="Days">For <see cref="RoomFinding.DeclinesFarAhead"/>: the furthest it accepted, in days.</param>
/// <param name="Minutes">For <see cref="RoomFinding.DeclinesLong"/> and Slow: minutes.</param>
public sealed record RoomDiagnosed(RoomFinding Finding, int Days = 0, int Minutes = 0);

/// <summary>会議室の診断: what the sightings of a room say about how it is set up.</summary>
public static class RoomDiagnosis
{
    private static readonly Duration Late = Duration.FromMinutes(10);

    /// <param name="sightings">Newest first.</param>
    public static IReadOnlyList<RoomDiagnosed> Of(IReadOnlyList<RoomSighting> sightings)
    {
        var found = new List<RoomDiagnosed>();
        switch (sightings.FirstOrDefault(s => s.Sign is RoomSign.Readable or RoomSign.Unreadable or RoomSign.NotFound)?.Sign)
        {
            case RoomSign.NotFound:
                return [new(RoomFinding.NotFound)];
            case RoomSign.Unreadable:
                found.Add(new(RoomFinding.Unreadable));
                break;
        }

        if (sightings.FirstOrDefault(s => s.Sign is RoomSign.NotListed or RoomSign.Listed)?.Sign == RoomSign.NotListed)
            found.Add(new(RoomFinding.NotListed));
        found.AddRange(OfAnswers([.. sightings.Where(s => s.Asked is not null)]));
        return found;
    }

    private static IEnumerable<RoomDiagnosed> OfAnswers(IReadOnlyList<RoomSighting> answers)
    {
        var accepted = answers.Where(a => a.Sign == RoomSign.Accepted).ToList();
        // The last word counts: a room that was mended answers differently since.
        switch (answers.FirstOrDefault(a => a.Sign != RoomSign.DeclinedAsTaken)?.Sign)
        {
            case RoomSign.Silent:
                yield return new(RoomFinding.Silent);
                break;
            case RoomSign.Tentative:
                yield return new(RoomFinding.AsksDelegates);
                break;
            case RoomSign.Declined:
                yield return WhyDeclined(answers, accepted);
                break;
            case RoomSign.Accepted when accepted[0].After > Late:
                yield return new(RoomFinding.Slow, Minutes: (int)accepted[0].After!.Value.TotalMinutes);
                break;
        }
    }

    private static RoomDiagnosed WhyDeclined(IReadOnlyList<RoomSighting> answers, IReadOnlyList<RoomSighting> accepted)
    {
        var declined = answers.Where(a => a.Sign == RoomSign.Declined).ToList();
        if (accepted.Count == 0)
            return new(RoomFinding.DeclinesFree);
        var furthest = accepted.Max(Ahead);
        if (declined.All(d => Ahead(d) > furthest))
            return new(RoomFinding.DeclinesFarAhead, Days: (int)furthest.TotalDays);
        var longest = accepted.Max(a => a.Asked!.Value.Duration);
        return declined.All(d => d.Asked!.Value.Duration > longest)
            ? new(RoomFinding.DeclinesLong, Minutes: (int)longest.TotalMinutes)
            : new(RoomFinding.DeclinesFree);
    }

    private static Duration Ahead(RoomSighting sighting) => sighting.Asked!.Value.Start - sighting.At;
}
