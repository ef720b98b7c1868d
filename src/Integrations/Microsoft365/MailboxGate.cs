namespace Hidori.Integrations.Microsoft365;

/// <summary>Lets at most three calls to one mailbox be in flight, from this process and from all nodes together.</summary>
/// <remarks>
/// Exchange allows an app four per mailbox and counts refused ones against it (reference/graph.md §10.1). A process never
/// asks for more slots than it has turns, so that the nodes' shared count is asked by few. Calls go one by one and never
/// as a <c>$batch</c>: Graph throttles each item of one by itself, with 429 inside a 200 (§10.3), and runs four at a time.
/// </remarks>
/// <param name="slots">The count over all nodes; null where there is only this one.</param>
internal sealed class MailboxGate(MailboxTurns turns, ICallSlots? slots) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var via = OnBehalfOf.In(request).Via;
        var mailbox = $"{via.TenantId}/{via.AccountId}".ToUpperInvariant();
        using var turn = await turns.WaitAsync(mailbox, CallPriority.IsBackground, cancellationToken);
        if (slots is null)
            return await base.SendAsync(request, cancellationToken);
        await using var slot = await slots.TakeAsync(mailbox, MailboxTurns.Most, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
