using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using Microsoft.Graph.Me.Calendar.GetSchedule;
using Microsoft.Graph.Models;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Reads what colleagues and rooms show of their time: getSchedule (reference/graph.md §5.1).</summary>
/// <remarks>
/// HTTP is 200 although single schedules failed, so every address is looked at by itself. Busy time is taken from the
/// items, never from availabilityView: its grain is too coarse, and it draws working elsewhere as free or not by version.
/// </remarks>
internal sealed class FreeBusyReading(GraphCalls graph, IClock clock)
{
    /// <summary>By the documentation; the service takes more at times, and says ErrorMailboxDataArrayTooBig when it does not.</summary>
    private const int MostAddresses = 20;

    /// <summary>What the service names as its limit. The documentation of 2021 says 42; a refusal halves the window.</summary>
    private static readonly Duration LongestWindow = Duration.FromDays(62);

    /// <summary>Graph takes no window shorter than its own interval, which is 30 minutes when none is given.</summary>
    private static readonly Duration ShortestWindow = Duration.FromMinutes(30);

    public async Task<IReadOnlyDictionary<string, BusyTimes>> ReadAsync(
        Connection via, IReadOnlyCollection<string> addresses, Interval window, CancellationToken ct)
    {
        var readAt = clock.GetCurrentInstant();
        var wanted = addresses.Select(a => a.ToLowerInvariant()).Distinct().ToList();
        var parts = await Task.WhenAll(
            from some in wanted.Chunk(MostAddresses)
            from piece in Pieces(window)
            select AskAsync(via, some, piece, ct));
        var byAddress = parts.SelectMany(p => p).ToLookup(p => p.Address);
        return wanted.ToDictionary(a => a, a => Joined([.. byAddress[a]], window, readAt));
    }

    private static IEnumerable<Interval> Pieces(Interval window)
    {
        for (var start = window.Start; start < window.End; start += LongestWindow)
        {
            var end = Instant.Min(start + LongestWindow, window.End);
            yield return new Interval(start, Instant.Max(end, start + ShortestWindow));
        }
    }

    private async Task<IEnumerable<Reading>> AskAsync(Connection via, string[] addresses, Interval window, CancellationToken ct)
    {
        GetSchedulePostResponse answer;
        try
        {
            var question = new GetSchedulePostRequestBody
            {
                Schedules = [.. addresses],
                StartTime = GraphTime.In("UTC", window.Start),
                EndTime = GraphTime.In("UTC", window.End),
            };
            answer = await graph.RunAsync(
                via, g => g.Me.Calendar.GetSchedule.PostAsGetSchedulePostResponseAsync(question, cancellationToken: ct), ct);
        }
        catch (ProviderRefusedException e) when (e.Code == "ErrorMailboxDataArrayTooBig" && addresses.Length > 1)
        {
            var half = addresses.Length / 2;
            return [.. await AskAsync(via, addresses[..half], window, ct), .. await AskAsync(via, addresses[half..], window, ct)];
        }
        catch (ProviderRefusedException e) when (e.Code == "ErrorTimeIntervalTooBig" && CanBeHalved(window))
        {
            return await AskInHalvesAsync(via, addresses, window, ct);
        }

        List<Reading> read = [];
        foreach (var address in addresses)
        {
            var schedule = answer.Value?.FirstOrDefault(s => string.Equals(s.ScheduleId, address, StringComparison.OrdinalIgnoreCase));
            if (HoldsTooMuch(schedule) && CanBeHalved(window))
                read.AddRange(await AskInHalvesAsync(via, [address], window, ct));
            else
                read.Add(Read(address, schedule));
        }

        return read;
    }

    private async Task<IEnumerable<Reading>> AskInHalvesAsync(Connection via, string[] addresses, Interval window, CancellationToken ct)
    {
        var middle = window.Start + window.Duration / 2;
        return
        [
            .. await AskAsync(via, addresses, new Interval(window.Start, middle), ct),
            .. await AskAsync(via, addresses, new Interval(middle, window.End), ct),
        ];
    }

    private static bool CanBeHalved(Interval window) => window.Duration >= ShortestWindow * 2;

    /// <summary>More than 1,000 entries: that schedule carries EWS error 5006 in place of its items.</summary>
    private static bool HoldsTooMuch(ScheduleInformation? schedule) =>
        schedule?.Error?.ResponseCode is "5006" or "ErrorResultSetTooBig";

    private static Reading Read(string address, ScheduleInformation? schedule)
    {
        if (schedule?.Error is { } error)
            return new Reading(address, ReasonOf(error.ResponseCode), []);
        if (schedule?.ScheduleItems is not { } items)
            return new Reading(address, UnknownReason.Unavailable, []);
        return new Reading(address, null, [.. items.Where(i => i.Status != FreeBusyStatus.Free).Select(Read)]);
    }

    private static BusyEntry Read(ScheduleItem item)
    {
        var (start, end) = (GraphTime.InstantOf(item.Start), GraphTime.InstantOf(item.End));
        if (end < start)
            throw new ProviderUnavailableException("Microsoft Graph sent an entry that ends before it starts.");
        var kind = BusyReading.KindOf(item.Status);
        var id = $"{InstantPattern.ExtendedIso.Format(start)}/{InstantPattern.ExtendedIso.Format(end)}/{kind}";
        return new BusyEntry(new Interval(start, end), kind, id, Title: null, Ours: null, IsPrivate: item.IsPrivate == true);
    }

    private static UnknownReason ReasonOf(string? code) => code switch
    {
        "ErrorMailRecipientNotFound" => UnknownReason.AddressUnknown,
        "ErrorNoFreeBusyAccess" or "ErrorAccessDenied" => UnknownReason.NotShared,
        _ => UnknownReason.Unavailable,
    };

    /// <summary>An entry that reaches over the seam of two pieces comes with both.</summary>
    private static BusyTimes Joined(List<Reading> pieces, Interval window, Instant readAt)
    {
        if (pieces.Find(p => p.Failure is not null) is { Failure: { } failure })
            return new BusyTimes.Unknown(failure);
        return new BusyTimes.Known(
            [
                .. pieces.SelectMany(p => p.Entries).Where(e => e.Time.Overlaps(window)).DistinctBy(e => e.RemoteId)
                    .OrderBy(e => e.Time.Start).ThenBy(e => e.Time.End),
            ],
            readAt);
    }

    /// <summary>What one address showed of one piece of the window.</summary>
    private sealed record Reading(string Address, UnknownReason? Failure, IReadOnlyList<BusyEntry> Entries);
}
