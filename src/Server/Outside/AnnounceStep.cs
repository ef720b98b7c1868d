using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Queues the mails of the present revision in the transaction that notes it as announced.</summary>
public sealed class AnnounceStep(
    Db db, LeasedWork work, INotices notices, MailQueue mails, SealedText sealedText, Bell bell, IClock clock)
{
    public Task RunAsync(OutsideState state, Lease lease, CancellationToken ct) =>
        RunAsync(state, lease, notices.PrepareAsync, (appointment, now) => appointment.NoteAnnounced(now), ct);

    /// <summary>Queues リマインド in the transaction that notes it as told: once, and of the time that stands.</summary>
    public Task RunUpcomingAsync(OutsideState state, Lease lease, CancellationToken ct) =>
        RunAsync(state, lease, notices.PrepareUpcomingAsync, (appointment, now) => appointment.NoteUpcomingTold(now), ct);

    private async Task RunAsync(
        OutsideState state, Lease lease, Func<NoticeOccasion, CancellationToken, Task<IReadOnlyList<Notice>>> prepare, Action<Appointment, Instant> note, CancellationToken ct)
    {
        var meeting = state.Ledger.FirstOrDefault(l => l.Purpose == EntryPurpose.Meeting && l.Candidate == state.Appointment.ChosenCandidate);
        var link = meeting?.ProtectedJoinLink is { } sealedLink ? sealedText.Open(SealedText.JoinLink, sealedLink) : null;
        var prepared = await prepare(new NoticeOccasion(state.Organization, state.Appointment, state.Hosts, link) { Rooms = state.Rooms }, ct);

        var appointment = await db.Appointments.SingleAsync(a => a.Id == state.Appointment.Id, ct);
        // Somebody decided meanwhile: what was prepared is no longer what has to be told.
        if (appointment.Version != state.Appointment.Version)
            return;

        await mails.QueueAsync(appointment, prepared, ct);
        note(appointment, clock.GetCurrentInstant());
        try
        {
            await work.CommitAsync(lease, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return;
        }

        bell.Ring();
    }
}
