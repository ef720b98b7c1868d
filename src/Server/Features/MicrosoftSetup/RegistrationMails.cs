using Hidori.Server.Features.Notifications;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>To administrators: the secret or certificate runs out.</summary>
public sealed record RegistrationEndsFacts(string OrganizationName, int Days, string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("EndsSubject", Days), Text.Of("EndsPreview"), OrganizationName, [], [Text.Of("EndsLead", Days), Text.Of("EndsNext")],
        null, null, [], new MailButton(Text.Of("OpenSetup"), Url), []);
}

/// <summary>To administrators: Microsoft does not take the registration any more.</summary>
public sealed record RegistrationTroubleFacts(string OrganizationName, int? Code, string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("TroubleSubject"), Text.Of("TroublePreview"), OrganizationName, [], [Text.Of("TroubleLead"), Text.CodeInWords(Code)],
        null, null, [], new MailButton(Text.Of("OpenSetup"), Url), []);
}
