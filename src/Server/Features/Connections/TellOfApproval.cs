using Hidori.Domain.Organizations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.Smtp;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>
/// A member's sign-in shows what was approved: whoever asked for it and still waits is told, once (SPEC M8).
/// </summary>
public sealed class TellOfApproval(
    Db db, DbFactory factory, IConnectionNotices notices, MailQueue mails, IOptions<MailOptions> options, IClock clock)
{
    public async Task RunAsync(ConnectionRow seen, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var waiting = (await db.ConsentRequests.AsNoTracking().Where(r => r.ToldAt == null).ToListAsync(ct))
            .Where(r => Covers(seen.Scopes, r.Feature)).ToList();
        if (waiting.Count == 0)
            return;

        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var ids = waiting.Select(r => r.Member).ToList();
        var members = await db.Members.AsNoTracking().Where(m => ids.Contains(m.Id) && m.State == MemberState.Active).ToDictionaryAsync(m => m.Id, ct);
        var linked = await db.Connections.AsNoTracking()
            .Where(c => ids.Contains(c.Member) && c.State == ConnectionState.Connected).ToListAsync(ct);
        foreach (var request in waiting)
        {
            var hasFoundOut = request.Member == seen.Member || linked.Any(c => c.Member == request.Member && Covers(c.Scopes, request.Feature));
            var notice = !hasFoundOut && options.Value.IsConfigured && members.TryGetValue(request.Member, out var asked)
                ? await notices.PrepareApprovalSeenAsync(organization, asked)
                : null;
            using var turn = await factory.WriterTurnAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var isFirst = await db.ConsentRequests
                .Where(r => r.Member == request.Member && r.Feature == request.Feature && r.ToldAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.ToldAt, now), ct);
            if (isFirst == 1 && notice is not null)
                mails.Queue(organization.Id, notice);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }

    private static bool Covers(string scopes, string feature) =>
        Forms.WordOf<OptionalFeature>(feature) is not { } more || OptionalScopes.Covers(scopes, more);
}
