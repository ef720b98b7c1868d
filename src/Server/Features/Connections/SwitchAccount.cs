using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>Switching to another Microsoft account: asked first, with what it touches (SPEC M7).</summary>
public sealed class SwitchAccount(Db db, DbFactory factory, KeepGrant keep, AfterConnecting after, IClock clock)
{
    public async Task<SwitchView> ShowAsync(Member member, ShellView shell, string zone, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await AskedAsync(member, now, ct) is not { } asked || await LiveAsync(member, ct) is not { } live)
            return new SwitchView(shell, zone, null);
        return new SwitchView(shell, zone, new SwitchQuestion(
            asked.Id, live.Address, asked.Address, live.Problem is not null, asked.EndsAt,
            await TouchedAppointment.ReadAsync(db, live, now, ct)));
    }

    /// <returns>False when the question is over: nothing has changed.</returns>
    public async Task<bool> RunAsync(Member member, Guid question, SwitchChoice choice, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        ConnectionRow row;
        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.LockAgendasAsync([member.Id], ct);
            if (await AskedAsync(member, now, ct) is not { } asked || asked.Id != question)
                return false;
            row = await keep.RunAsync(member, SealedGrant.Of(asked), choice, now, ct);
            await transaction.CommitAsync(ct);
        }

        await after.RunAsync(row, ct);
        return true;
    }

    /// <summary>Nothing changes, and the other account's grant is forgotten.</summary>
    public async Task CancelAsync(Member member, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        await db.AccountSwitches.Where(s => s.Member == member.Id).ExecuteDeleteAsync(ct);
    }

    private Task<AccountSwitchRow?> AskedAsync(Member member, Instant now, CancellationToken ct) =>
        db.AccountSwitches.AsNoTracking().FirstOrDefaultAsync(s => s.Member == member.Id && s.EndsAt > now, ct);

    private Task<ConnectionRow?> LiveAsync(Member member, CancellationToken ct) => db.Connections.AsNoTracking()
        .FirstOrDefaultAsync(c => c.Member == member.Id && c.State != ConnectionState.Disconnected, ct);
}

/// <param name="Question">Null when there is nothing to answer any more.</param>
public sealed record SwitchView(ShellView Shell, string Zone, SwitchQuestion? Question);

/// <param name="PresentIsBroken">Its grant is refused: nothing can be removed or changed there.</param>
public sealed record SwitchQuestion(
    Guid Id, string Present, string Other, bool PresentIsBroken, Instant EndsAt, IReadOnlyList<TouchedAppointment> Touched);
