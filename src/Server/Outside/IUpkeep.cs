using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>What an organization's administration has to look after with time. Made by the feature that knows the vendor.</summary>
public interface IUpkeep
{
    /// <returns>When to look again.</returns>
    Task<Instant?> RunAsync(Lease lease, CancellationToken ct);
}
