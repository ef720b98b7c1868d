using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Domain.Time;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>
/// Looks at the entries of one appointment and records what people did to them (SPEC M19) and what was answered (M17).
/// It writes nothing outside and decides nothing; the worker that writes is woken when something is new.
/// </summary>
/// <remarks>
/// Both workers may look at one appointment at once. The ledger's count of writes is the fence: what was seen before a
/// write began is not recorded after it.
/// </remarks>
public sealed class EntryCheck(
    Db db, LeasedWork work, CalendarProviders providers, ConnectionHealth health, EntryRecord record, IClock clock)
{
    private static readonly Duration Soon = Duration.FromSeconds(30);

    /// <returns>When to look again; null when nothing is left to look at.</returns>
    public async Task<Instant?> RunAsync(Lease lease, CancellationToken ct)
    {
        var id = new AppointmentId(lease.Subject);
        var now = clock.GetCurrentInstant();
        if (await OutsideState.ReadAsync(db, id, ct) is not { } state || EntryCheckPace.Next(state, now) is not { } again)
            return null;

        foreach (var mailbox in Places(state, now).GroupBy(l => ConnectionOf(l, state)))
        {
            if (await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == mailbox.Key, ct) is not { } connection
                || connection.State == ConnectionState.NeedsReconnection
                || (connection.State == ConnectionState.Disconnected && !connection.IsKept)
                || connection.IsThrottledAt(now))
            {
                continue;
            }

            try
            {
                if (!await LookAsync(connection.ForAdapters(), [.. mailbox], state, lease, ct))
                    again = now + Soon;
                await health.NoteSuccessAsync(connection, ct);
            }
            catch (ProviderException failure)
            {
                await health.NoteFailureAsync(connection, failure, ct);
            }
        }

        await work.CommitAsync(lease, ct);
        return again;
    }

    /// <summary>What should stand now and is not just being written, nor about to be.</summary>
    private static IEnumerable<LedgerRow> Places(OutsideState state, Instant now) => state.Appointment.State switch
    {
        AppointmentState.Open => state.Ledger.Where(l => l is { State: LedgerState.Settled, RemoteId: not null, IsDecidedAnew: false }
            && state.Appointment.Candidates.Any(c => c.Id == l.Candidate && c.Start > now)),
        AppointmentState.Confirmed => state.Ledger.Where(l => l.Candidate == state.Appointment.ChosenCandidate
            && (l.HasCopyRecorded || l is { State: LedgerState.Settled, Purpose: EntryPurpose.Meeting, RemoteId: not null, IsDecidedAnew: false })),
        AppointmentState.TimesRequested or AppointmentState.Expired or AppointmentState.Cancelled => [],
    };

    /// <summary>An entry is where it was written (SPEC M7); a copy is where its owner's calendar is now.</summary>
    private static ConnectionId? ConnectionOf(LedgerRow row, OutsideState state) =>
        row.HasCopyRecorded ? state.Connections.GetValueOrDefault(row.Whose)?.Id : row.Connection;

    /// <returns>False when something has to be looked at again soon.</returns>
    private async Task<bool> LookAsync(
        Connection via, IReadOnlyList<LedgerRow> places, OutsideState state, Lease lease, CancellationToken ct)
    {
        var provider = providers.For(via);
        var inPlace = places.Count > 1 ? await InPlaceAsync(provider, via, places, ct) : [];
        var isSettled = true;
        foreach (var place in places)
        {
            if (place.HasCopyRecorded)
            {
                var meeting = state.Ledger.FirstOrDefault(l => l is { Purpose: EntryPurpose.Meeting, ICalUid: not null } && l.Candidate == place.Candidate);
                if (meeting is not null)
                    isSettled &= await record.CopyAsync(place, await provider.HasCopyAsync(via, meeting.ICalUid!, ct), state, lease, ct);
            }
            else if (place.Change is not null || !inPlace.Contains(place.Key))
            {
                isSettled &= await record.EntryAsync(place, await provider.LookAsync(via, place.Key, place.RemoteId, ct), state, lease, ct);
            }
        }

        return isSettled;
    }

    /// <summary>
    /// One read of the calendar tells of all holds that stand as written, but nothing of what a room answered to one:
    /// only the others are asked for one by one.
    /// </summary>
    private static async Task<HashSet<EntryKey>> InPlaceAsync(
        ICalendarProvider provider, Connection via, IReadOnlyList<LedgerRow> places, CancellationToken ct)
    {
        var times = places.SelectMany(p => p.OurTimes).Select(t => t.Interval).ToList();
        if (times.Count == 0)
            return [];
        var seen = await provider.ReadBusyAsync(via, Intervals.Around(times), ct);
        return
        [
            .. from place in places
               where place is { Purpose: EntryPurpose.Hold, Answers.Count: 0 } && seen.Entries.Any(e => e.Ours == place.Key && place.OurTimes.Contains(EntryTime.Of(e.Time)))
               select place.Key,
        ];
    }
}
