using System.Collections.Concurrent;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Lets at most three calls to one mailbox be in flight from this process.</summary>
/// <remarks>
/// Exchange allows an app four per mailbox and counts refused ones against it (reference/graph.md §10.1).
/// </remarks>
internal sealed class MailboxGate(MailboxGate.Counters counters) : DelegatingHandler
{
    public const int MostInFlight = 3;

    /// <summary>Shared by all handlers of the process.</summary>
    internal sealed class Counters
    {
        private readonly ConcurrentDictionary<(string Tenant, string Account), SemaphoreSlim> _byMailbox = new();

        public SemaphoreSlim Of(Connection via) =>
            _byMailbox.GetOrAdd(
                (via.TenantId.ToUpperInvariant(), via.AccountId.ToUpperInvariant()),
                _ => new SemaphoreSlim(MostInFlight, MostInFlight));
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var counter = counters.Of(OnBehalfOf.In(request).Via);
        await counter.WaitAsync(cancellationToken);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            counter.Release();
        }
    }
}
