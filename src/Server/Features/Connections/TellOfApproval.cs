using Hidori.Domain;
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
using Notice = Hidori.Server.Outside.Notice;

namespace Hidori.Server.Features.Connections;

/// <summary>
/// A member's sign-in shows what was approved: whoever asked for it and still waits is told, once, and so are the administrators (SPEC M8).
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
        var members = await db.Members.AsNoTracking().Where(m => m.State == MemberState.Active).ToListAsync(ct);
        var ids = waiting.ConvertAll(r => r.Member);
        var linked = await db.Connections.AsNoTracking()
            .Where(c => ids.Contains(c.Member) && c.State == ConnectionState.Connected).ToListAsync(ct);
        foreach (var approval in waiting.GroupBy(r => r.Feature))
        {
            var stillWait = members.FindAll(m => m.Id != seen.Member && approval.Any(r => r.Member == m.Id)
                && !linked.Exists(c => c.Member == m.Id && Covers(c.Scopes, approval.Key)));
            await TellAsync(organization, approval.Key, [.. approval.Select(r => r.Member)], await PrepareAsync(seen, organization, members, stillWait), now, ct);
        }
    }

    /// <summary>To those who still wait, and to the administrators: not to those who have found out by themselves.</summary>
    private async Task<List<Notice>> PrepareAsync(ConnectionRow seen, Organization organization, List<Member> members, List<Member> stillWait)
    {
        var prepared = new List<Notice>();
        if (!options.Value.IsConfigured || stillWait.Count == 0)
            return prepared;
        foreach (var asked in stillWait)
            prepared.Add(await notices.PrepareApprovalSeenAsync(organization, asked));
        foreach (var administrator in members.Where(m => m.IsAdministrator && m.Id != seen.Member && !stillWait.Contains(m)))
            prepared.Add(await notices.PrepareApprovalSeenAsync(organization, administrator, stillWait));
        return prepared;
    }

    private async Task TellAsync(
        Organization organization, string feature, List<MemberId> asked, List<Notice> prepared, Instant now, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var noted = await db.ConsentRequests
            .Where(r => r.Feature == feature && asked.Contains(r.Member) && r.ToldAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.ToldAt, now), ct);
        // Another member's sign-in has shown it at the same moment, and told them; whoever is left is told by the next.
        if (noted < asked.Count)
            return;
        foreach (var notice in prepared)
            mails.Queue(organization.Id, notice);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static bool Covers(string scopes, string feature) =>
        Forms.WordOf<OptionalFeature>(feature) is not { } more || OptionalScopes.Covers(scopes, more);
}
