using System.Text.Json;
using Hidori.Domain.Appointments;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Queues mails within the caller's transaction: each its own outbox subject.</summary>
public sealed class MailQueue(Db db, SealedText sealedText, IClock clock)
{
    /// <summary>Queues what is not queued yet: a mail is named by appointment, revision, kind and recipient.</summary>
    public async Task QueueAsync(Appointment appointment, IReadOnlyList<Notice> notices, CancellationToken ct)
    {
        var queued = await db.Mails.Where(m => m.Appointment == appointment.Id).Select(m => m.MessageId).ToListAsync(ct);
        foreach (var notice in notices.Where(n => !queued.Contains(n.Mail.MessageId)))
        {
            var row = Row(notice);
            row.Organization = appointment.Organization;
            row.Appointment = appointment.Id;
            row.Revision = appointment.Revision;
            Add(row);
            db.Timeline.Add(new TimelineRow
            {
                Id = Guid.CreateVersion7(),
                Organization = row.Organization,
                Appointment = appointment.Id,
                At = row.CreatedAt,
                Kind = TimelineKind.MailQueued,
                About = notice.Recipient,
                Detail = notice.Kind,
            });
        }
    }

    /// <summary>Whether a mail of this kind was queued since the last decision that people are told of.</summary>
    public Task<bool> IsQueuedAsync(Appointment appointment, string kind, CancellationToken ct) =>
        db.Mails.AnyAsync(m => m.Appointment == appointment.Id && m.Revision == appointment.Revision && m.Kind == kind, ct);

    /// <summary>Queues a mail that belongs to no appointment, such as an invitation.</summary>
    public void Queue(Hidori.Domain.OrganizationId organization, Notice notice)
    {
        var row = Row(notice);
        row.Organization = organization;
        Add(row);
    }

    private MailRow Row(Notice notice) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = notice.Kind,
        Recipient = notice.Recipient,
        Address = notice.Mail.To,
        MessageId = notice.Mail.MessageId,
        Subject = notice.Mail.Subject,
        ProtectedContent = sealedText.Seal(SealedText.Mail, JsonSerializer.Serialize(notice.Mail)),
        State = MailState.Queued,
        CreatedAt = clock.GetCurrentInstant(),
    };

    private void Add(MailRow row)
    {
        db.Mails.Add(row);
        Outbox.Open(db, SubjectKind.Mail, row.Id, row.Organization, row.CreatedAt);
    }
}
