using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Integrations.Smtp;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>Why no test mail was sent.</summary>
public enum TestMailRefusal { NoMailServer, TooMany }

/// <summary>自分に送ってみる: one of a page's mails, as typed, to whoever presses (SPEC B11).</summary>
public sealed class SendTestMail(
    Db db, PreviewPageMails preview, MailQueue mails, Bell bell, IOptions<MailOptions> options, IClock clock)
{
    private const string Kind = "test";

    /// <summary>Each hour, to one member.</summary>
    public const int Most = 20;

    /// <returns>Null when it is on its way.</returns>
    public async Task<TestMailRefusal?> RunAsync(Member member, BookingPage page, PageMails typed, PageMailKind kind, string language, CancellationToken ct)
    {
        if (!options.Value.IsConfigured)
            return TestMailRefusal.NoMailServer;
        var recipient = Outside.Notice.ToMember(member.Id);
        var since = clock.GetCurrentInstant() - Duration.FromHours(1);
        if (await db.Mails.CountAsync(m => m.Kind == Kind && m.Recipient == recipient && m.CreatedAt > since, ct) >= Most)
            return TestMailRefusal.TooMany;
        var mail = await preview.RunAsync(page, typed, kind, language, ct);
        mails.Queue(page.Organization, new Outside.Notice(Kind, recipient, mail with
        {
            MessageId = $"{page.Id.Value:N}.{Kind}.{Guid.CreateVersion7():N}@{mail.MessageId.Split('@')[1]}",
            To = member.Mail,
            ToName = member.DisplayName,
            Subject = Text.Of("TestSubject", mail.Subject),
            // It would put an appointment that nobody made into the reader's calendar.
            Calendar = null,
        }));
        await db.SaveChangesAsync(ct);
        bell.Ring();
        return null;
    }
}
