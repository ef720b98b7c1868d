using Hidori.Domain.Outside;
using Microsoft.Graph.Me.OnlineMeetings.CreateOrGet;
using NodaTime;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Teams meetings without a calendar entry: /me/onlineMeetings, by OnlineMeetings.ReadWrite (reference/graph.md §9).</summary>
/// <remarks>https://learn.microsoft.com/graph/api/onlinemeeting-createorget</remarks>
internal sealed class TeamsConferences(GraphCalls graph) : IConferenceProvider
{
    public ProviderKind Kind => ProviderKind.Microsoft365;

    public async Task<Conference> CreateOrGetAsync(
        Connection via, EntryKey key, string subject, Interval time, CancellationToken ct)
    {
        var wanted = new CreateOrGetPostRequestBody
        {
            ExternalId = key.ToString(),
            Subject = subject,
            StartDateTime = time.Start.ToDateTimeOffset(),
            EndDateTime = time.End.ToDateTimeOffset(),
        };
        var meeting = await graph.RunAsync(
            via, g => g.Me.OnlineMeetings.CreateOrGet.PostAsync(wanted, cancellationToken: ct), ct);
        return meeting is { Id: { Length: > 0 } id, JoinWebUrl: { Length: > 0 } link }
            ? new Conference(id, link)
            : throw new ProviderUnavailableException("Microsoft Graph answered with a meeting that has no link.");
    }
}
