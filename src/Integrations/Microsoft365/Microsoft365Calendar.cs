using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Microsoft.Graph.Me.Events.Item.Accept;
using Microsoft.Graph.Models;
using NodaTime;
using GraphEvent = Microsoft.Graph.Models.Event;

namespace Hidori.Integrations.Microsoft365;

/// <summary>The default calendar of a Microsoft 365 mailbox, through Microsoft Graph.</summary>
/// <remarks>
/// Always /me/calendar, never a place in a list or a name: people sort and rename calendars (SPEC M5). Vendor
/// behaviour and its sources are in reference/graph.md.
/// </remarks>
internal sealed class Microsoft365Calendar(
    GraphCalls graph, BusyReading reading, FreeBusyReading freeBusy, EntryWriting writing, LicenceReading licences) : ICalendarProvider
{
    public ProviderKind Kind => ProviderKind.Microsoft365;

    public Task<BusyTimes.Known> ReadBusyAsync(Connection via, Interval window, CancellationToken ct) =>
        reading.ReadAsync(via, window, ct);

    public Task<IReadOnlyDictionary<string, BusyTimes>> ReadFreeBusyAsync(
        Connection via, IReadOnlyCollection<string> addresses, Interval window, CancellationToken ct) =>
        freeBusy.ReadAsync(via, addresses, window, ct);

    public Task<RemoteEntry> PutAsync(
        Connection via, EntryKey key, CalendarContent content, string? known, int generation, bool inDoubt,
        WrittenEntry? ours, CancellationToken ct) =>
        writing.PutAsync(via, key, content, known, generation, inDoubt, ours, ct);

    public Task<RemoteEntry?> LookAsync(Connection via, EntryKey key, string? known, CancellationToken ct) =>
        writing.LookAsync(via, key, known, ct);

    public Task RemoveAsync(Connection via, EntryKey key, string? known, bool inDoubt, CancellationToken ct) =>
        writing.RemoveAsync(via, key, known, ct);

    public Task<RemoteEntry> ReadAsync(Connection via, string remoteId, CancellationToken ct) =>
        writing.ReadLinkAsync(via, remoteId, ct);

    public async Task<bool> HasCopyAsync(Connection via, string iCalUid, CancellationToken ct) =>
        (await CopiesAsync(via, iCalUid, ct)).Count > 0;

    public async Task<bool> AcceptCopyAsync(Connection via, string iCalUid, CancellationToken ct)
    {
        var copies = await CopiesAsync(via, iCalUid, ct);
        foreach (var copy in copies.Where(c => c.ResponseStatus?.Response is ResponseType.None or ResponseType.NotResponded or null))
        {
            try
            {
                var quietly = new AcceptPostRequestBody { SendResponse = false };
                await graph.RunAsync(via, g => g.Me.Events[copy.Id].Accept.PostAsync(quietly, cancellationToken: ct), ct);
            }
            catch (ProviderRefusedException)
            {
                // The copy stands all the same; answering it is its owner's affair.
            }
        }

        return copies.Count > 0;
    }

    private async Task<IReadOnlyList<GraphEvent>> CopiesAsync(Connection via, string iCalUid, CancellationToken ct)
    {
        var copies = await graph.ListAsync(
            via,
            g => g.Me.Calendar.Events.GetAsync(
                request =>
                {
                    request.QueryParameters.Filter = $"iCalUId eq '{iCalUid.Replace("'", "''", StringComparison.Ordinal)}'";
                    request.QueryParameters.Select = ["id", "isOrganizer", "isCancelled", "responseStatus"];
                },
                ct),
            ct);
        return [.. copies.Where(c => c.IsOrganizer != true && c.IsCancelled != true)];
    }

    public Task<AccountLicences> ReadLicencesAsync(Connection via, CancellationToken ct) => licences.ReadAsync(via, ct);

    public async Task<MailboxProbe> ProbeAsync(Connection via, CancellationToken ct)
    {
        var me = await graph.RunAsync(
            via,
            g => g.Me.GetAsync(r => r.QueryParameters.Select = ["id", "displayName", "mail", "userPrincipalName"], ct),
            ct);
        if (!string.Equals(me.Id, via.AccountId, StringComparison.OrdinalIgnoreCase))
            throw new ConnectionBrokenException("The token belongs to another account than the connection.");

        var calendar = await graph.RunAsync(
            via,
            g => g.Me.Calendar.GetAsync(
                r => r.QueryParameters.Select =
                    ["id", "canEdit", "owner", "allowedOnlineMeetingProviders", "defaultOnlineMeetingProvider"],
                ct),
            ct);
        if (calendar.CanEdit == false)
            throw new PermissionLostException("The default calendar cannot be written.");

        // The calendar's owner is the mailbox itself; "mail" may be empty, and the user principal name unroutable.
        var address = calendar.Owner?.Address ?? me.Mail ?? me.UserPrincipalName
            ?? throw new MailboxMissingException("The account has no address.");
        return new MailboxProbe(
            address.ToLowerInvariant(),
            me.DisplayName ?? address,
            calendar.AllowedOnlineMeetingProviders?.Contains(OnlineMeetingProviderType.TeamsForBusiness) == true);
    }
}
