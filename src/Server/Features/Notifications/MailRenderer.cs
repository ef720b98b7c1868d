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
        var code = content.Code is { } digits ? new InlineImage($"qr.{messageId}", QrCode.Png(digits.Digits)) : null;
        var logo = content.Logo is { } picture ? new InlineImage($"logo.{messageId}", picture.Bytes, picture.MediaType) : null;
        return new OutgoingMail(
            messageId, to, toName, fromName, replyTo, content.Subject, await HtmlAsync(content, code?.ContentId, logo?.ContentId), MailText.Of(content), calendar)
        {
            Images = [.. ((InlineImage?[])[code, logo]).OfType<InlineImage>()],
        };
    }

    private async Task<string> HtmlAsync(MailContent content, string? code, string? logo)
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Content"] = content, ["Image"] = code, ["Logo"] = logo });
            return (await renderer.RenderComponentAsync<MailPage>(parameters)).ToHtmlString();
        });
    }
}
