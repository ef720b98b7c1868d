using Hidori.Domain;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>The list of subjects to look at. One row a subject; it carries no payload (HOUSE §4.6).</summary>
public sealed class Outbox(DbFactory factory, NotedLooks looks, IClock clock)
{
    /// <summary>
    /// Longer than all calls of one step together, so that a worker that still waits for an answer keeps its subject.
    /// </summary>
    public static readonly Duration LeaseTime = Duration.FromMinutes(3);

    /// <summary>A subject that is new in this transaction.</summary>
    /// <param name="dueAt">When it is to be looked at; null when not before somebody rings.</param>
    public static void Open(Db db, SubjectKind kind, Guid subject, OrganizationId organization, Instant? dueAt) =>
        db.Outbox.Add(new OutboxRow { Kind = kind, Subject = subject, Organization = organization, DueAt = dueAt, Rings = 1 });

    /// <summary>Says within the caller's transaction that a subject is to be looked at.</summary>
    /// <returns>How many there are: none or one.</returns>
    public static Task<int> RingAsync(Db db, SubjectKind kind, Guid subject, Instant dueAt, CancellationToken ct) =>
        RingAsync(db.Outbox, kind, [subject], dueAt, ct);

    /// <summary>The same of several, for whoever does not know the subjects' organizations.</summary>
    public static Task<int> RingAnywhereAsync(Db db, SubjectKind kind, IReadOnlyCollection<Guid> subjects, Instant dueAt, CancellationToken ct) =>
        RingAsync(db.Outbox.IgnoreQueryFilters([Db.OrganizationFilter]), kind, subjects, dueAt, ct);

    /// <summary>The same for a subject that may not be on the list yet. The caller saves.</summary>
    public static async Task RingOrOpenAsync(
        Db db, SubjectKind kind, Guid subject, OrganizationId organization, Instant dueAt, CancellationToken ct)
    {
        if (await RingAsync(db, kind, subject, dueAt, ct) == 0)
            Open(db, kind, subject, organization, dueAt);
    }

    private static Task<int> RingAsync(
        IQueryable<OutboxRow> rows, SubjectKind kind, IReadOnlyCollection<Guid> subjects, Instant dueAt, CancellationToken ct) =>
        rows.Where(o => o.Kind == kind && subjects.Contains(o.Subject))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(o => o.DueAt, o => o.DueAt == null || o.DueAt > dueAt ? dueAt : o.DueAt)
                    .SetProperty(o => o.Rings, o => o.Rings + 1),
                ct);

    /// <summary>Takes the lease of a subject that is due; null when there is none.</summary>
    public async Task<Lease?> TakeAsync(CancellationToken ct)
    {
        // What pages wanted to show since may be due by now.
        await looks.WriteAsync(ct);
        var now = clock.GetCurrentInstant();
        await using var db = factory.OpenOutsideOrganizations();
        var due = await db.Outbox.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking()
            .Where(o => o.DueAt != null && o.DueAt <= now && (o.LeasedUntil == null || o.LeasedUntil < now))
            .OrderBy(o => o.DueAt)
            .Take(16)
            .ToListAsync(ct);

        foreach (var row in due)
        {
            var id = Guid.CreateVersion7();
            using var turn = await factory.WriterTurnAsync(ct);
            var taken = await db.Outbox.IgnoreQueryFilters([Db.OrganizationFilter])
                .Where(o => o.Kind == row.Kind && o.Subject == row.Subject && o.DueAt != null && o.DueAt <= now
                    && (o.LeasedUntil == null || o.LeasedUntil < now) && o.Rings == row.Rings)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(o => o.Lease, id).SetProperty(o => o.LeasedUntil, now + LeaseTime), ct);
            if (taken == 1)
                return new Lease(id, row.Kind, row.Subject, row.Organization, row.Rings);
        }

        return null;
    }

    /// <summary>When the next look is due, over all organizations; null when nothing waits.</summary>
    public async Task<Instant?> NextAsync(CancellationToken ct)
    {
        await using var db = factory.OpenOutsideOrganizations();
        return await db.Outbox.IgnoreQueryFilters([Db.OrganizationFilter]).MinAsync(o => o.DueAt, ct);
    }

    /// <summary>Gives the lease back. A ring that came meanwhile keeps the subject due at once.</summary>
    public async Task FinishAsync(Lease lease, Instant? lookAgainAt, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        await using var db = factory.OpenOutsideOrganizations();
        using var turn = await factory.WriterTurnAsync(ct);
        await db.Outbox.IgnoreQueryFilters([Db.OrganizationFilter])
            .Where(o => o.Kind == lease.Kind && o.Subject == lease.Subject && o.Lease == lease.Id)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(o => o.DueAt, o => o.Rings == lease.Rings ? lookAgainAt : now)
                    .SetProperty(o => o.Lease, (Guid?)null)
                    .SetProperty(o => o.LeasedUntil, (Instant?)null),
                ct);
    }
}

/// <summary>One worker's right to look at one subject.</summary>
/// <param name="Rings">Wake-ups seen when it was taken.</param>
public sealed record Lease(Guid Id, SubjectKind Kind, Guid Subject, OrganizationId Organization, long Rings);

/// <summary>Another worker has the subject by now. Nothing may be written any more.</summary>
public sealed class LeaseLostException() : Exception("The lease of this subject has passed to another worker.");
