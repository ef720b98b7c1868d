using Microsoft.Extensions.Options;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using NodaTime;
using GraphEvent = Microsoft.Graph.Models.Event;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Microsoft's client over our own handlers, for one connection at a time.</summary>
internal sealed class GraphCalls(
    IHttpClientFactory clients, IOptionsMonitor<Microsoft365Options> options, IAccessTokens tokens, IClock clock)
{
    /// <summary>Name of the HTTP client with our handlers.</summary>
    public const string Client = "Microsoft365";

    /// <summary>More pages than a mailbox can fill within any window we ask for: the list leads in a circle.</summary>
    private const int MostPages = 500;

    /// <summary>Runs one call as the connection's owner and translates its failure.</summary>
    /// <exception cref="ProviderException">Graph said no, or nothing.</exception>
    public async Task<T> RunAsync<T>(Connection via, Func<GraphServiceClient, Task<T?>> call, CancellationToken ct)
        where T : class
    {
        try
        {
            return await RunWriteAsync(via, call, ct);
        }
        catch (ProviderException e) when (e is StaleVersionException or TransactionSpentException)
        {
            throw new ProviderUnavailableException(e.Message, e);
        }
    }

    /// <summary>The same for a write that knows what to do about a conflict.</summary>
    /// <exception cref="StaleVersionException">The entry changed since it was read.</exception>
    /// <exception cref="TransactionSpentException">The transactionId was used before.</exception>
    public async Task<T> RunWriteAsync<T>(Connection via, Func<GraphServiceClient, Task<T?>> call, CancellationToken ct)
        where T : class
    {
        try
        {
            return await RunResumedAsync(via, call, ct);
        }
        catch (ChangeMarkExpiredException e)
        {
            // 410 is documented for delta links only; from anything else it proves nothing.
            throw new ProviderUnavailableException(e.Message, e);
        }
    }

    /// <summary>The same for a question that goes on where an earlier answer ended.</summary>
    /// <exception cref="ChangeMarkExpiredException">Graph has forgotten where that was.</exception>
    public Task<T> RunResumedAsync<T>(Connection via, Func<GraphServiceClient, Task<T?>> call, CancellationToken ct)
        where T : class =>
        GraphFailures.TranslateAsync(() => call(Open(via)), clock, ct);

    /// <summary>The same for calls that answer nothing.</summary>
    public async Task RunAsync(Connection via, Func<GraphServiceClient, Task> call, CancellationToken ct) =>
        await RunAsync<object>(
            via,
            async graph =>
            {
                await call(graph);
                return call;
            },
            ct);

    /// <summary>Every entry of a list, to its last page.</summary>
    /// <remarks>
    /// The address of the next page is used as it comes (calcom issues 3534, 6007); it must lead to where we started,
    /// because the token goes along.
    /// </remarks>
    public Task<List<GraphEvent>> ListAsync(
        Connection via, Func<GraphServiceClient, Task<EventCollectionResponse?>> first, CancellationToken ct) =>
        ListAsync(via, first, (graph, next) => graph.Me.Events.WithUrl(next).GetAsync(cancellationToken: ct), p => p.Value, ct);

    /// <summary>The same for lists of other things.</summary>
    public async Task<List<T>> ListAsync<T, TPage>(
        Connection via,
        Func<GraphServiceClient, Task<TPage?>> first,
        Func<GraphServiceClient, string, Task<TPage?>> further,
        Func<TPage, List<T>?> valuesOf,
        CancellationToken ct)
        where TPage : BaseCollectionPaginationCountResponse
    {
        var page = await RunAsync(via, first, ct);
        List<T> all = [.. valuesOf(page) ?? throw Unreadable()];
        for (var pages = 1; page.OdataNextLink is { Length: > 0 } next; pages++)
        {
            if (pages == MostPages || !LeadsToGraph(next))
                throw Unreadable();
            page = await RunAsync(via, graph => further(graph, next), ct);
            all.AddRange(valuesOf(page) ?? throw Unreadable());
        }

        return all;
    }

    /// <summary>Whether an address we were given is Graph's: the token goes along.</summary>
    public bool LeadsToGraph(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var address)
        && address.GetLeftPart(UriPartial.Authority) == options.CurrentValue.GraphAddress.GetLeftPart(UriPartial.Authority);

    private GraphServiceClient Open(Connection via) => new(
        clients.CreateClient(Client),
        new OnBehalfOf(via, tokens),
        options.CurrentValue.GraphAddress.AbsoluteUri.TrimEnd('/'));

    private static ProviderUnavailableException Unreadable() =>
        new("Microsoft Graph sent a list that cannot be read to its end.");
}
