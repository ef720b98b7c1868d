using Hidori.Domain.Outside;
using Microsoft.Graph.Me.Events.Item.Cancel;
using Microsoft.Graph.Models;
using GraphEvent = Microsoft.Graph.Models.Event;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Writes entries of ours, finds them again, and takes them away.</summary>
internal sealed class EntryWriting(GraphCalls graph)
{
    /// <inheritdoc cref="ICalendarProvider.PutAsync"/>
    public async Task<RemoteEntry> PutAsync(
        Connection via, EntryKey key, CalendarContent content, string? known, int generation, bool inDoubt,
        WrittenEntry? ours, CancellationToken ct)
    {
        var standing = known is null && !inDoubt ? null : await FindBeforeWritingAsync(via, key, known, ct);
        if (standing is null && known is not null)
            throw new EntryGoneException("The entry was deleted by somebody else.");

        var written = standing is null
            ? await CreateAsync(via, key, content, generation, ct)
            : await UpdateAsync(via, key, content, standing, ours, ct);
        // Exchange reads wall times by Windows' rules of the zone; where those lag behind, UTC cannot be misread.
        if (!EntryForm.IsAt(written, content.Time))
            written = await UpdateAsync(via, key, content with { ZoneId = "UTC" }, written, ours: null, ct);
        var asksNobodyAnew = standing is not null && EntryForm.AsksAlready(standing, content);
        if (!content.WithJoinLink || IsOnline(written))
            return Entry(written, refusesJoinLink: false) with { AsksNobodyAnew = asksNobodyAnew };

        // The answer to the write is not the last word: Teams is asked after it (docs-contrib issue 4625).
        var again = await ReadAsync(via, written.Id!, ct);
        return Entry(again, refusesJoinLink: !IsOnline(again)) with { AsksNobodyAnew = asksNobodyAnew };
    }

    /// <inheritdoc cref="ICalendarProvider.ReadAsync"/>
    public async Task<RemoteEntry> ReadLinkAsync(Connection via, string remoteId, CancellationToken ct)
    {
        var entry = await ReadAsync(via, remoteId, ct);
        return Entry(entry, refusesJoinLink: !IsOnline(entry));
    }

    /// <inheritdoc cref="ICalendarProvider.LookAsync"/>
    public async Task<RemoteEntry?> LookAsync(Connection via, EntryKey key, string? known, CancellationToken ct)
    {
        var found = await ListAsync(via, key, ct);
        var standing = found.Find(e => e.Id == known) ?? found.Find(e => e.IsCancelled != true) ?? found.FirstOrDefault();
        if (standing is null && known is not null)
            standing = await FindElsewhereAsync(via, known, ct);
        if (standing is null)
            return null;
        // Without a time nobody could say whether it was moved.
        return Entry(standing, refusesJoinLink: !IsOnline(standing)) with { Time = EntrySight.TimeOf(standing) };
    }

    /// <inheritdoc cref="ICalendarProvider.RemoveAsync"/>
    public async Task RemoveAsync(Connection via, EntryKey key, string? known, CancellationToken ct)
    {
        var found = await SearchAsync(via, key, ct);
        foreach (var entry in found)
            await RemoveAsync(via, key, entry, ct);
        // Moved to another calendar by the host; or in Deleted Items, where deleting once more does no harm.
        if (known is not null && found.All(e => e.Id != known))
            await DeleteAsync(via, key, known, ct);
    }

    private async Task<GraphEvent?> FindBeforeWritingAsync(Connection via, EntryKey key, string? known, CancellationToken ct)
    {
        try
        {
            return await FindAsync(via, key, known, ct);
        }
        catch (ProviderException failure)
        {
            failure.NothingWasWritten = true;
            throw;
        }
    }

