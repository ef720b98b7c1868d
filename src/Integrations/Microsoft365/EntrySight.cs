using Hidori.Domain.Outside;
using Microsoft.Graph.Models;
using NodaTime;
using GraphEvent = Microsoft.Graph.Models.Event;

namespace Hidori.Integrations.Microsoft365;

/// <summary>What people made of an entry of ours: where it stands, and who answered what (SPEC M17, M19).</summary>
internal static class EntrySight
{
    /// <summary>Half-open; null for an all-day entry.</summary>
    public static Interval? TimeOf(GraphEvent entry)
    {
        if (entry.IsAllDay == true)
            return null;
        var (start, end) = (GraphTime.InstantOf(entry.Start), GraphTime.InstantOf(entry.End));
        return start <= end
            ? new Interval(start, end)
            : throw new ProviderUnavailableException("Microsoft Graph sent an entry that ends before it starts.");
    }

    /// <summary>Attendees and rooms by address in lower case. An address that is named twice keeps its clearest answer.</summary>
    public static IReadOnlyDictionary<string, AttendeeAnswer> AnswersOf(GraphEvent entry) =>
        (entry.Attendees ?? [])
        .Where(a => a.EmailAddress?.Address is { Length: > 0 })
        .GroupBy(a => a.EmailAddress!.Address!.ToLowerInvariant(), StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Max(a => AnswerOf(a.Status?.Response)), StringComparer.Ordinal);

    /// <summary>When who answered. Graph's year 1 stands for "never" (reference/graph.md §6.6).</summary>
    public static IReadOnlyDictionary<string, Instant> AnsweredAt(GraphEvent entry) =>
        (entry.Attendees ?? [])
        .Where(a => a is { EmailAddress.Address.Length: > 0, Status.Time.Year: > 1 })
        .GroupBy(a => a.EmailAddress!.Address!.ToLowerInvariant(), StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => Instant.FromDateTimeOffset(g.Max(a => a.Status!.Time!.Value)), StringComparer.Ordinal);

    /// <exception cref="EntryMovedException">The entry stands where neither we nor the present wish put it.</exception>
    public static void RefuseMoved(GraphEvent standing, Interval wanted, WrittenEntry? ours)
    {
        if (ours is null)
            return;
        var time = TimeOf(standing);
        if (time is null || (time != wanted && !ours.Times.Contains(time.Value)))
            throw new EntryMovedException(time, "The entry was moved by somebody else.");
    }

    private static AttendeeAnswer AnswerOf(ResponseType? response) => response switch
    {
        ResponseType.Accepted => AttendeeAnswer.Accepted,
        ResponseType.TentativelyAccepted => AttendeeAnswer.Tentative,
        ResponseType.Declined => AttendeeAnswer.Declined,
        ResponseType.Organizer => AttendeeAnswer.Organizer,
        ResponseType.None or ResponseType.NotResponded or null => AttendeeAnswer.None,
    };
}
