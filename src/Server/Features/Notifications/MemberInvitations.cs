using Hidori.Domain.Organizations;
using Hidori.Integrations.Smtp;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.Notifications;

/// <summary>Gives a new member their link, and queues the mail that brings it.</summary>
public sealed class MemberInvitations(
    MailRenderer renderer, MailQueue mails, ISecrets secrets, IOptions<MailOptions> options, IOptions<ServerOptions> server, IClock clock)
{
    private static readonly Duration InvitationLife = Duration.FromDays(14);

    /// <summary>A new link, in force once the caller saves; an older one dies then.</summary>
    /// <returns>The link: where no mail server is configured, the administrator hands it over.</returns>
    public async Task<string> InviteAsync(Organization organization, Member inviter, Member member)
    {
        var secret = secrets.NewLinkSecret();
        member.Invite(LinkHash.Of(secret), clock.GetCurrentInstant() + InvitationLife);
        var link = server.Value.Link($"invitation/{secret}");
        if (options.Value.IsConfigured)
            mails.Queue(member.Organization, await MailAsync(organization, inviter, member, link));
        return link;
    }

    private async Task<Notice> MailAsync(Organization organization, Member inviter, Member member, string link)
    {
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
