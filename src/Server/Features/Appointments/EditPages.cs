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
        var directions = typed.Text("directions", Appointment.LongestDirections);
        var message = typed.Text("message", Appointment.LongestText);
        var note = typed.Text("note", Appointment.LongestText);
        var link = MeetingLinks.Read(typed);
        var holdTitle = typed.Text("holdTitle", Appointment.LongestTitle);
        if (!typed.IsValid)
            return await ShowAsync(id, typed.State, StatusCodes.Status422UnprocessableEntity, ct);
        var result = await change.EditAsync(
            signedIn.Member, id,
            words => words with
            {
                Title = title,
                Place = place,
                Directions = directions,
                Message = message,
                Note = note,
                // A page without the field leaves it as it is.
                WithReceptionCode = typed.Text("visit") == "true" ? typed.IsChecked("receptionCode") : words.WithReceptionCode,
                Link = link ?? words.Link,
                HoldStyle = new HoldStyle(
                    Forms.WordOf<HoldStrength>(typed.Text("holdStrength")) ?? words.HoldStyle.Strength,
                    typed.Text("holds") == "true" ? holdTitle : words.HoldStyle.Title,
                    typed.IsChecked("isPrivate")),
            },
            ct);
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
                shell, id.ToString(), a.State == AppointmentState.Confirmed, a.FirstGuest.Company, a.FirstGuest.Name, a.Words,
                a.Format == AppointmentFormat.VisitToUs, a is { Format: AppointmentFormat.Online, CanChooseLink: true }, form)
            : null;
}

/// <param name="Confirmed">The guest and the co-hosts know of it, and are told of the change; no holds stand any more.</param>
/// <param name="IsVisit">来訪: the reception may expect the guest.</param>
/// <param name="ChoosesLink">Web会議 whose link can come from elsewhere still.</param>
public sealed record EditAppointmentView(
    ShellView Shell, string Id, bool Confirmed, string Company, string GuestName, AppointmentWords Words, bool IsVisit, bool ChoosesLink, FormState Form)
{
    /// <summary>Typed already; else fields show what is kept.</summary>
    public bool IsTyped => Form.Values.Count > 0;
}
