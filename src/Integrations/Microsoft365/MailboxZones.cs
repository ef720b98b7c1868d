using System.Collections.Concurrent;
using Hidori.Domain;
using Microsoft.Graph.Me.Calendar.GetSchedule;
using Microsoft.Graph.Models;
using NodaTime;

namespace Hidori.Integrations.Microsoft365;

/// <summary>The zone a mailbox lives in, which is where its all-day entries begin and end.</summary>
/// <remarks>
/// Asked by getSchedule on the owner's own address, whose working hours name the zone: /me/mailboxSettings would need
/// one more scope, which Microsoft's default policy keeps from plain members (reference/graph.md §1.4).
/// </remarks>
internal sealed class MailboxZones(GraphCalls graph, MailboxZones.Memory memory, IClock clock)
{
    private static readonly Duration KeptFor = Duration.FromHours(1);

    /// <summary>Shared by all readers of the process: a zone changes rarely, and is asked for with every reading.</summary>
    internal sealed class Memory
    {
        public ConcurrentDictionary<ConnectionId, (DateTimeZone? Zone, Instant AskedAt)> Zones { get; } = [];
    }

    /// <summary>The mailbox's zone; null when the mailbox does not tell.</summary>
    /// <exception cref="ProviderException">The mailbox did not answer at all.</exception>
    public async Task<DateTimeZone?> OfAsync(Connection via, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (memory.Zones.TryGetValue(via.Id, out var kept) && now - kept.AskedAt < KeptFor)
            return kept.Zone;

        DateTimeZone? zone = null;
        try
        {
            zone = await AskAsync(via, now, ct);
        }
        catch (ProviderException e) when (e is ProviderRefusedException or PermissionLostException or EntryGoneException)
        {
            // Free/busy is closed to us, though the calendar is not: the entries' own zones must do.
        }

        memory.Zones[via.Id] = (zone, now);
        return zone;
    }

    private async Task<DateTimeZone?> AskAsync(Connection via, Instant now, CancellationToken ct)
    {
        var me = await graph.RunAsync(
            via, g => g.Me.GetAsync(r => r.QueryParameters.Select = ["mail", "userPrincipalName"], ct), ct);
        var question = new GetSchedulePostRequestBody
        {
            Schedules = [me.Mail ?? me.UserPrincipalName ?? ""],
            StartTime = GraphTime.In("UTC", now),
            EndTime = GraphTime.In("UTC", now + Duration.FromHours(1)),
        };
        var answer = await graph.RunAsync(
            via, g => g.Me.Calendar.GetSchedule.PostAsGetSchedulePostResponseAsync(question, cancellationToken: ct), ct);
        return ZoneOf(answer.Value?.FirstOrDefault()?.WorkingHours?.TimeZone);
    }

    private static DateTimeZone? ZoneOf(TimeZoneBase? zone) => zone switch
    {
        null => null,
        // Bias is what has to be added to local time to get UTC, in minutes.
        CustomTimeZone { Bias: { } bias } => DateTimeZone.ForOffset(Offset.FromSeconds(-60 * bias)),
        _ => GraphTime.Zone(zone.Name),
    };
}
