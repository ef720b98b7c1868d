using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Rows = Hidori.Server.Storage.Rows;

namespace Hidori.Server.Features.Connections;

/// <summary>Reads 外部連携 for its member.</summary>
public sealed class ShowConnections(Db db, IOptionsMonitor<Microsoft365Options> microsoft, IClock clock)
{
    public async Task<ConnectionsView> RunAsync(Member member, ShellView shell, string zone, CancellationToken ct)
    {
        var row = await db.Connections.AsNoTracking()
            .FirstOrDefaultAsync(c => c.Member == member.Id && c.State != Rows.ConnectionState.Disconnected, ct);
        var isConfigured = microsoft.CurrentValue.IsConfigured;
        var now = clock.GetCurrentInstant();
        var former = await FormerAsync(member, now, ct);
        var reach = await ReachAsync(member, ct);
        if (row is null)
            return new ConnectionsView(shell, new Microsoft365View(LinkState.NotConnected, isConfigured) { Reach = reach }, former, now, zone);

        var pending = await db.Ledger.CountAsync(
            l => l.Whose == member.Id && (l.State == LedgerState.InDoubt || l.RetryAt != null), ct);
        return new ConnectionsView(
            shell,
            new Microsoft365View(
                StateOf(row.State), isConfigured, row.MadeBySignIn, row.Address,
                row.Address == member.Mail || row.AcceptedMail == member.Mail ? null : member.Mail, row.TenantId, row.ConnectedAt, row.LastUsedAt,
                row.BrokenAt, row.NotBefore, pending, row.Problem, row.Licences, row.Obstacle, row.AccessMode == AccessMode.Application)
            { Parts = LinkPart.Of(row), Reach = reach, Sweep = await SweepAsync(row, ct) },
            former,
            now,
            zone);
    }

    /// <summary>Null until the mailbox was read whole for the first time.</summary>
    private async Task<SweepView?> SweepAsync(Rows.ConnectionRow row, CancellationToken ct) =>
        await db.Mailboxes.AsNoTracking().FirstOrDefaultAsync(m => m.Connection == row.Id && m.SweptAt != null, ct) is { } mailbox
            ? new SweepView(mailbox.SweptAt!.Value, mailbox.SweptStanding, mailbox.SweptAmiss, mailbox.SweptStrays)
            : null;

    /// <summary>What the application's own access comes to for this member; null while it is off.</summary>
    private async Task<Rows.ApplicationReach?> ReachAsync(Member member, CancellationToken ct)
    {
        if (!await db.ApplicationAccesses.AnyAsync(a => a.IsOn, ct))
            return null;
        var found = (await db.ApplicationReaches.AsNoTracking().FirstOrDefaultAsync(r => r.Member == member.Id, ct))?.Reach;
        // Turned on again, and not looked at since.
        return found is null or Rows.ApplicationReach.TurnedOff ? Rows.ApplicationReach.Asked : found;
    }

    /// <summary>Accounts that something open still hangs on.</summary>
    private async Task<IReadOnlyList<FormerAccount>> FormerAsync(Member member, Instant now, CancellationToken ct)
    {
        var former = new List<FormerAccount>();
        var replaced = await db.Connections.AsNoTracking()
            .Where(c => c.Member == member.Id && c.State == Rows.ConnectionState.Disconnected && c.Closing != Rows.ConnectionClosing.Drains)
            .OrderBy(c => c.ConnectedAt).ToListAsync(ct);
        foreach (var connection in replaced)
        {
            var appointments = await BoundEntries.Of(db, connection, now).Select(l => l.Appointment).Distinct().CountAsync(ct);
            if (appointments > 0)
            {
                var last = await BoundEntries.TimesOf(db, connection, now).MaxAsync(t => (Instant?)t.End, ct);
                former.Add(new FormerAccount(connection.Address, appointments, last, connection.IsKept));
            }
        }

        return former;
    }

