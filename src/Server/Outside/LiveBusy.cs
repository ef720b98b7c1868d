using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>
/// Asks hosts' calendars now. What cannot be read comes back as unknown, with its reason (SPEC M21). Hosts who linked no
/// calendar are asked for through a host who did, and show their free/busy times alone.
/// </summary>
public sealed class LiveBusy(Db db, CalendarProviders providers, ConnectionHealth health, SharedReads shared, IClock clock)
{
    /// <summary>For deciding: whoever asks gets a reading that began after they asked.</summary>
    public async Task<IReadOnlyDictionary<MemberId, BusyTimes>> ReadAsync(
        IReadOnlyCollection<MemberId> hosts, Interval window, CancellationToken ct) =>
        await HeldTimes.MarkAsync(db, await ReadAsync(hosts, hosts, window, (via, patience) => providers.For(via).ReadBusyAsync(via, window, patience), ct), ct);

    /// <summary>For showing: joins a reading of the same mailbox and window that is under way.</summary>
    /// <param name="beside">Through whose link a colleague may be asked for as well, though they are not asked themselves.</param>
    public Task<IReadOnlyDictionary<MemberId, BusyTimes>> ReadSharedAsync(
        IReadOnlyCollection<MemberId> hosts, IReadOnlyCollection<MemberId> beside, Interval window, CancellationToken ct) =>
        ReadAsync(hosts, beside, window, (via, patience) => shared.JoinAsync(via.Id, window, () => ReadToTheEndAsync(via, window), patience), ct);

    /// <summary>By the ordinary policy of failures; also for whoever reads on their own.</summary>
    internal static UnknownReason ReasonOf(ProviderException failure) => failure switch
    {
        ThrottledException => UnknownReason.Throttled,
        ConnectionBrokenException or PermissionLostException or MailboxMissingException or RegistrationRefusedException => UnknownReason.ConnectionBroken,
        _ => UnknownReason.Unavailable,
    };

    private async Task<IReadOnlyDictionary<MemberId, BusyTimes>> ReadAsync(
        IReadOnlyCollection<MemberId> hosts, IReadOnlyCollection<MemberId> beside, Interval window,
        Func<Connection, CancellationToken, Task<BusyTimes.Known>> read, CancellationToken ct)
    {
        if (hosts.Count == 0)
            return new Dictionary<MemberId, BusyTimes>();
        var linked = await db.Connections.AsNoTracking()
            .Where(c => (hosts.Contains(c.Member) || beside.Contains(c.Member)) && c.State != ConnectionState.Disconnected)
            .ToDictionaryAsync(c => c.Member, ct);
        var connections = linked.Where(c => hosts.Contains(c.Key)).ToDictionary();
        var colleagues = await ColleaguesAsync([.. hosts.Where(h => !connections.ContainsKey(h))], ct);
        var via = hosts.Concat(beside).Select(linked.GetValueOrDefault).FirstOrDefault(c => c is not null && Obstacle(c) is null);

        var ofColleagues = FreeBusyAsync(via, [.. colleagues.Values], window, ct);
        var answers = await Task.WhenAll(
            connections.Select(async c => (Host: c.Key, Answer: await AskAsync(c.Value, token => read(c.Value.ForAdapters(), token), ct))));
        foreach (var (host, (_, failure)) in answers)
        {
            if (failure is not null)
                await health.NoteFailureAsync(connections[host], failure, ct);
            else if (Obstacle(connections[host]) is null)
                await health.NoteSuccessAsync(connections[host], ct);
        }

        var known = answers.ToDictionary(a => a.Host, a => a.Answer.Busy);
        var shown = await ofColleagues;
        return hosts.Distinct().ToDictionary(
            h => h,
            h => known.GetValueOrDefault(h)
                ?? (colleagues.TryGetValue(h, out var address) ? shown.GetValueOrDefault(address) : null)
                ?? new BusyTimes.Unknown(UnknownReason.NotConnected));
    }

    /// <summary>Their registered addresses, which are the same company's; lower case.</summary>
    private async Task<Dictionary<MemberId, string>> ColleaguesAsync(IReadOnlyCollection<MemberId> unlinked, CancellationToken ct) =>
        unlinked.Count == 0
            ? []
            : await db.Members.AsNoTracking().Where(m => unlinked.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Mail.ToLowerInvariant(), ct);

    private async Task<IReadOnlyDictionary<string, BusyTimes>> FreeBusyAsync(
        ConnectionRow? via, IReadOnlyCollection<string> addresses, Interval window, CancellationToken ct)
    {
        if (via is null || addresses.Count == 0)
            return new Dictionary<string, BusyTimes>();
        var connection = via.ForAdapters();
        var (shown, failure) = await Patience.AskAsync(
            patience => providers.For(connection).ReadFreeBusyAsync(connection, addresses, window, patience), ct);
        if (shown is not null)
            return shown.ToDictionary(s => s.Key, s => s.Value is BusyTimes.Known known ? known with { IsFreeBusyAlone = true } : s.Value);
        var reason = failure is null ? UnknownReason.Unavailable : ReasonOf(failure);
        // A mailbox that shows us no colleagues leaves them as they were without it.
        return reason == UnknownReason.ConnectionBroken
            ? new Dictionary<string, BusyTimes>()
            : addresses.ToDictionary(a => a, BusyTimes (_) => new BusyTimes.Unknown(reason));
    }

    private UnknownReason? Obstacle(ConnectionRow connection) =>
        connection.State == ConnectionState.NeedsReconnection ? UnknownReason.ConnectionBroken
        : connection.IsThrottledAt(clock.GetCurrentInstant()) ? UnknownReason.Throttled
        : null;

    private async Task<(BusyTimes Busy, ProviderException? Failure)> AskAsync(
        ConnectionRow connection, Func<CancellationToken, Task<BusyTimes.Known>> read, CancellationToken ct)
    {
        if (Obstacle(connection) is { } obstacle)
            return (new BusyTimes.Unknown(obstacle), null);

        var (known, failure) = await Patience.AskAsync(read, ct);
        return (known ?? (BusyTimes)new BusyTimes.Unknown(failure is null ? UnknownReason.Unavailable : ReasonOf(failure)), failure);
    }

    private async Task<BusyTimes.Known> ReadToTheEndAsync(Connection via, Interval window)
    {
        using var patience = new CancellationTokenSource(Patience.Longest);
        try
        {
            return await providers.For(via).ReadBusyAsync(via, window, patience.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new ProviderUnavailableException("The calendar did not answer in time.", e);
        }
    }
}
