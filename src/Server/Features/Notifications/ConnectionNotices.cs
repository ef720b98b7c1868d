using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Integrations.Smtp;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime.Text;

namespace Hidori.Server.Features.Notifications;

/// <summary>Puts what happened to a connection into mails.</summary>
public sealed class ConnectionNotices(
    Db db, MailRenderer renderer, IApprovalLinks links, IOptions<MailOptions> options, IOptions<ServerOptions> server) : IConnectionNotices
{
    public async Task<IReadOnlyList<Notice>> PrepareBrokenAsync(ConnectionRow connection, CancellationToken ct)
    {
        if (!options.Value.IsConfigured)
            return [];
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var members = await db.Members.AsNoTracking().Where(m => m.State == MemberState.Active).ToListAsync(ct);
        var owner = await db.Members.AsNoTracking().SingleAsync(m => m.Id == connection.Member, ct);
        var pending = await db.Ledger.CountAsync(
            l => l.Whose == connection.Member && (l.State == LedgerState.InDoubt || l.RetryAt != null), ct);
        var tellsAll = !await WasToldToAllAsync(connection, ct);
        // Whoever took the consent away may be the only one who can give it again.
        var approval = connection.State == ConnectionState.PermissionLost ? links.Make(organization, owner) : null;
        var pages = (await db.BookingPages.AsNoTracking().Where(p => p.State == BookingPageState.Public).ToListAsync(ct))
            .Where(p => p.Hosts.Contains(owner.Id)).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        var notices = new List<Notice>();
        foreach (var reader in members.Where(m => m.Id == owner.Id || (tellsAll && (m.IsAdministrator || pages.Exists(p => p.IsManagedBy(m.Id))))))
        {
            var isOwner = reader.Id == owner.Id;
            var isForPages = !isOwner && !reader.IsAdministrator;
            var facts = new ConnectionBrokenFacts(
                organization.Name, reader.DisplayName, isOwner ? null : owner.DisplayName, connection.Address,
                connection.Problem?.ToString() ?? connection.State.ToString(),
                InstantPattern.ExtendedIso.Format(connection.BrokenAt!.Value), organization.ZoneId, pending,
                server.Value.Link(isOwner ? "connections" : isForPages ? "booking-pages" : "members"), isForPages ? null : approval)
            {
                Pages = [.. pages.Where(p => !isForPages || p.IsManagedBy(reader.Id)).Select(p => p.Name)],
                IsForPages = isForPages,
            };
            var messageId = $"{connection.Id.Value:N}.broken.{connection.BrokenAt!.Value.ToUnixTimeMilliseconds()}.{reader.Id.Value:N}"
                + $"@{server.Value.PublicAddress.Host}";
            notices.Add(new Notice(
                "connection-broken",
                Notice.ToMember(reader.Id),
                await renderer.RenderAsync(
                    facts, reader.LanguageIn(organization), messageId, reader.Mail, reader.DisplayName, organization.Name, null, null)));
        }

        return notices;
    }

    public async Task<Notice> PrepareApprovalRequestAsync(Organization organization, Member asks, string address, string letter, string url)
    {
        var facts = new ApprovalRequestFacts(organization.Name, asks.DisplayName, asks.Mail, letter, url);
        var mail = await renderer.RenderAsync(
            facts, organization.Language, MessageId("approval-request", asks), address, address, organization.Name, asks.Mail, null);
        return new Notice("approval-request", $"mail:{address}", mail);
    }

    public Task<Notice> PrepareApprovalSeenAsync(Organization organization, Member asked) =>
        ApprovalSeenAsync(asked, new ApprovalSeenFacts(organization.Name, asked.DisplayName, server.Value.Link("connections")), organization);

    public Task<Notice> PrepareApprovalSeenAsync(Organization organization, Member administrator, IReadOnlyList<Member> waited) =>
        ApprovalSeenAsync(
            administrator,
            new ApprovalSeenFacts(organization.Name, administrator.DisplayName, server.Value.Link("members"), [.. waited.Select(m => m.DisplayName)]),
            organization);

    private async Task<Notice> ApprovalSeenAsync(Member reader, ApprovalSeenFacts facts, Organization organization) => new(
        "approval-seen",
        Notice.ToMember(reader.Id),
        await renderer.RenderAsync(
            facts, reader.LanguageIn(organization), MessageId("approval-seen", reader), reader.Mail, reader.DisplayName, organization.Name, null, null));

    private string MessageId(string kind, Member about) =>
        $"{about.Id.Value:N}.{kind}.{Guid.CreateVersion7():N}@{server.Value.PublicAddress.Host}";

    /// <summary>A refused registration breaks everybody's link at once: its cause is one, and so is the mail.</summary>
    private async Task<bool> WasToldToAllAsync(ConnectionRow connection, CancellationToken ct) =>
        connection.State == ConnectionState.RegistrationRefused
        && await db.Connections.AnyAsync(c => c.Id != connection.Id && c.State == ConnectionState.RegistrationRefused && c.ToldAt != null, ct);
}
