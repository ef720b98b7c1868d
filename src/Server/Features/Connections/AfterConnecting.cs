using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>What a fresh grant shows: what the account has, and that an approval was given.</summary>
public sealed class AfterConnecting(Db db, DbFactory factory, ConnectionProbe probe, TellOfApproval approval, IClock clock)
{
    public async Task RunAsync(ConnectionRow row, CancellationToken ct)
    {
        // A failing probe is shown, not fatal; one that nobody answered is repeated, so that what is not known becomes known.
        if (!await probe.RunAsync(row, ct))
            await AskAgainSoonAsync(row, ct);
        await approval.RunAsync(row, ct);
    }

    private async Task AskAgainSoonAsync(ConnectionRow row, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        await Outbox.RingAsync(
            db, SubjectKind.Connection, row.Id.Value, clock.GetCurrentInstant() + ConnectionCare.PauseAfterSilence, ct);
    }
}
