using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.MessageTemplates;

namespace Hidori.Server.Features.Proposals;

/// <summary>The templates of the compose screen: one goes into the message, or the message becomes one (SPEC P3).</summary>
public sealed class ComposeTemplates(KeepTemplates templates)
{
    /// <summary>差し込む: after what is typed already, which is never lost.</summary>
    public async Task PutInAsync(Member member, ComposeForm form, CancellationToken ct)
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
    public async Task KeepAsync(Member member, ComposeForm form, CancellationToken ct)
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
