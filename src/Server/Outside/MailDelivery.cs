using System.Text.Json;
using Hidori.Integrations;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Sends one queued mail. In doubt before, settled after; a repeat has the same Message-ID and the same text.</summary>
public sealed class MailDelivery(Db db, LeasedWork work, IMailer mailer, SealedText sealedText, IClock clock)
{
    private static readonly Duration LongestPause = Duration.FromMinutes(30);

    /// <returns>When to try again; null when it is sent or never will be.</returns>
    public async Task<Instant?> RunAsync(Lease lease, CancellationToken ct)
    {
        var row = await db.Mails.FirstOrDefaultAsync(m => m.Id == lease.Subject, ct);
        if (row is null or { State: MailState.Sent or MailState.Undeliverable })
            return null;

        var mail = JsonSerializer.Deserialize<OutgoingMail>(sealedText.Open(SealedText.Mail, row.ProtectedContent!))!;
        row.State = MailState.InDoubt;
        await work.CommitAsync(lease, ct);

        Instant? again = null;
        try
        {
            await mailer.SendAsync(mail, ct);
            row.State = MailState.Sent;
            row.SentAt = clock.GetCurrentInstant();
            row.ProtectedContent = null;
            Note(row, TimelineKind.MailSent);
        }
        catch (MailRefusedException)
        {
            // The text stays: the host may correct the address and send it again.
            row.State = MailState.Undeliverable;
            Note(row, TimelineKind.MailUndeliverable);
        }
        catch (ProviderException)
        {
            row.Failures++;
            var pause = Duration.FromSeconds(Math.Pow(2, Math.Min(row.Failures, 12)));
            again = clock.GetCurrentInstant() + Duration.Min(pause, LongestPause);
        }

        await work.CommitAsync(lease, ct);
        return again;
    }

    private void Note(MailRow row, TimelineKind kind)
    {
        if (row.Appointment is not { } appointment)
            return;
        db.Timeline.Add(new TimelineRow
        {
            Id = Guid.CreateVersion7(),
            Organization = row.Organization,
            Appointment = appointment,
            At = clock.GetCurrentInstant(),
            Kind = kind,
            About = row.Recipient,
            Detail = row.Kind,
        });
    }
}
