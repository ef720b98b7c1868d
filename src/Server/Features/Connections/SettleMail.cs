using Hidori.Domain;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Features.Connections;

public enum MailRefusal
{
    /// <summary>Another member is registered with it.</summary>
    Taken,

    /// <summary>The mailbox's tenant is not the organization's own, where anybody could name any address.</summary>
    NotProven,
}

/// <summary>Settles a registered mail that differs from the mailbox's own, by one click (SPEC M4).</summary>
public sealed class SettleMail(Db db, DbFactory factory, SignedIn signedIn, IOptionsMonitor<Microsoft365Options> microsoft)
{
    /// <summary>The mailbox's address becomes the registered one.</summary>
    public async Task<Result<Done, MailRefusal>> TakeMicrosoftsAsync(CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        if (await ConnectionAsync(ct) is not { Address.Length: > 0 } connection)
            return Done.Value;
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        if (!(organization.MicrosoftTenants.Count > 0 ? organization.LetsIn(connection.TenantId) : microsoft.CurrentValue.Tenant == connection.TenantId))
            return MailRefusal.NotProven;
        if (await db.Members.AnyAsync(m => m.Mail == connection.Address && m.Id != connection.Member, ct))
            return MailRefusal.Taken;
        var member = await db.Members.SingleAsync(m => m.Id == connection.Member, ct);
        member.ChangeMail(connection.Address);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            db.ChangeTracker.Clear();
            return MailRefusal.Taken;
        }

        return Done.Value;
    }

    /// <summary>Both stay as they are, and the page no longer asks.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        if (await ConnectionAsync(ct) is not { } connection)
            return;
        connection.AcceptedMail = signedIn.Member.Mail;
        await db.SaveChangesAsync(ct);
    }

    private Task<ConnectionRow?> ConnectionAsync(CancellationToken ct) => db.Connections.FirstOrDefaultAsync(
        c => c.Member == signedIn.Member.Id && c.State != ConnectionState.Disconnected, ct);
}
