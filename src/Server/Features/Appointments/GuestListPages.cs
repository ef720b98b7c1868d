using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Features.Members;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>お客様を追加する, お客様を外す: what they show and which page they end on.</summary>
public sealed class GuestListPages(
    Db db, ChangeGuests change, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor, IClock clock)
{
    public async Task<IResult> ShowAddingAsync(AppointmentId id, FormState form, int status, CancellationToken ct)
    {
        if (await ChangeableAsync(id, ct) is not { } appointment)
            return Page.Message(accessor.HttpContext!, MessageKind.NotFound);
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        var like = appointment.FirstGuest;
        return Page.Of<AddGuestPage>(
            new AddGuestView(
                frame, id.ToString(), like.Company, like.Language, like.ZoneId, appointment.ZoneId, clock.GetCurrentInstant(), ToldOf(appointment), form),
            status);
    }

    public async Task<IResult> AddAsync(AppointmentId id, IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var company = typed.Text("company", Appointment.LongestName);
        var name = typed.RequiredText("guestName", Appointment.LongestName, Text.Of("GuestNameMissing"));
        var mail = typed.Mail("guestMail");
        var language = Languages.Read(typed.Text("guestLanguage"));
        var zone = typed.Text("guestZone");
        if (!typed.IsValid)
            return await ShowAddingAsync(id, typed.State, StatusCodes.Status422UnprocessableEntity, ct);

        var result = await change.AddAsync(signedIn.Member, id, company, name, mail, language, Zones.IsKnown(zone) ? zone : "", ct);
        if (result.Refusal is not { } refusal)
            return Results.Redirect($"/appointments/{id}");
        typed.Refuse("guestMail", Text.Of("RefusedGuest" + refusal));
        return await ShowAddingAsync(id, typed.State, StatusCodes.Status422UnprocessableEntity, ct);
    }

    public async Task<IResult> ShowRemovingAsync(AppointmentId id, string? asked, FormState form, int status, CancellationToken ct)
    {
        if (await ChangeableAsync(id, ct) is not { } appointment || GuestOf(appointment, asked) is not { } guest)
            return Page.Message(accessor.HttpContext!, MessageKind.NotFound);
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        return Page.Of<RemoveGuestPage>(
            new RemoveGuestView(
                frame, id.ToString(), guest.Id.ToString(), guest.Company, guest.Name,
                guest.Knowledge == GuestKnowledge.Nothing ? null : guest.Mail, guest.Knowledge == GuestKnowledge.FixedTime,
                appointment.Guests.Count > 1 && appointment.AnsweredBy == guest.Id, form),
            status);
    }

    public async Task<IResult> RemoveAsync(AppointmentId id, IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        if (await ChangeableAsync(id, ct) is not { } appointment || GuestOf(appointment, typed.Text("guest")) is not { } guest)
            return Results.Redirect($"/appointments/{id}");
        var result = await change.RemoveAsync(signedIn.Member, id, guest, ct);
        if (result.Refusal is not { } refusal)
            return Results.Redirect($"/appointments/{id}");
        typed.Refuse("guest", Text.Of("RefusedGuest" + refusal));
        return await ShowRemovingAsync(id, typed.Text("guest"), typed.State, StatusCodes.Status409Conflict, ct);
    }

    private async Task<Appointment?> ChangeableAsync(AppointmentId id, CancellationToken ct) =>
        await db.Appointments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct) is { } appointment
            && appointment.CanChangeGuests(clock.GetCurrentInstant()) ? appointment : null;

    private static Guest? GuestOf(Appointment appointment, string? asked) => appointment.Guests.FirstOrDefault(g => g.Id.ToString() == asked);

    private static ToldOnAdding ToldOf(Appointment appointment) => appointment.ToldOnAdding switch
    {
        GuestKnowledge.FixedTime => ToldOnAdding.FixedTime,
        GuestKnowledge.Candidates => ToldOnAdding.Candidates,
        GuestKnowledge.Nothing => appointment.State == AppointmentState.Open ? ToldOnAdding.Nothing : ToldOnAdding.Later,
    };
}

/// <summary>What an added guest is told at once.</summary>
public enum ToldOnAdding
{
    /// <summary>The candidates, by mail.</summary>
    Candidates,

    /// <summary>The fixed time, by mail where there is an address.</summary>
    FixedTime,

    /// <summary>The URL is handed over by other means.</summary>
    Nothing,

    /// <summary>The next candidates, when there are some.</summary>
    Later,
}

/// <param name="Company">Mostly they come from the same company as the first guest, and read the same language.</param>
/// <param name="PlannedIn">IANA zone the appointment is planned in.</param>
public sealed record AddGuestView(
    ShellView Shell, string Id, string Company, string Language, string ZoneId, string PlannedIn, Instant Now, ToldOnAdding Told, FormState Form);

/// <param name="ToldAt">The address that is told of it; null when they were never written to.</param>
/// <param name="HasEntry">A fixed time stands in their own calendar.</param>
/// <param name="HasAnswered">What they chose stands all the same.</param>
public sealed record RemoveGuestView(
    ShellView Shell, string Id, string GuestId, string Company, string GuestName, string? ToldAt, bool HasEntry, bool HasAnswered, FormState Form);
