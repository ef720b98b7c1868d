using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.MessageTemplates;

namespace Hidori.Server.Features.Proposals;

/// <summary>The templates beside a message that is typed: one goes into the message, or the message becomes one (SPEC P3).</summary>
public sealed class ComposeTemplates(KeepTemplates templates)
{
    /// <summary>What the member may put in, and what the next one that is kept is called by.</summary>
    public async Task<ComposeTemplatesView> ShowAsync(Member member, ComposeForm form, CancellationToken ct) => new(
        [.. (await templates.OfferedAsync(member, ct)).Select(t => new TemplateChoice(t.Id.ToString(), t.Name, t.Member is null))],
        form.NewTemplate.ToString(),
        form.KeptTemplate);

    /// <summary>Does what the button says.</summary>
    /// <returns>The status of the page.</returns>
    public async Task<int> ActAsync(Member member, ComposeForm form, CancellationToken ct)
    {
        await (form.Action == "putTemplate" ? PutInAsync(member, form, ct) : KeepAsync(member, form, ct));
        return form.IsValid ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
    }

    /// <summary>差し込む: after what is typed already, which is never lost.</summary>
    private async Task PutInAsync(Member member, ComposeForm form, CancellationToken ct)
    {
        if (form.Template is not { } id)
        {
            form.Refuse("template", Text.Of("TemplateNotChosen"));
            return;
        }

        if (await templates.FindAsync(member, id, ct) is not { } template)
        {
            form.Refuse("template", Text.Of("TemplateGone"));
            return;
        }

        var message = form.Message.Length > 0 ? $"{form.Message}\n\n{template.Text}" : template.Text;
        if (message.Length > Appointment.LongestText)
        {
            form.Refuse("template", Text.Of("TemplateTooLong", Appointment.LongestText, message.Length));
            return;
        }

        form.Fill("message", message);
        form.Fill("template", "");
    }

    /// <summary>この案内文を残す: as a template of the member's own.</summary>
    private async Task KeepAsync(Member member, ComposeForm form, CancellationToken ct)
    {
        if (form.ReadNewTemplate() is not { } template)
            return;
        var saved = await templates.SaveAsync(member, form.NewTemplate, template, ct);
        switch (saved.Refusal)
        {
            case null:
                form.KeptTemplate = template.Name;
                form.NewTemplate = Guid.CreateVersion7();
                form.Fill("templateName", "");
                break;
            case TemplateRefusal.TooMany:
                form.Refuse("templateName", Text.Of("TemplateTooMany", KeepTemplates.Most));
                break;
            case TemplateRefusal.NotAllowed:
                form.Refuse("templateName", Text.Of("TemplateGone"));
                break;
        }
    }
}

/// <param name="Offered">Their own first.</param>
/// <param name="NewId">Of the next that is kept.</param>
/// <param name="Kept">The name of the one that was just kept.</param>
public sealed record ComposeTemplatesView(IReadOnlyList<TemplateChoice> Offered, string NewId, string? Kept);

/// <param name="IsShared">Everybody's in the organization.</param>
public sealed record TemplateChoice(string Id, string Name, bool IsShared);
