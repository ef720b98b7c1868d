using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;

namespace Hidori.Server.Outside;

/// <summary>Who can be written to: asked before somebody becomes a main host (SPEC A0).</summary>
public static class WritableConnections
{
    /// <summary>A passing refusal is not asked about: what is written waits for its end.</summary>
    public static IQueryable<ConnectionRow> Of(Db db) => db.Connections.Where(
        c => c.State != ConnectionState.Disconnected && c.State != ConnectionState.NeedsReconnection && c.State != ConnectionState.MailboxMissing);
}
