using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>Takes several proposals back: named first, then decided one by one, each with its own answer.</summary>
public sealed class WithdrawSeveral(Db db, ChangeAppointment change, IClock clock)
{
    /// <summary>As many as one page of the list shows.</summary>
    private const int Most = 50;

    /// <summary>What is ticked and the reader may see.</summary>
    public async Task<WithdrawSeveralView> ShowAsync(ShellView shell, Member reader, IEnumerable<string?> ticked, string back, FormState form, CancellationToken ct)
    {
        var lines = (await TickedAsync(reader, ticked, ct)).Select(a => LineOf(a, a.CanWithdraw ? WithdrawOutcome.Possible : WithdrawOutcome.NotInThisState));
        return new WithdrawSeveralView(shell, [.. lines], back, form, IsDone: false);
    }

    public async Task<WithdrawSeveralView> RunAsync(
        ShellView shell, Member by, IEnumerable<string?> ticked, string message, string back, CancellationToken ct)
    {
        var lines = new List<WithdrawLine>();
        foreach (var appointment in await TickedAsync(by, ticked, ct))
        {
            // Pressed twice says the same as once.
            var outcome = appointment.State == AppointmentState.Cancelled
                ? WithdrawOutcome.Withdrawn
                : (await change.WithdrawAsync(by, appointment.Id, message, ct)).Refusal switch
                {
                    null => WithdrawOutcome.Withdrawn,
                    ChangeRefusal.Busy => WithdrawOutcome.Busy,
                    _ => WithdrawOutcome.NotInThisState,
                };
            lines.Add(LineOf(appointment, outcome));
        }

        return new WithdrawSeveralView(shell, lines, back, FormState.Empty, IsDone: true);
    }

    private async Task<List<Appointment>> TickedAsync(Member reader, IEnumerable<string?> ticked, CancellationToken ct)
    {
        var ids = ticked.Select(t => Guid.TryParse(t, out var id) ? id : Guid.Empty).Distinct().Take(Most).Select(id => new Domain.AppointmentId(id)).ToList();
        return await ChangeAppointment.Visible(db, reader).AsNoTracking().Where(a => ids.Contains(a.Id))
            .OrderByDescending(a => a.ChangedAt).ThenByDescending(a => a.Id).AsSplitQuery().ToListAsync(ct);
    }

    private WithdrawLine LineOf(Appointment appointment, WithdrawOutcome outcome) => new(
        appointment.Id.ToString(), ShowAppointments.StatusOf(appointment, clock.GetCurrentInstant()), appointment.FirstGuest.Company,
        appointment.FirstGuest.Name, appointment.Guests.Count, appointment.DisplayTitle, appointment.GuestWaits, outcome);
}

/// <param name="Back">The list as it was narrowed.</param>
/// <param name="Form">Field: message.</param>
/// <param name="IsDone">The lines tell what became of each.</param>
public sealed record WithdrawSeveralView(ShellView Shell, IReadOnlyList<WithdrawLine> Lines, string Back, FormState Form, bool IsDone);

/// <param name="GuestIsTold">By mail, that it is withdrawn.</param>
public sealed record WithdrawLine(
    string Id, AppointmentStatus Status, string Company, string GuestName, int Guests, string Title, bool GuestIsTold, WithdrawOutcome Outcome);

public enum WithdrawOutcome { Possible, Withdrawn, NotInThisState, Busy }
