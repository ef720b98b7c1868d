using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Asks hosts' calendars now. What cannot be read comes back as unknown, with its reason (SPEC M21).</summary>
public sealed class LiveBusy(Db db, CalendarProviders providers, ConnectionHealth health, IClock clock)
{
    /// <summary>A person waits: after this long a silent calendar is unknown.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyDictionary<MemberId, BusyTimes>> ReadAsync(
        IReadOnlyCollection<MemberId> hosts, Interval window, CancellationToken ct)
    {
        var connections = await db.Connections.AsNoTracking()
            .Where(c => hosts.Contains(c.Member) && c.State != ConnectionState.Disconnected)
            .ToDictionaryAsync(c => c.Member, ct);
        var answers = await Task.WhenAll(
            hosts.Distinct().Select(async host => (Host: host, Answer: await AskAsync(connections.GetValueOrDefault(host), window, ct))));

        foreach (var (host, answer) in answers)
        {
            if (answer.Failure is { } failure)
                await health.NoteFailureAsync(connections[host], failure, ct);
            else if (answer.Busy is BusyTimes.Known)
                await health.NoteSuccessAsync(connections[host], ct);
        }

        return answers.ToDictionary(a => a.Host, a => a.Answer.Busy);
    }

    private async Task<(BusyTimes Busy, ProviderException? Failure)> AskAsync(
        ConnectionRow? connection, Interval window, CancellationToken ct)
    {
        if (connection is null)
            return (new BusyTimes.Unknown(UnknownReason.NotConnected), null);
        if (connection.State == ConnectionState.NeedsReconnection)
            return (new BusyTimes.Unknown(UnknownReason.ConnectionBroken), null);
        if (connection.IsThrottledAt(clock.GetCurrentInstant()))
            return (new BusyTimes.Unknown(UnknownReason.Throttled), null);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            var via = connection.ForAdapters();
            return (await providers.For(via).ReadBusyAsync(via, window, patience.Token), null);
        }
        catch (ProviderException failure)
        {
            return (new BusyTimes.Unknown(ReasonOf(failure)), failure);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (new BusyTimes.Unknown(UnknownReason.Unavailable), null);
        }
    }

    private static UnknownReason ReasonOf(ProviderException failure) => failure switch
    {
        ThrottledException => UnknownReason.Throttled,
        ConnectionBrokenException or PermissionLostException or MailboxMissingException or RegistrationRefusedException => UnknownReason.ConnectionBroken,
        _ => UnknownReason.Unavailable,
    };
}
