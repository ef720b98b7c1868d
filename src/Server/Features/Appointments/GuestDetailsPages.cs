using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Features.Members;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.Appointments;

/// <summary>お客様の情報を直す・送り直す: what it shows and which page it ends on (SPEC A3b).</summary>
public sealed class GuestDetailsPages(Db db, CorrectGuest correct, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    /// <param name="asked">Which of several guests; the first unless said.</param>
    public async Task<IResult> ShowAsync(AppointmentId id, string? asked, FormState form, int status, CancellationToken ct)
    {
        var appointment = await db.Appointments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct);
        if (appointment is null or { State: AppointmentState.Cancelled })
            return Page.Message(accessor.HttpContext!, MessageKind.NotFound);
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        var guest = appointment.Guests.FirstOrDefault(g => g.Id.ToString() == asked) ?? appointment.FirstGuest;
        var recipient = Outside.Notice.ToGuest(guest.Id);
        var last = await db.Mails.AsNoTracking().Where(m => m.Appointment == id && m.Recipient == recipient)
            .OrderByDescending(m => m.CreatedAt).FirstOrDefaultAsync(ct);
        return Page.Of<GuestDetailsPage>(
            new GuestDetailsView(
                frame, id.ToString(), guest.Id.ToString(), guest.Company, guest.Name, guest.Mail, appointment.CanResend,
                appointment.State == AppointmentState.Confirmed, last?.State == Storage.Rows.MailState.Undeliverable, form),
            status);
    }

    public async Task<IResult> CorrectAsync(AppointmentId id, IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var resends = typed.Text("action") == "resend";
        if (!Guid.TryParse(typed.Text("guest"), out var guest))
            return Page.Message(accessor.HttpContext!, MessageKind.NotFound);
        var company = typed.Text("company", Appointment.LongestName);
        var name = typed.RequiredText("guestName", Appointment.LongestName, Text.Of("GuestNameMissing"));
        var mail = typed.Mail("guestMail");
        if (resends && mail.Length == 0)
            typed.Refuse("guestMail", Text.Of("GuestMailMissing"));
        if (!typed.IsValid)
            return await ShowAsync(id, typed.Text("guest"), typed.State, StatusCodes.Status422UnprocessableEntity, ct);

        var result = await correct.RunAsync(signedIn.Member, id, new GuestId(guest), company, name, mail, resends, ct);
        if (result.Refusal is not { } refusal)
            return Results.Redirect($"/appointments/{id}");
        typed.Refuse("guestMail", Text.Of("RefusedGuest" + refusal));
        return await ShowAsync(id, typed.Text("guest"), typed.State, StatusCodes.Status422UnprocessableEntity, ct);
    }
}

/// <param name="CanResend">There is a mail that could be sent (again).</param>
/// <param name="Confirmed">It is the confirmation; else the proposal.</param>
/// <param name="IsUndelivered">The guest's last mail was refused for good.</param>
public sealed record GuestDetailsView(
    ShellView Shell, string Id, string GuestId, string Company, string GuestName, string GuestMail, bool CanResend, bool Confirmed, bool IsUndelivered,
    FormState Form);
