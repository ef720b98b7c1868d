using Hidori.Domain.Organizations;
using Hidori.Integrations.Smtp;
using Hidori.Server.Outside;
using Microsoft.Extensions.Options;
using NodaTime.Text;

namespace Hidori.Server.Features.Notifications;

/// <summary>The mail that brings a new member their link.</summary>
public sealed class MemberInvitations(MailRenderer renderer, IOptions<MailOptions> options, IOptions<ServerOptions> server)
{
    /// <returns>Null where no mail server is configured: the link is then handed over by the administrator.</returns>
    public async Task<Notice?> PrepareAsync(Organization organization, Member inviter, Member member, string link)
    {
        if (!options.Value.IsConfigured)
            return null;
        var facts = new MemberInvitationFacts(
            organization.Name, inviter.DisplayName, member.Name, member.Mail,
            InstantPattern.ExtendedIso.Format(member.InvitationEndsAt!.Value), organization.ZoneId, link);
        var messageId = $"{member.Id.Value:N}.invitation.{Guid.CreateVersion7():N}@{server.Value.PublicAddress.Host}";
        return new Notice(
            "member-invitation",
            Notice.ToMember(member.Id),
            await renderer.RenderAsync(
                facts, organization.Language, messageId, member.Mail, member.DisplayName, organization.Name, inviter.Mail, null));
    }
}
