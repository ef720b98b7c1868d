using System.Globalization;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>Reads 候補を出し直す: the proposal as it is, what the guest asked for, and the hosts' calendars without its own holds.</summary>
public sealed class ShowOffer(Db db, ShowCompose compose, IClock clock)
{
    public Task<Appointment?> AppointmentAsync(AppointmentId id, CancellationToken ct) =>
        db.Appointments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct);

    public async Task<OfferView> RunAsync(ShellView shell, Member reader, Appointment appointment, ComposeForm form, CancellationToken ct) => new(
        await compose.RunAsync(shell, reader, form, ct),
        appointment.Id.ToString(),
        IsAsked(appointment),
        appointment.Chosen is { } chosen ? LocalRange.Of(chosen.Time, form.Zone) : null,
        appointment.DisplayTitle,
        appointment.FirstGuest.Company,
        appointment.FirstGuest.Name,
        appointment.InvitesByMail || IsAsked(appointment)
            ? Ui.Text.List([.. appointment.Guests.Select(g => g.Mail).Where(m => m.Length > 0)])
            : "",
        appointment.RequestMessage,
        form.GuestZones,
        [
            .. appointment.PreferredTimes.Where(p => p.Start > clock.GetCurrentInstant())
                .Select(p => LocalRange.Of(new Interval(p.Start, p.End), form.Zone)),
        ]);

    private static bool IsAsked(Appointment appointment) =>
        appointment.State is AppointmentState.TimesRequested or AppointmentState.Confirmed;

    /// <summary>The page before anything was typed: what stands and is not past; nothing when the guest found none of it to suit.</summary>
    public IFormCollection Blank(Appointment appointment)
    {
        var zone = DateTimeZoneProviders.Tzdb[appointment.ZoneId];
        var now = clock.GetCurrentInstant();
        var standing = IsAsked(appointment)
            ? []
            : appointment.Candidates.Where(c => c.Start > now).OrderBy(c => c.Start).ToList();
        var fields = new Dictionary<string, StringValues>
        {
            ["candidate"] = new([.. standing.Select(c => LocalRange.Of(c.Time, zone).Wire)]),
            ["message"] = appointment.Message,
            ["holdsRooms"] = appointment.HoldsRooms ? "true" : "",
            ["roomSeats"] = appointment.RoomSeats > 0 ? appointment.RoomSeats.ToString(CultureInfo.InvariantCulture) : "",
            ["roomEquipment"] = new([.. appointment.RoomEquipment]),
        };
        if (appointment.Chosen is null && appointment.Deadline > now && appointment.Deadline < appointment.Candidates.Max(c => c.Start))
        {
            var deadline = appointment.Deadline.InZone(zone).LocalDateTime;
            fields["deadlineDate"] = Dates.Iso(deadline.Date);
            fields["deadlineTime"] = Dates.Wire(deadline)[11..];
        }

        foreach (var candidate in standing)
        {
            if (candidate.RoomOrNone is { } room)
                fields[ComposeForm.RoomField(LocalRange.Of(candidate.Time, zone))] = room.ToString();
        }

        return new FormCollection(fields);
    }

    /// <summary>The form with what cannot be changed here: hosts, main host and zone are the proposal's.</summary>
    public static ComposeForm FormOf(IFormCollection posted, Appointment appointment)
    {
        var zone = DateTimeZoneProviders.Tzdb[appointment.ZoneId];
        var form = new ComposeForm(posted, appointment.CreatedBy, zone)
        {
            Of = appointment.Id,
            MainHost = appointment.MainHost,
            GuestZones = [.. appointment.Guests.Select(appointment.ZoneOf)],
        };
        form.Hosts.Clear();
        form.Hosts.AddRange(appointment.Hosts);
        if (appointment is { State: AppointmentState.Open, HoldsRooms: true })
        {
            foreach (var candidate in appointment.Candidates)
            {
                if (candidate.RoomOrNone is { } room)
                    form.HeldRooms[LocalRange.Of(candidate.Time, zone)] = room;
            }
        }

        return form;
    }
}

/// <summary>候補を出し直す.</summary>
/// <param name="IsAsked">The guest asked for other times.</param>
/// <param name="TakenBack">The fixed time that is taken back with it.</param>
/// <param name="MailedTo">Who is told; empty when nobody is.</param>
/// <param name="GuestZones">IANA zones in which the guests are told times.</param>
/// <param name="Wishes">The guest's own times that are still ahead.</param>
public sealed record OfferView(
    ComposeView Compose,
    string Id,
    bool IsAsked,
    LocalRange? TakenBack,
    string Title,
    string Company,
    string GuestName,
    string MailedTo,
    string RequestMessage,
    IReadOnlyList<string> GuestZones,
    IReadOnlyList<LocalRange> Wishes);