    /// <summary>The account that is connected, for Microsoft to propose; null when there is none.</summary>
    public Task<string?> AccountAsync(Member member, CancellationToken ct) => db.Connections.AsNoTracking()
        .Where(c => c.Member == member.Id && c.State != Rows.ConnectionState.Disconnected).Select(c => c.Address).FirstOrDefaultAsync(ct);

    private static LinkState StateOf(Rows.ConnectionState state) => state switch
    {
        Rows.ConnectionState.Connected => LinkState.Connected,
        Rows.ConnectionState.NeedsReconnection => LinkState.NeedsReconnection,
        Rows.ConnectionState.PermissionLost => LinkState.PermissionLost,
        Rows.ConnectionState.MailboxMissing => LinkState.MailboxMissing,
        Rows.ConnectionState.Throttled => LinkState.Throttled,
        Rows.ConnectionState.RegistrationRefused => LinkState.RegistrationRefused,
        Rows.ConnectionState.Disconnected => LinkState.NotConnected,
    };
}

/// <summary>外部連携 of one member: for now Microsoft 365 alone.</summary>
public sealed record ConnectionsView(
    ShellView Shell, Microsoft365View Microsoft365, IReadOnlyList<FormerAccount> Former, Instant Now, string Zone);

/// <summary>以前のアカウント: no longer the member's calendar, and appointments still have their entries there (SPEC M7).</summary>
/// <param name="Until">When the last of them is over; null when they are only to be removed.</param>
/// <param name="Works">Whether what is there can still be changed.</param>
public sealed record FormerAccount(string Address, int Appointments, Instant? Until, bool Works);

/// <param name="IsConfigured">Whether the organization's operator has given the application's keys.</param>
/// <param name="BySignIn">Connected by signing in with Microsoft: no buttons, signing in again reconnects (SPEC M2).</param>
/// <param name="RegisteredEmail">Given where it differs from <paramref name="Account"/> (SPEC M4).</param>
/// <param name="ThrottledUntil">For <see cref="LinkState.Throttled"/>.</param>
/// <param name="PendingEntries">Calendar entries that wait for this connection.</param>
/// <param name="Licences">The account's products by name, where they could be read.</param>
/// <param name="ByApplication">Connected by the application's own access, which an administrator turned on.</param>
/// <param name="Obstacle">What explains a missing mailbox.</param>
/// <param name="Problem">Why Microsoft refuses the grant, where it does.</param>
public sealed record Microsoft365View(
    LinkState State,
    bool IsConfigured = true,
    bool BySignIn = false,
    string? Account = null,
    string? RegisteredEmail = null,
    string? Tenant = null,
    Instant? ConnectedAt = null,
    Instant? LastUsedAt = null,
    Instant? BrokenSince = null,
    Instant? ThrottledUntil = null,
    int PendingEntries = 0,
    GrantProblem? Problem = null,
    string? Licences = null,
    MailboxObstacle? Obstacle = null,
    bool ByApplication = false)
{
    public SweepView? Sweep { get; init; }

    /// <summary>Empty while nothing is connected.</summary>
    public IReadOnlyList<LinkPart> Parts { get; init; } = [];

    /// <summary>What the application's own access comes to for this member; null while it is off.</summary>
    public Rows.ApplicationReach? Reach { get; init; }
}

/// <summary>How the ledger and the calendar agreed when they were last compared (SPEC P8).</summary>
/// <param name="Amiss">Missing or left over, and seen to since.</param>
/// <param name="Strays">Under our mark, and nothing is known of them.</param>
public sealed record SweepView(Instant At, int Standing, int Amiss, int Strays);

public enum LinkState { NotConnected, Connected, NeedsReconnection, PermissionLost, MailboxMissing, Throttled, RegistrationRefused }

/// <summary>What disconnecting touches, listed before it is pressed.</summary>
/// <param name="MainHostOf">Open proposals that no guest can confirm while their main host has no calendar, in whatever account their holds are.</param>
public sealed record DisconnectView(
    ShellView Shell, string Zone, string Account, IReadOnlyList<TouchedAppointment> Touched, int MainHostOf);
