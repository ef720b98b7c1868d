using System.Collections.Concurrent;
using Hidori.Server.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Storage;

/// <summary>HOUSE §4.6, SPEC X4: a subject is leased to one worker, of whichever node, and never lost with it.</summary>
public sealed class OneWorkerASubject
{
    private static readonly Duration Moment = Duration.FromMilliseconds(1);

    [Theory, EveryDatabase]
    public async Task Eight_workers_on_two_nodes_never_hold_one_subject_together(DatabaseKind kind)
    {
        const int Subjects = 40;
        await using var storage = await TestStorage.MakeAsync(kind);
        var time = new Clock();
        await using (var db = storage.Open(default))
        {
            for (var n = 0; n < Subjects; n++)
                Outbox.Open(db, SubjectKind.Mail, Guid.CreateVersion7(), default, TestStorage.Now - Duration.FromSeconds(n));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        Outbox[] nodes = [OutboxOf(storage.Factory, time), OutboxOf(storage.AnotherNode(), time)];
        var held = new ConcurrentDictionary<Guid, Guid>();
        var looks = new ConcurrentBag<Guid>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
        {
            var ct = TestContext.Current.CancellationToken;
            for (var idle = 0; idle < 5;)
            {
                if (await nodes[n % 2].TakeAsync(ct) is not { } lease)
                {
                    idle++;
                    await Task.Delay(5, ct);
                    continue;
                }

                Assert.True(held.TryAdd(lease.Subject, lease.Id), "two workers hold one subject");
                await Task.Delay(Random.Shared.Next(5), ct);
                Assert.True(held.TryRemove(new(lease.Subject, lease.Id)));
                looks.Add(lease.Subject);
                await nodes[n % 2].FinishAsync(lease, null, ct);
            }
        }));

        Assert.Equal(Subjects, looks.Count);
        Assert.Equal(Subjects, looks.Distinct().Count());
        Assert.Null(await nodes[0].NextAsync(TestContext.Current.CancellationToken));
    }

    [Theory, EveryDatabase]
    public async Task A_dead_workers_subject_is_taken_over_when_its_lease_has_run_out(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var look = await MailAsync(storage);
        var ct = TestContext.Current.CancellationToken;
        var dead = await look.Outbox.TakeAsync(ct);
        Assert.NotNull(dead);

        look.Time.Passes(Outbox.LeaseTime);
        Assert.Null(await look.OtherNode.TakeAsync(ct));
        look.Time.Passes(Moment);
        var heir = await look.OtherNode.TakeAsync(ct);
        Assert.NotNull(heir);
        Assert.Equal(dead.Subject, heir.Subject);
        Assert.NotEqual(dead.Id, heir.Id);
    }

    [Theory, EveryDatabase]
    public async Task A_worker_that_commits_keeps_its_lease(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var look = await MailAsync(storage);
        var ct = TestContext.Current.CancellationToken;
        var lease = (await look.Outbox.TakeAsync(ct))!;
        await using var db = storage.Open(lease.Organization);

        for (var step = 0; step < 5; step++)
        {
            look.Time.Passes(Outbox.LeaseTime - Moment);
            await new LeasedWork(db, storage.Factory, look.Time).CommitAsync(lease, ct);
            Assert.Null(await look.OtherNode.TakeAsync(ct));
        }
    }

    [Theory, EveryDatabase]
    public async Task A_worker_that_lost_its_lease_saves_nothing_and_gives_nothing_back(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var look = await MailAsync(storage);
        var ct = TestContext.Current.CancellationToken;
        var late = (await look.Outbox.TakeAsync(ct))!;
        look.Time.Passes(Outbox.LeaseTime + Moment);
        var heir = (await look.OtherNode.TakeAsync(ct))!;

        await using (var db = storage.Open(late.Organization))
        {
            (await db.Mails.SingleAsync(ct)).State = MailState.Sent;
            db.Timeline.Add(new TimelineRow { Id = Guid.CreateVersion7(), Organization = late.Organization, At = TestStorage.Now });
            var work = new LeasedWork(db, storage.Factory, look.Time);
            await Assert.ThrowsAsync<LeaseLostException>(() => work.CommitAsync(late, ct));
        }

        await look.Outbox.FinishAsync(late, null, ct);
        await using var after = storage.Open(late.Organization);
        Assert.Equal(MailState.Queued, (await after.Mails.SingleAsync(ct)).State);
        Assert.Equal(0, await after.Timeline.CountAsync(ct));
        var row = await after.Outbox.SingleAsync(ct);
        Assert.Equal(heir.Id, row.Lease);
        Assert.NotNull(row.DueAt);
        // The turn to write was given back, or this would wait for ever.
        await new LeasedWork(after, storage.Factory, look.Time).CommitAsync(heir, ct);
    }

    [Theory, EveryDatabase]
    public async Task A_subject_rung_while_it_is_leased_stays_due(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var look = await MailAsync(storage);
        var ct = TestContext.Current.CancellationToken;
        var lease = (await look.Outbox.TakeAsync(ct))!;

        await using (var db = storage.Open(lease.Organization))
            await Outbox.RingAsync(db, lease.Kind, lease.Subject, look.Time.GetCurrentInstant(), ct);
        Assert.Null(await look.Outbox.TakeAsync(ct));
        await look.Outbox.FinishAsync(lease, lookAgainAt: null, ct);

        var again = await look.OtherNode.TakeAsync(ct);
        Assert.Equal(lease.Subject, again?.Subject);
        await look.OtherNode.FinishAsync(again!, null, ct);
        Assert.Null(await look.Outbox.TakeAsync(ct));
    }

    [Theory, EveryDatabase]
    public async Task A_later_ring_never_puts_off_an_earlier_look(DatabaseKind kind)
    {
        await using var storage = await TestStorage.MakeAsync(kind);
        var look = await MailAsync(storage);
        var ct = TestContext.Current.CancellationToken;

        await using (var db = storage.Open(look.Organization))
        {
            var subject = (await db.Outbox.AsNoTracking().SingleAsync(ct)).Subject;
            await Outbox.RingAsync(db, SubjectKind.Mail, subject, TestStorage.Now + Duration.FromHours(1), ct);
        }

        Assert.Equal(TestStorage.Now, await look.Outbox.NextAsync(ct));
    }

    private static async Task<Look> MailAsync(TestStorage storage)
    {
        var (organization, _) = await storage.AddOrganizationAsync("a", 1);
        await using var db = storage.Open(organization);
        var mail = new MailRow { Id = Guid.CreateVersion7(), Organization = organization, MessageId = "m", CreatedAt = TestStorage.Now };
        db.Mails.Add(mail);
        Outbox.Open(db, SubjectKind.Mail, mail.Id, organization, TestStorage.Now);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var time = new Clock();
        return new Look(organization, time, OutboxOf(storage.Factory, time), OutboxOf(storage.AnotherNode(), time));
    }

    private static Outbox OutboxOf(DbFactory factory, IClock time) => new(factory, new NotedLooks(factory, time), time);

    private sealed record Look(Hidori.Domain.OrganizationId Organization, Clock Time, Outbox Outbox, Outbox OtherNode);

    private sealed class Clock : IClock
    {
        private Instant _now = TestStorage.Now;

        public Instant GetCurrentInstant() => _now;

        public void Passes(Duration duration) => _now += duration;
    }
}
