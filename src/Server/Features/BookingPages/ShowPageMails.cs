using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Integrations.Smtp;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>Reads お客様へのメール of a page: the fields, the logo, and the mail that is looked at.</summary>
public sealed class ShowPageMails(Db db, PreviewPageMails preview, IOptions<MailOptions> options, IClock clock)
{
    /// <param name="form">What was typed; null for what is kept.</param>
    /// <param name="typed">The mails as typed; null where a field has a message.</param>
    public async Task<PageMailsView> RunAsync(ShellView shell, Member reader, BookingPage page, FormState? form, PageMails? typed, CancellationToken ct)
    {
        var fields = form ?? PageMailForm.Of(page);
        var mails = form is null ? page.Settings.Mails : typed;
        var logo = await db.PageLogos.AsNoTracking().FirstOrDefaultAsync(l => l.Page == page.Id, ct);
        var (kind, language) = PageMailForm.Shown(fields);
        return new PageMailsView(
            shell,
            page.Id.ToString(),
            page.Name,
            fields,
            page.Settings.Meeting.Message,
            page.Settings.Contact,
            logo?.ToPicture(),
            reader.Mail,
            mails is null ? null : MailOf(await preview.RunAsync(page, mails, kind, language, ct), kind),
            ExampleOf(page, mails))
        {
            HasNoServer = !options.Value.IsConfigured,
        };
    }

    private static PageMailShown MailOf(Integrations.OutgoingMail mail, PageMailKind kind) => new(
        kind, mail.Subject, MailPicture.Of(mail.Html, mail.Images.Select(i => (i.ContentId, i.MediaType, i.Bytes))), mail.Text);

    /// <summary>When the リマインド of the sample would go.</summary>
    private UpcomingExample? ExampleOf(BookingPage page, PageMails? mails)
    {
        if (mails?.Upcoming is not { } upcoming)
            return null;
        var zone = page.Settings.Hours.ZoneId;
        var start = SampleBooking.StartOf(page, clock.GetCurrentInstant());
        return new UpcomingExample(start, upcoming.DueAt(start, Dates.ZoneOf(zone)), zone);
    }
}

/// <param name="Form">Fields: hostName; confirms; upcoming, unit, amount, at, words; mail and in, which say what is looked at.</param>
/// <param name="Message">お客様へのご案内, which the page's settings keep.</param>
/// <param name="Contact">ご連絡先, likewise.</param>
/// <param name="Mail">Null while something typed is wrong.</param>
/// <param name="Example">Null while none is sent.</param>
public sealed record PageMailsView(
    ShellView Shell, string Id, string Name, FormState Form, string Message, string Contact, LogoPicture? Logo, string OwnMail, PageMailShown? Mail, UpcomingExample? Example)
{
    /// <summary>No mail is sent at all.</summary>
    public bool HasNoServer { get; init; }
}

/// <param name="Html">To be looked at: nothing in it can be pressed.</param>
public sealed record PageMailShown(PageMailKind Kind, string Subject, string Html, string Body);

public sealed record UpcomingExample(Instant Start, Instant DueAt, string Zone);
