using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>候補を出し直す: which page it ends on (SPEC P5, P7).</summary>
public sealed class OfferPages(
    ShowOffer show, OfferTimes offer, SuggestCandidates suggest, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor, IClock clock)
{
    public async Task<IResult> ShowAsync(AppointmentId id, CancellationToken ct) =>
        await show.AppointmentAsync(id, ct) switch
        {
            null => Page.Message(accessor.HttpContext!, MessageKind.NotFound),
            var appointment when !appointment.CanOffer(clock.GetCurrentInstant()) => Results.Redirect($"/appointments/{id}"),
            var appointment => await PageAsync(appointment, ShowOffer.FormOf(show.Blank(appointment), appointment), StatusCodes.Status200OK, ct),
        };

    public async Task<IResult> PostAsync(AppointmentId id, IFormCollection posted, ComposeTemplates templates, CancellationToken ct)
    {
        if (await show.AppointmentAsync(id, ct) is not { } appointment)
            return Page.Message(accessor.HttpContext!, MessageKind.NotFound);
        if (!appointment.CanOffer(clock.GetCurrentInstant()))
            return Results.Redirect($"/appointments/{id}");
        var form = ShowOffer.FormOf(posted, appointment);
        if (form.Action == "send")
        {
            if (form.ReadOffer() is { } read)
            {
                if ((await offer.RunAsync(signedIn.Member, appointment, form, read, posted["takesBackTime"] == "true", ct)).Refusal is not { } refusal)
                    return Results.Redirect($"/appointments/{id}");
                // The hosts stand: what is wrong with them is said at the candidates.
                form.Refuse(refusal == ProposalRefusal.MainHostNotConnected ? "candidate" : ProposalRoutes.FieldOf(refusal), Text.Of("Refused" + refusal));
            }

            return await PageAsync(appointment, form, StatusCodes.Status422UnprocessableEntity, ct);
        }

        var status = StatusCodes.Status200OK;
        if (form.Action == "suggest")
            await suggest.RunAsync(form, ct);
        else if (form.Action is "putTemplate" or "keepTemplate")
            status = await templates.ActAsync(signedIn.Member, form, ct);
        else
            form.Act();
        return await PageAsync(appointment, form, status, ct);
    }

    /// <summary>The rooms alone, for the form as it is now.</summary>
    public async Task<IResult> RoomsAsync(AppointmentId id, IFormCollection posted, CancellationToken ct)
    {
        if (await show.AppointmentAsync(id, ct) is not { } appointment || !appointment.CanOffer(clock.GetCurrentInstant()))
            return Results.NotFound();
        var form = ShowOffer.FormOf(posted, appointment);
        form.Act();
        return Page.Of<RoomsOfCandidates>((await ViewAsync(appointment, form, ct)).Compose);
    }

    private async Task<IResult> PageAsync(Appointment appointment, ComposeForm form, int status, CancellationToken ct) =>
        Page.Of<OfferPage>(await ViewAsync(appointment, form, ct), status);

    private async Task<OfferView> ViewAsync(Appointment appointment, ComposeForm form, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        return await show.RunAsync(frame, signedIn.Member, appointment, form, ct);
    }
}
