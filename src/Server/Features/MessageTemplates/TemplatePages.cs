using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Members;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.MessageTemplates;

/// <summary>テンプレート: which page a request ends on.</summary>
public sealed class TemplatePages(KeepTemplates templates, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    private Member Member => signedIn.Member;

    /// <param name="done">What was just done, for the message above.</param>
    public async Task<IResult> ListAsync(string? done, CancellationToken ct)
    {
        var banner = done switch
        {
            "saved" => new Banner(Tone.Ok, Text.Of("Saved")),
            "deleted" => new Banner(Tone.Ok, Text.Of("Deleted")),
            _ => null,
        };
        var offered = await templates.OfferedAsync(Member, ct);
        return Page.Of<TemplatesPage>(new TemplatesView(
            await FrameAsync(banner, ct), [.. offered.Where(t => t.Member is not null)], [.. offered.Where(t => t.Member is null)], Member.KeepsSharedTemplates));
    }

    /// <param name="typed">What was typed when it was refused; empty at first.</param>
    public async Task<IResult> EditAsync(Guid id, bool isNew, FormState typed, int status, CancellationToken ct)
    {
        var template = isNew ? null : await templates.FindToChangeAsync(Member, id, ct);
        if (!isNew && template is null)
            return Page.Message(accessor.HttpContext!, MessageKind.NotFound);
        return Page.Of<TemplatePage>(new TemplateView(await FrameAsync(null, ct), id, template, typed, Member.KeepsSharedTemplates), status);
    }

    public async Task<IResult> SaveAsync(Guid id, IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var text = new TemplateText(
            typed.RequiredText("name", KeepTemplates.LongestName, Text.Of("NameMissing")),
            typed.RequiredText("text", Appointment.LongestText, Text.Of("BodyMissing")),
            typed.Text("for") == "all");
        if (typed.IsValid)
        {
            switch ((await templates.SaveAsync(Member, id, text, ct)).Refusal)
            {
                case null:
                    return Results.Redirect("/templates?done=saved");
                case TemplateRefusal.NotAllowed:
                    return Page.Message(accessor.HttpContext!, MessageKind.Forbidden);
                case TemplateRefusal.TooMany:
                    typed.Refuse("name", Text.Of("TooMany", KeepTemplates.Most));
                    break;
            }
        }

        var isNew = await templates.FindAsync(Member, id, ct) is null;
        return await EditAsync(id, isNew, typed.State, StatusCodes.Status422UnprocessableEntity, ct);
    }

    public async Task<IResult> AskAsync(Guid id, CancellationToken ct) =>
        await templates.FindToChangeAsync(Member, id, ct) is { } template
            ? Page.Of<DeleteTemplatePage>(new DeleteTemplateView(await FrameAsync(null, ct), template))
            : Page.Message(accessor.HttpContext!, MessageKind.NotFound);

    public async Task<IResult> DeleteAsync(Guid id, CancellationToken ct) =>
        await templates.DeleteAsync(Member, id, ct)
            ? Results.Redirect("/templates?done=deleted")
            : Page.Message(accessor.HttpContext!, MessageKind.NotFound);

    private async Task<ShellView> FrameAsync(Banner? banner, CancellationToken ct) =>
        (await shell.RunAsync(accessor.HttpContext!, Section.None, banner, ct)).Shell;
}

/// <param name="KeepsShared">The reader may write for everybody.</param>
public sealed record TemplatesView(
    ShellView Shell, IReadOnlyList<MessageTemplateRow> Own, IReadOnlyList<MessageTemplateRow> Shared, bool KeepsShared);

/// <param name="Id">Of the one that is there, or of the one to be made.</param>
/// <param name="Template">Null for a new one.</param>
/// <param name="Form">Fields: name, text, for (me or all).</param>
public sealed record TemplateView(ShellView Shell, Guid Id, MessageTemplateRow? Template, FormState Form, bool KeepsShared);

/// <summary>テンプレートを削除, before it is done.</summary>
public sealed record DeleteTemplateView(ShellView Shell, MessageTemplateRow Template);
