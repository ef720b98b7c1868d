using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>日程調整を作成: which page each button ends on. Everything typed is kept.</summary>
public sealed class ComposePages(
    ShowCompose show, BlankProposal blank, KeepDrafts drafts, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    private HttpContext Http => accessor.HttpContext!;

    private Member Member => signedIn.Member;

    public async Task<IResult> NewAsync(CancellationToken ct)
    {
        var query = Http.Request.Query;
        if (Guid.TryParse(query["wish"], out var wish) && await blank.AnswerToAsync(Member, wish, ct) is { } answer)
            return Results.Redirect($"/appointments/{answer}");
        var fields = Guid.TryParse(query["draft"], out var draft) ? await drafts.OpenAsync(Member, draft, ct)
            : query["wish"].Count > 0 ? await blank.OfWishAsync(Member, wish, ct)
            : Guid.TryParse(query["copy"], out var copied) ? await blank.CopyAsync(Member, new AppointmentId(copied), ct)
            : BlankProposal.Empty(Member);
        if (fields is null)
            return Page.Message(Http, MessageKind.NotFound);
        if (query["week"].Count > 0)
            fields["week"] = query["week"];
        var (frame, zone) = await FrameAsync(ct);
        return await DrawAsync(frame, new ComposeForm(new FormCollection(fields), Member.Id, zone), StatusCodes.Status200OK, ct);
    }

    public async Task<IResult> PostAsync(
        IFormCollection posted, SendProposal send, SuggestCandidates suggest, ChosenRooms rooms, PreviewProposal preview, ComposeTemplates templates, CancellationToken ct)
    {
        var (frame, zone) = await FrameAsync(ct);
        var form = new ComposeForm(posted, Member.Id, zone);
        var status = StatusCodes.Status200OK;
        switch (form.Verb.Verb)
        {
            case "send":
                if (await SendAsync(form, send, rooms, ct) is { } sent)
                    return sent;
                status = StatusCodes.Status422UnprocessableEntity;
                break;
            case "preview":
                if (await PreviewAsync(frame, form, posted, send, rooms, preview, ct) is { } page)
                    return page;
                status = StatusCodes.Status422UnprocessableEntity;
                break;
            case "saveDraft" or "overwriteDraft":
                var kept = await drafts.KeepAsync(Member, form.Draft, posted, form.Action == "overwriteDraft", ct);
                if (kept.Refusal is not { } refusal)
                    return Results.Redirect($"/proposals/new?draft={form.Draft.Id}");
                form.IsDraftChangedElsewhere = refusal == DraftRefusal.ChangedElsewhere;
                form.Refuse("draft", Text.Of(refusal));
                status = StatusCodes.Status409Conflict;
                break;
            case "suggest":
                await suggest.RunAsync(form, ct);
                break;
            case "putTemplate" or "keepTemplate":
                status = await templates.ActAsync(Member, form, ct);
                break;
            default:
                Act(form, posted);
                break;
        }

        return await DrawAsync(frame, form, status, ct);
    }

    /// <summary>The rooms alone, for the form as it is now.</summary>
    public async Task<IResult> RoomsAsync(IFormCollection posted, CancellationToken ct)
    {
        var (frame, zone) = await FrameAsync(ct);
        var form = new ComposeForm(posted, Member.Id, zone);
        Act(form, posted);
        return Page.Of<RoomsOfCandidates>(await show.RunAsync(frame, Member, form, ct));
    }

    /// <returns>Null where a field says what stands in the way.</returns>
    private async Task<IResult?> SendAsync(ComposeForm form, SendProposal send, ChosenRooms rooms, CancellationToken ct)
    {
        if (form.Read() is not { } proposal)
            return null;
        var result = await send.RunAsync(Member, form, proposal, rooms, ct);
        if (result.Succeeded(out var id))
        {
            await drafts.DiscardAsync(Member, form.Draft.Id, ct);
            return Results.Redirect($"/proposals/{id}/sent");
        }

        form.Refuse(ProposalRoutes.FieldOf(result.Refusal!.Value), Text.Of("Refused" + result.Refusal));
        // Told once: pressed again, it goes out beside the other one.
        if (result.Refusal == ProposalRefusal.WishAnswered)
            form.Fill("wish", "");
        return null;
    }

    /// <returns>Null where a field says what stands in the way.</returns>
    private async Task<IResult?> PreviewAsync(
        ShellView frame, ComposeForm form, IFormCollection posted, SendProposal send, ChosenRooms rooms, PreviewProposal preview, CancellationToken ct)
    {
        if (form.Read() is not { } proposal)
            return null;
        var result = await send.ProposeAsync(Member, form, proposal, rooms, ct);
        if (result.Succeeded(out var appointment))
            return Page.Of<PreviewPage>(await preview.RunAsync(frame, appointment, Member, form, posted, ct));
        form.Refuse(ProposalRoutes.FieldOf(result.Refusal!.Value), Text.Of("Refused" + result.Refusal));
        return null;
    }

    private static void Act(ComposeForm form, IFormCollection posted)
    {
        var (verb, what) = form.Verb;
        switch (verb)
        {
            case "addHost" when Guid.TryParse(posted["newHost"], out var added) && !form.Hosts.Contains(new MemberId(added)):
                form.Hosts.Add(new MemberId(added));
                break;
            case "removeHost" when Guid.TryParse(what, out var removed):
                form.Hosts.Remove(new MemberId(removed));
                if (form.MainHost == new MemberId(removed))
                    form.MainHost = null;
                break;
            default:
                form.Act();
                break;
        }
    }

    private async Task<IResult> DrawAsync(ShellView frame, ComposeForm form, int status, CancellationToken ct) =>
        Page.Of<ComposePage>(await show.RunAsync(frame, Member, form, ct), status);

    private async Task<(ShellView Frame, DateTimeZone Zone)> FrameAsync(CancellationToken ct)
    {
        var (frame, zone) = await shell.RunAsync(Http, Section.Appointments, null, ct);
        return (frame, Dates.ZoneOf(zone));
    }
}
