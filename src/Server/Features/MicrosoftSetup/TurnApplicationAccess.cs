using Hidori.Domain;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>An administrator lets the application itself reach mailboxes, or ends it. Members' own grants are left alone.</summary>
public sealed class TurnApplicationAccess(Db db, DbFactory factory, SignedIn signedIn, Bell bell, IClock clock)
{
    public async Task RunAsync(bool on, string tenantId, string group, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var row = await db.ApplicationAccesses.FirstOrDefaultAsync(ct);
            if (row is null)
                db.ApplicationAccesses.Add(row = new ApplicationAccessRow { Organization = signedIn.Member.Organization });
            (row.IsOn, row.ChangedBy, row.ChangedAt) = (on, signedIn.Member.Id, now);
            if (on)
                (row.TenantId, row.GroupAddress) = (tenantId, group);
            await db.SaveChangesAsync(ct);
            if (!on)
                await EndAsync(now, ct);
            await RingAsync(now, ct);
            await transaction.CommitAsync(ct);
        }

        bell.Ring();
    }

    /// <summary>A member who had disconnected is asked about again.</summary>
    public async Task AskAgainAsync(MemberId member, CancellationToken ct)
    {
        using (await factory.WriterTurnAsync(ct))
        {
            await db.ApplicationReaches.Where(r => r.Member == member)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Reach, ApplicationReach.Asked), ct);
            await RingAsync(clock.GetCurrentInstant(), ct);
        }

        bell.Ring();
    }

    /// <summary>The connections themselves are ended by the upkeep, which is rung: that asks Microsoft, once a member.</summary>
    private Task EndAsync(Instant now, CancellationToken ct) => db.ApplicationReaches.Where(r => r.Reach == ApplicationReach.Serves)
        .ExecuteUpdateAsync(set => set.SetProperty(r => r.Reach, ApplicationReach.TurnedOff).SetProperty(r => r.FoundAt, now), ct);

    private async Task RingAsync(Instant now, CancellationToken ct)
    {
        var organization = signedIn.Member.Organization;
        await Outbox.RingOrOpenAsync(db, SubjectKind.Upkeep, organization.Value, organization, now, ct);
        await db.SaveChangesAsync(ct);
    }
}
