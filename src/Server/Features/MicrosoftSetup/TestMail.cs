using System.Net;
using Hidori.Domain.Organizations;
using Hidori.Integrations;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>The mail by which an administrator sees that mails leave.</summary>
internal static class TestMail
{
    public static OutgoingMail To(Member member, ServerOptions server)
    {
        var words = Text.Of("TestMailBody", server.PublicAddress);
        return new OutgoingMail(
            $"{Guid.CreateVersion7():N}.test@{server.PublicAddress.Host}", member.Mail, member.DisplayName, Text.Of("Product"), null,
            Text.Of("TestMailSubject"), $"<p>{WebUtility.HtmlEncode(words)}</p>", words, null);
    }
}
