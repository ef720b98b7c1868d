using Hidori.Integrations;
using Hidori.Server.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Hidori.Server.Features.Notifications;

/// <summary>Makes HTML and text of a mail's facts, in the recipient's language.</summary>
public sealed class MailRenderer(IServiceProvider services, ILoggerFactory logs)
{
    /// <param name="messageId">Fixed per appointment, revision, kind and recipient.</param>
    public async Task<OutgoingMail> RenderAsync(
        IMailFacts facts, string language, string messageId, string to, string toName, string fromName, string? replyTo,
        CalendarAttachment? calendar)
    {
        using var _ = Languages.Speaking(language);
        var content = facts.ToMail();
        var image = content.Code is { } code ? new InlineImage($"qr.{messageId}", QrCode.Png(code.Digits)) : null;
        return new OutgoingMail(
            messageId, to, toName, fromName, replyTo, content.Subject, await HtmlAsync(content, image?.ContentId), MailText.Of(content), calendar)
        {
            Image = image,
        };
    }

    private async Task<string> HtmlAsync(MailContent content, string? image)
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Content"] = content, ["Image"] = image });
            return (await renderer.RenderComponentAsync<MailPage>(parameters)).ToHtmlString();
        });
    }
}
