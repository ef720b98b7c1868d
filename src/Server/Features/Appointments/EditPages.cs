using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Features.Members;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.Appointments;

/// <summary>内容の変更: which page it ends on (SPEC M18).</summary>
public sealed class EditPages(ShowEdit show, ChangeAppointment change, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    public async Task<IResult> ShowAsync(AppointmentId id, FormState form, int status, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        return await show.RunAsync(frame, id, form, ct) is { } view
            ? Page.Of<EditAppointmentPage>(view, status)
            : Page.Message(accessor.HttpContext!, MessageKind.NotFound);
    }

    public async Task<IResult> EditAsync(AppointmentId id, IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var title = typed.Text("title", Appointment.LongestTitle);
        var place = typed.Text("place", Appointment.LongestPlace);
        var message = typed.Text("message", Appointment.LongestText);
        var note = typed.Text("note", Appointment.LongestText);
        if (!typed.IsValid)
            return await ShowAsync(id, typed.State, StatusCodes.Status422UnprocessableEntity, ct);
        var result = await change.EditAsync(
            signedIn.Member, id, title, place, message, note, typed.Text("visit") == "true" ? typed.IsChecked("receptionCode") : null, ct);
        if (result.Refusal is not { } refusal)
            return Results.Redirect($"/appointments/{id}");
        typed.Refuse("title", Text.Of("Refused" + refusal));
        return await ShowAsync(id, typed.State, StatusCodes.Status409Conflict, ct);
    }
}

/// <summary>Reads what can be changed without changing the time.</summary>
public sealed class ShowEdit(Db db)
{
    public async Task<EditAppointmentView?> RunAsync(ShellView shell, AppointmentId id, FormState form, CancellationToken ct) =>
        await db.Appointments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct) is { } a
            ? new EditAppointmentView(
                shell, id.ToString(), a.State == AppointmentState.Confirmed, a.FirstGuest.Company, a.FirstGuest.Name, a.Title, a.Place,
                a.Message, a.Note, a.Format == AppointmentFormat.VisitToUs ? a.WithReceptionCode : null, form)
            : null;
}

/// <param name="WithReceptionCode">Null where there is no visit to us.</param>
/// <param name="Confirmed">The guest and the co-hosts know of it, and are told of the change.</param>
public sealed record EditAppointmentView(
    ShellView Shell, string Id, bool Confirmed, string Company, string GuestName, string Title, string Place, string Message,
    string Note, bool? WithReceptionCode, FormState Form);
