using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Integrations.Smtp;
using Hidori.Server.Features.Notifications;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>Puts a guest's wish into mails. An answer goes to the guest.</summary>
public sealed class WishMails(Db db, MailRenderer renderer, MailQueue queue, IOptions<MailOptions> options, IOptions<ServerOptions> server)
{
    public async Task QueueAsync(BookingPage page, WishRow wish, CancellationToken ct)
    {
        if (!options.Value.IsConfigured)
            return;
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var ids = page.Seats.Select(s => s.Member).Append(page.Owner).Distinct().ToList();
        var readers = await db.Members.AsNoTracking().Where(m => ids.Contains(m.Id) && m.State == MemberState.Active).ToListAsync(ct);
        foreach (var reader in readers)
        {
            var maySettle = page.MayBeChangedBy(reader);
            var facts = new WishFacts(
                organization.Name, reader.DisplayName, page.Name, wish.Company, wish.Name, wish.Mail, wish.Text, wish.ZoneId, wish.CreatedAt.ToUnixTimeMilliseconds(),
                maySettle ? server.Value.Link($"proposals/new?wish={wish.Id}") : null,
                maySettle ? server.Value.Link($"booking-pages/{page.Id}/wishes") : null);
            var messageId = $"{wish.Id:N}.wish.{reader.Id.Value:N}@{server.Value.PublicAddress.Host}";
            queue.Queue(organization.Id, new Outside.Notice(
                "wish",
                Outside.Notice.ToMember(reader.Id),
                await renderer.RenderAsync(
                    facts, reader.LanguageIn(organization), messageId, reader.Mail, reader.DisplayName, organization.Name, wish.Mail, null)));
        }
    }
}

/// <param name="AtMilliseconds">When it was sent, since 1970 in UTC: tells the offset of the zone.</param>
/// <param name="Url">Where a proposal is made of it; null for readers who may not.</param>
/// <param name="ListUrl">Where it is settled; null for readers who may not.</param>
public sealed record WishFacts(
    string OrganizationName, string ReaderName, string PageName, string Company, string Name, string Mail, string Wish, string ZoneId, long AtMilliseconds,
    string? Url, string? ListUrl) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("WishMailSubject", PageName),
        Text.Of("WishMailLead", Name),
        OrganizationName,
        [Text.Of("WishMailTo", ReaderName)],
        [Text.Of("WishMailLead", Name), Text.Of("WishMailNext")],
        null,
        null,
        [
            new MailFact(Text.Of("Wish"), Wish.Split('\n', StringSplitOptions.TrimEntries)),
            .. Company.Length > 0 ? (MailFact[])[new MailFact(Text.Of("Company"), [Company])] : [],
            new MailFact(Text.Of("Name"), [Name]),
            new MailFact(Text.Of("Mail"), [Mail]),
            new MailFact(Text.Of("WishZone"), [Dates.Zone(ZoneId, Instant.FromUnixTimeMilliseconds(AtMilliseconds))]),
            .. ListUrl is null ? (MailFact[])[] : [new MailFact(Text.Of("WishMailList"), [], ListUrl)],
        ],
        Url is null ? null : new MailButton(Text.Of("WishMailButton"), Url),
        [Text.Of("WishMailFooter")]);
}
