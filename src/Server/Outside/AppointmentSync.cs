using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Makes the outside equal to what was decided for one appointment, one difference at a time.</summary>
public sealed class AppointmentSync(
    Db db, Decisions decisions, INotices notices, EntrySteps entries, AnnounceStep announce, RoomAnswers rooms, IClock clock)
{
    /// <summary>More steps than any appointment needs; beyond it something does not settle, and a later look goes on.</summary>
    private const int MostSteps = 400;

    /// <returns>When to look again; null when everything is as it should be.</returns>
    public async Task<Instant?> RunAsync(Lease lease, CancellationToken ct)
    {
        var id = new AppointmentId(lease.Subject);
        for (var step = 0; step < MostSteps; step++)
        {
            db.ChangeTracker.Clear();
            if (await OutsideState.ReadAsync(db, id, ct) is not { } state)
                return null;

            var appointment = state.Appointment;
            var now = clock.GetCurrentInstant();
            if (appointment.State == AppointmentState.Open && now >= appointment.Deadline)
            {
                await decisions.RunAsync<Done, ChangeRefusal>(
                    id, Actor.Hidori, TimelineKind.Expired,
                    (a, _, at) => a.Expire(at) ? Done.Value : ChangeRefusal.NotInThisState, ChangeRefusal.Busy, ct);
                continue;
            }

            if (appointment.ReminderIsDue(now))
            {
                await decisions.RunAsync<Done, ChangeRefusal>(
                    id, Actor.Hidori, TimelineKind.Reminded,
                    (a, _, at) => a.ReminderIsDue(at) ? a.Remind(at) : ChangeRefusal.NotInThisState, ChangeRefusal.Busy, ct);
                continue;
            }

            var (hasDecided, roomsAgainAt) = await rooms.SettleAsync(state, Wanted(state, notices), lease, ct);
            if (hasDecided)
                continue;

            var plan = Plan(state, notices, now);
            if (plan.Next is null)
            {
                var again = roomsAgainAt is { } later ? Earlier(plan.LookAgainAt, later) : plan.LookAgainAt;
                if (appointment.UpcomingIsDue(now) && SyncPlan.MeetingStands(Wanted(state, notices), state.LedgerForPlanning()))
                {
                    await announce.RunUpcomingAsync(state, lease, ct);
                    continue;
                }

                if (appointment.State != AppointmentState.Open)
                    return appointment.UpcomingLookAt(now) is { } upcoming ? Earlier(again, upcoming) : again;
                return Earlier(again, appointment.ReminderDueAt is { } reminder && appointment.AwaitsAnswerByMail(now) ? reminder : appointment.Deadline);
            }

            await CarryOutAsync(plan.Next, state, lease, ct);
        }

        return clock.GetCurrentInstant();
    }

    /// <summary>The plan for a state that was read; also what the appointment's page shows as pending.</summary>
    public static SyncPlan Plan(OutsideState state, INotices notices, Instant now) => SyncPlan.For(
        Wanted(state, notices),
        state.LedgerForPlanning(),
        AppointmentFootprint.Announces(state.Appointment),
        now);

    public static Footprint Wanted(OutsideState state, INotices notices) => AppointmentFootprint.Of(
        state.Appointment, state.Hosts, state.Rooms, notices.EntryWording(state.Organization, state.Appointment));

    private Task CarryOutAsync(SyncStep step, OutsideState state, Lease lease, CancellationToken ct) => step switch
    {
        SyncStep.PutEntry put => entries.PutAsync(put.Wanted, state, lease, ct),
        SyncStep.RemoveEntry remove => entries.RemoveAsync(remove.Recorded.Key, state, lease, ct),
        SyncStep.ReadJoinLink read => entries.ReadJoinLinkAsync(read.Recorded.Key, state, lease, ct),
        SyncStep.FindCopy find => entries.FindCopyAsync(find.Copy, state, lease, ct),
        SyncStep.Announce => announce.RunAsync(state, lease, ct),
        _ => throw new InvalidOperationException($"A step without a hand: {step.GetType().Name}"),
    };

    private static Instant Earlier(Instant? one, Instant other) => one is { } instant ? Instant.Min(instant, other) : other;
}
