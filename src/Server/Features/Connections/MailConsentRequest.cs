using Hidori.Domain.Organizations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>Mails the link for the Microsoft 365 administrator to an address the member typed in (SPEC M8).</summary>
public sealed class MailConsentRequest(Db db, DbFactory factory, ConsentTrail trail, IConnectionNotices notices, MailQueue mails, IClock clock)
{
    /// <summary>Within this time the same address gets it once, however often the button is pressed.</summary>
    private static readonly Duration Once = Duration.FromMinutes(5);

    /// <summary>A member's mails in a day: they go to anybody, in the organization's name and in the member's own words.</summary>
    private const int MostADay = 5;

    /// <param name="address">In lower case.</param>
    /// <param name="url">The link; the letter need not contain it.</param>
    /// <returns>False when the day's mails are used up: nothing is sent.</returns>
    public async Task<bool> RunAsync(
        Organization organization, Member asks, OptionalFeature? feature, string address, string letter, string url, CancellationToken ct)
    {
        await trail.BeginAsync(organization.Id, asks.Id, feature, ct);
        // Rendered before the transaction: sealing may have to write a new key, and would wait for our own lock.
        var notice = await notices.PrepareApprovalRequestAsync(organization, asks, address, letter, url);
        var now = clock.GetCurrentInstant();
        var name = ConsentTrail.NameOf(feature);
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isFirst = await db.ConsentRequests
            .Where(r => r.Member == asks.Id && r.Feature == name && (r.MailedTo != address || r.MailedAt == null || r.MailedAt < now - Once))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.MailedTo, address).SetProperty(r => r.MailedAt, now), ct);
        if (isFirst == 0)
            return true;
        var dayAgo = now - Duration.FromDays(1);
        var own = $"{asks.Id.Value:N}.approval-request.";
        if (await db.Mails.CountAsync(m => m.MessageId.StartsWith(own) && m.CreatedAt > dayAgo, ct) >= MostADay)
            return false;
        mails.Queue(organization.Id, notice);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
