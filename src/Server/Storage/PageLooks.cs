using System.Data.Common;
using Microsoft.Extensions.ObjectPool;
using NodaTime;

namespace Hidori.Server.Storage;

/// <summary>
/// The one statement of a look at a booking page that follows no change, and the first of every other (ADR 12). It is asked more often
/// than all others together, and a context, a query's tree and a connection made ready for each of them cost ten times what the database
/// takes: so it is plain SQL, prepared once on connections that are kept.
/// </summary>
public sealed class PageLooks(DbFactory factory, IClock clock) : IDisposable
{
    /// <summary>Tells of each statement with its connection, as EF Core's own diagnostics do of theirs, to whoever counts.</summary>
    public const string DiagnosticsName = "Hidori.Storage.PageLooks";

    /// <summary>More looks than these at once open further connections and give them back. So many are kept from everybody else.</summary>
    private const int Most = 8;

    /// <summary>What stands between may have forgotten a connection that was silent for longer.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(2);

    private readonly ObjectPool<PageLook> looks = new DefaultObjectPoolProvider
    {
        MaximumRetained = Math.Max(1, Math.Min(Most, factory.MostConnections / 4)),
    }.Create(new Policy(factory));

    /// <param name="known">The organization's version that the asker has in memory; null for none.</param>
    /// <returns>Null where no page is.</returns>
    public async Task<PageFound?> FindAsync(PageAddress address, long? known, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        for (var again = false; ; again = true)
        {
            // Whoever tries again does so on a connection of their own.
            var look = again ? new PageLook(factory.Connect()) : Take();
            var isKept = look.IsOpen;
            try
            {
                var found = await look.AskAsync(address, known, now, ct);
                looks.Return(look);
                return found;
            }
            catch (DbException e) when (isKept && e.InnerException is not TimeoutException && !ct.IsCancellationRequested)
            {
                // Its connection may have ended while it was kept, with the database's restart: a new one tells.
                look.Dispose();
            }
            catch
            {
                look.Dispose();
                throw;
            }
        }
    }

    public void Dispose() => (looks as IDisposable)?.Dispose();

    private PageLook Take()
    {
        while (true)
        {
            var look = looks.Get();
            if (!look.IsOpen || look.Idle < LongestIdle)
                return look;
            look.Dispose();
        }
    }

    private sealed class Policy(DbFactory factory) : PooledObjectPolicy<PageLook>
    {
        public override PageLook Create() => new(factory.Connect());

        public override bool Return(PageLook obj) => true;
    }
}
