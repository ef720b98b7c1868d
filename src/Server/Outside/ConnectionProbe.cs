using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Asks an account who it is and whether its mailbox answers (SPEC M3), and notes the outcome.</summary>
public sealed class ConnectionProbe(Db db, DbFactory factory, CalendarProviders providers, ConnectionHealth health, Bell bell, IClock clock)
{
    /// <returns>False when nobody answered, so that nothing is known now.</returns>
    public async Task<bool> RunAsync(ConnectionRow row, CancellationToken ct)
    {
        try
        {
            var via = row.ForAdapters();
            var found = await providers.For(via).ProbeAsync(via, ct);
            await KeepAsync(row, found, ct);
            await ExplainAsync(row, ct);
            await health.NoteSuccessAsync(row, ct);
            bell.Ring();
            return true;
        }
        catch (ProviderException failure)
        {
            if (failure is MailboxMissingException)
                await ExplainAsync(row, ct);
            await health.NoteFailureAsync(row, failure, ct);
            return ConnectionHealth.StateOf(failure) is not null;
        }
    }

    /// <summary>By name, what the account has. Only words depend on it, so that not knowing is no failure.</summary>
    private async Task ExplainAsync(ConnectionRow row, CancellationToken ct)
    {
        try
        {
            var via = row.ForAdapters();
            var licences = await providers.For(via).ReadLicencesAsync(via, ct);
            var products = string.Join(", ", licences.Products);
            using var turn = await factory.WriterTurnAsync(ct);
            await db.Connections.Where(c => c.Id == row.Id && c.ConnectedAt == row.ConnectedAt).ExecuteUpdateAsync(
                set => set.SetProperty(c => c.Licences, products).SetProperty(c => c.Obstacle, licences.Obstacle), ct);
        }
        catch (ProviderException)
        {
            // The page then says what may be the reason, instead of what is.
        }
    }

    private async Task KeepAsync(ConnectionRow row, MailboxProbe found, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        using var turn = await factory.WriterTurnAsync(ct);
        // Taken back or replaced while the probe was under way: that is the newer word.
        await db.Connections.Where(c => c.Id == row.Id && c.ConnectedAt == row.ConnectedAt).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.Address, found.Address)
                .SetProperty(c => c.IssuesJoinLinks, found.IssuesJoinLinks)
                .SetProperty(c => c.ProbedAt, now),
            ct);
    }
}