    private async Task<GraphEvent> CreateAsync(
        Connection via, EntryKey key, CalendarContent content, int generation, CancellationToken ct)
    {
        try
        {
            var wanted = EntryForm.Whole(key, content, generation);
            return await graph.RunWriteAsync(via, g => g.Me.Calendar.Events.PostAsync(wanted, cancellationToken: ct), ct);
        }
        catch (StaleVersionException e)
        {
            throw new ProviderUnavailableException(e.Message, e);
        }
        catch (TransactionSpentException spent)
        {
            // Created before, by a call whose answer was lost, or created and deleted since: the id stays spent.
            var first = await FindAsync(via, key, spent.ExistingId, ct)
                ?? throw new EntryGoneException("The idempotency key is spent and its entry is gone.");
            return await UpdateAsync(via, key, content, first, ours: null, ct);
        }
    }

    private async Task<GraphEvent> UpdateAsync(
        Connection via, EntryKey key, CalendarContent content, GraphEvent standing, WrittenEntry? ours,
        CancellationToken ct)
    {
        EntrySight.RefuseMoved(standing, content.Time, ours);
        try
        {
            return await PatchAsync(via, key, content, standing, ours, ct);
        }
        catch (StaleVersionException)
        {
            // Exchange touches entries on its own (answers, Teams): see what it is now, and try once more.
            var now = await FindAsync(via, key, standing.Id, ct) ?? throw Gone();
            EntrySight.RefuseMoved(now, content.Time, ours);
            try
            {
                return await PatchAsync(via, key, content, now, ours, ct);
            }
            catch (StaleVersionException e)
            {
                throw new ProviderUnavailableException("The entry keeps changing under our hands.", e);
            }
        }
    }

    private async Task<GraphEvent> PatchAsync(
        Connection via, EntryKey key, CalendarContent content, GraphEvent standing, WrittenEntry? ours, CancellationToken ct)
    {
        if (standing.IsOrganizer == false)
            throw new ProviderRefusedException("NotOrganizer", "The entry belongs to another organizer.");
        if (EntryForm.Changes(standing, key, content, ours) is not { } changes)
            return standing;
        try
        {
            return await graph.RunWriteAsync(
                via,
                g => g.Me.Events[standing.Id].PatchAsync(
                    changes,
                    request =>
                    {
                        if (VersionOf(standing) is { Length: > 0 } version)
                            request.Headers.Add("If-Match", version);
                    },
                    ct),
                ct);
        }
        catch (EntryGoneException)
        {
            await DisbelieveAsync(via, key, standing.Id!, ct);
            throw;
        }
    }

    /// <summary>
    /// "Not found" for an entry that was read a moment ago: Exchange's parts may disagree for a while. Believing the
    /// write would leave the entry behind for good, so the entry is read once more.
    /// </summary>
    private async Task DisbelieveAsync(Connection via, EntryKey key, string id, CancellationToken ct)
    {
        if ((await SearchAsync(via, key, ct)).Any(e => e.Id == id))
            throw new ProviderUnavailableException("Microsoft Graph does not find for writing what it finds for reading.");
    }

    /// <summary>The entry of a key, where it stands in a calendar of its owner; null when it stands in none.</summary>
    /// <remarks>
    /// The calendar is asked, not the id: an immutable id goes on answering for what lies in Deleted Items, because
    /// that is only another folder (msgraph-sdk-dotnet issue 3047). Of several entries, which only a fault can make,
    /// the known or oldest stays and the others go.
    /// </remarks>
    private async Task<GraphEvent?> FindAsync(Connection via, EntryKey key, string? known, CancellationToken ct)
    {
        var found = await SearchAsync(via, key, ct);
        if (found.Count == 0)
            return known is null ? null : await FindElsewhereAsync(via, known, ct);
        var standing = found.Find(e => e.Id == known) ?? found[0];
        foreach (var other in found.Where(e => e != standing))
            await RemoveAsync(via, key, other, ct);
        return standing;
    }

    /// <summary>An entry that the host moved to another calendar; null when it was deleted.</summary>
    private async Task<GraphEvent?> FindElsewhereAsync(Connection via, string id, CancellationToken ct)
    {
        try
        {
            var entry = await ReadAsync(via, id, ct);
            var calendar = await graph.RunAsync(
                via, g => g.Me.Events[id].Calendar.GetAsync(r => r.QueryParameters.Select = ["id", "isDefaultCalendar"], ct), ct);
            return calendar.IsDefaultCalendar == false ? entry : null;
        }
        catch (ProviderException e) when (e is EntryGoneException or MailboxMissingException or PermissionLostException
            or ProviderRefusedException)
        {
            return null;
        }
    }

