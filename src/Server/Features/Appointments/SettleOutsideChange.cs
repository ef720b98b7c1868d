using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>What was changed in Outlook is followed or put back (SPEC M19): one decision, told once.</summary>
public sealed class SettleOutsideChange(Db db, Decisions decisions)
{
    /// <summary>Outlookに合わせる: the appointment moves to where the entry stands, or ends because it is gone.</summary>
    public async Task<Result<Done, ChangeRefusal>> FollowAsync(Member by, AppointmentId id, CancellationToken ct)
    {
        if (await MeetingAsync(id, ct) is not { Change: { } change } row)
            return ChangeRefusal.NotInThisState;
        if (change != OutsideChange.Moved)
            return await DecideAsync(by, id, Storage.Rows.TimelineKind.OutsideFollowed, (a, _, now) => a.Cancel(now), ct);
        return row is { ChangeStart: { } start, ChangeEnd: { } end }
            ? await DecideAsync(
                by, id, Storage.Rows.TimelineKind.OutsideFollowed, (a, agenda, now) => a.Reschedule(new Interval(start, end), agenda, now), ct)
            : ChangeRefusal.TimeImpossible;
    }

    /// <summary>元に戻す: the entries are put back to what was decided, those that were deleted as new ones.</summary>
    public async Task<Result<Done, ChangeRefusal>> RestoreAsync(Member by, AppointmentId id, CancellationToken ct)
    {
        if (!await db.Ledger.AnyAsync(l => l.Appointment == id && l.Change != null && l.CopyIn == null, ct))
            return ChangeRefusal.NotInThisState;
        var linkIsNew = await MeetingAsync(id, ct) is { Change: OutsideChange.Deleted or OutsideChange.Cancelled };
        return await DecideAsync(by, id, Storage.Rows.TimelineKind.EntryRestored, (a, _, now) => a.PutBack(linkIsNew, now), ct);
    }

    private Task<LedgerRow?> MeetingAsync(AppointmentId id, CancellationToken ct) => db.Ledger.AsNoTracking()
        .FirstOrDefaultAsync(l => l.Appointment == id && l.Purpose == EntryPurpose.Meeting && l.Change != null, ct);

    private Task<Result<Done, ChangeRefusal>> DecideAsync(
        Member by, AppointmentId id, Storage.Rows.TimelineKind kind,
        Func<Appointment, IReadOnlyCollection<TakenTime>, Instant, Result<Done, ChangeRefusal>> decide, CancellationToken ct) =>
        decisions.RunAsync(id, Actor.Member(by.Id), kind, decide, ChangeRefusal.Busy, ct);
}
