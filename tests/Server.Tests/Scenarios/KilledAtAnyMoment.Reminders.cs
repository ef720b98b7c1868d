using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Outside;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

public sealed partial class KilledAtAnyMoment
{
    /// <summary>
    /// While nobody lives, the reminder of everything that is confirmed falls due: the server's clock is the machine's, so that the hour
    /// cannot come by itself. Whom it has fallen due for once it does not again.
    /// </summary>
    private static Task RemindersFallDueAsync(App app) => app.ReadsAsync(async db =>
    {
        var ct = TestContext.Current.CancellationToken;
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        await db.Appointments.Where(a => a.State == AppointmentState.Confirmed && a.Upcoming == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Upcoming, UpcomingNotice.Usual).SetProperty(a => a.UpcomingDueAt, now), ct);
        return await db.Outbox.Where(o => o.Kind == SubjectKind.Appointment && o.Lease == null)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.DueAt, now), ct);
    });

    /// <summary>Once for each, however often the server died over it.</summary>
    private static async Task EverybodyWasRemindedOnceAsync(App app)
    {
        var ct = TestContext.Current.CancellationToken;
        var (due, told) = await app.ReadsAsync(async db => (
            await db.Appointments.AsNoTracking().Where(a => a.Upcoming != null).Select(a => a.Id).ToListAsync(ct),
            await db.Mails.AsNoTracking().Where(m => m.Kind == NoticeKinds.Upcoming).Select(m => m.Appointment).ToListAsync(ct)));
        Assert.Equal(due.Order(ById), told.OfType<AppointmentId>().Order(ById));
    }

    private static readonly Comparer<AppointmentId> ById = Comparer<AppointmentId>.Create((a, b) => a.Value.CompareTo(b.Value));
}