    /// <exception cref="EntryGoneException">It is not there, or only as a cancelled remnant.</exception>
    private async Task<GraphEvent> ReadAsync(Connection via, string id, CancellationToken ct)
    {
        var entry = await graph.RunAsync(
            via,
            g => g.Me.Events[id].GetAsync(
                request =>
                {
                    request.QueryParameters.Select = EntryForm.Members;
                    request.QueryParameters.Expand = EntryMark.ExpandAll;
                },
                ct),
            ct);
        return entry.IsCancelled == true ? throw Gone() : entry;
    }

    private async Task<List<GraphEvent>> SearchAsync(Connection via, EntryKey key, CancellationToken ct) =>
        [.. (await ListAsync(via, key, ct)).Where(e => e.IsCancelled != true)];

    /// <summary>The entries of a key in the default calendar, oldest first; cancelled remnants too.</summary>
    private async Task<List<GraphEvent>> ListAsync(Connection via, EntryKey key, CancellationToken ct)
    {
        var found = await graph.ListAsync(
            via,
            g => g.Me.Calendar.Events.GetAsync(
                request =>
                {
                    request.QueryParameters.Filter = EntryMark.FilterBy(key);
                    request.QueryParameters.Select = EntryForm.Members;
                    request.QueryParameters.Expand = EntryMark.ExpandAll;
                },
                ct),
            ct);
        // An attendee's copy may carry the organizer's marks along; it is not ours to touch.
        return [.. found.Where(e => e.IsOrganizer != false).OrderBy(e => e.CreatedDateTime)];
    }

    /// <summary>Cancelling tells the attendees; an entry without any is just deleted. Already gone is done.</summary>
    private async Task RemoveAsync(Connection via, EntryKey key, GraphEvent entry, CancellationToken ct)
    {
        if (entry is not { Attendees.Count: > 0, IsOrganizer: not false } || !await CancelAsync(via, key, entry.Id!, ct))
            await DeleteAsync(via, key, entry.Id!, ct);
    }

    private async Task<bool> CancelAsync(Connection via, EntryKey key, string id, CancellationToken ct)
    {
        try
        {
            var nothingToAdd = new CancelPostRequestBody();
            await graph.RunAsync(via, g => g.Me.Events[id].Cancel.PostAsync(nothingToAdd, cancellationToken: ct), ct);
            return true;
        }
        catch (EntryGoneException)
        {
            await DisbelieveAsync(via, key, id, ct);
            return true;
        }
        catch (ProviderRefusedException)
        {
            return false;
        }
    }

    private async Task DeleteAsync(Connection via, EntryKey key, string id, CancellationToken ct)
    {
        try
        {
            await graph.RunAsync(via, g => g.Me.Events[id].DeleteAsync(cancellationToken: ct), ct);
        }
        catch (EntryGoneException)
        {
            await DisbelieveAsync(via, key, id, ct);
        }
    }

    private static RemoteEntry Entry(GraphEvent entry, bool refusesJoinLink) => new(
        entry.Id ?? throw Unreadable(),
        entry.ICalUId ?? throw Unreadable(),
        VersionOf(entry),
        entry.OnlineMeeting?.JoinUrl,
        refusesJoinLink,
        entry is { Start: null, End: null } ? null : EntrySight.TimeOf(entry),
        entry.IsCancelled == true,
        EntrySight.AnswersOf(entry))
    {
        AnsweredAt = EntrySight.AnsweredAt(entry),
    };

    private static bool IsOnline(GraphEvent entry) =>
        entry is { IsOnlineMeeting: true, OnlineMeetingProvider: not OnlineMeetingProviderType.Unknown };

    private static string VersionOf(GraphEvent entry) =>
        entry.AdditionalData.TryGetValue("@odata.etag", out var tag) && tag is string { Length: > 0 } version
            ? version
            : "";

    private static EntryGoneException Gone() => new("The entry is not there any more.");

    private static ProviderUnavailableException Unreadable() => new("Microsoft Graph sent an entry without its ids.");
}
