using Hidori.Domain.BookingPages;
using Hidori.Integrations.Smtp;
using Hidori.Server.Ui;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using static Hidori.Server.Features.Notifications.MailParts;

namespace Hidori.Server.Features.Notifications;

/// <summary>The mail with the button that makes a booking of what was typed on a booking page.</summary>
public sealed class AddressConfirmations(MailRenderer renderer, IOptions<MailOptions> options, IOptions<ServerOptions> server)
{
    /// <summary>Without a mail server nobody could ever confirm.</summary>
    public bool CanMail => options.Value.IsConfigured;

    /// <summary>Each hour, of one booking page: else a robot could have us write to the whole world.</summary>
    public int MostPerPage => server.Value.ConfirmationMailsPerHourPerPage;

    /// <param name="path">Of the page with the button, which bears the secret.</param>
    public async Task<Outside.Notice> PrepareAsync(
        string organization, string page, string address, Interval time, string zone, Instant endsAt, string path, LogoPicture? logo)
    {
        var link = $"{server.Value.Link(path.TrimStart('/'))}?lang={Languages.Current}";
        var facts = new AddressConfirmationFacts(
            organization, page, new MailTime(InstantPattern.ExtendedIso.Format(time.Start), InstantPattern.ExtendedIso.Format(time.End)), zone,
            InstantPattern.ExtendedIso.Format(endsAt), link);
        return new Outside.Notice(
            "address-confirmation",
            $"mail:{address}",
            await renderer.RenderAsync(
                new SignedFacts(facts, "") { Logo = logo }, Languages.Current, $"{Guid.CreateVersion7():N}.address-confirmation@{server.Value.PublicAddress.Host}", address, address, organization, null, null));
    }
}

/// <summary>To whoever an address belongs that was typed on a booking page.</summary>
/// <remarks>Nothing that was typed stands in it: nobody can send words of theirs to others by it.</remarks>
public sealed record AddressConfirmationFacts(
    string OrganizationName, string PageName, MailTime Time, string Zone, string EndsUtc, string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("AddressSubject", OrganizationName),
        Text.Of("AddressPreview", Range(Time, Zone)),
        OrganizationName,
        [],
        Text.Of("AddressLead").Split('\n'),
        Moment(Time, Zone),
        null,
        [new(Text.Of("About"), [PageName])],
        new(Text.Of("AddressButton"), Url, Text.Of("AddressEnds", AtWithYear(EndsUtc, Zone))),
        Text.Of("AddressFooter").Split('\n'));
}
