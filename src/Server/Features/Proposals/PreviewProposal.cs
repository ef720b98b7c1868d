using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.Proposals;

/// <summary>送る前の確認: who gets what, and the mails by the renderer that will send them (SPEC P2, P3). Nothing is kept.</summary>
public sealed class PreviewProposal(Db db, INotices notices, SealedText sealedText)
{
    /// <param name="appointment">As sending would make it.</param>
    /// <param name="posted">The compose screen's fields: they go along, so that sending from here sends the same.</param>
    public async Task<PreviewView> RunAsync(
        ShellView shell, Appointment appointment, Member creator, ComposeForm form, IFormCollection posted, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var contacts = await OutsideState.HostsAsync(db, appointment.Hosts, ct);
        var connections = await db.Connections.AsNoTracking()
            .Where(c => appointment.Hosts.Contains(c.Member) && c.State != ConnectionState.Disconnected).ToDictionaryAsync(c => c.Member, ct);
        var asked = appointment.Candidates.Select(c => c.RoomOrNone).OfType<RoomId>().ToHashSet();
        var rooms = await db.Rooms.AsNoTracking().Where(r => asked.Contains(r.Id)).ToListAsync(ct);
        var mails = appointment.InvitesByMail
            ? await notices.PrepareAsync(new NoticeOccasion(organization, appointment, contacts, JoinLink: null), ct)
            : [];
        return new PreviewView(
            shell,
            form.State,
            [
                .. from field in posted
                   where !field.Key.StartsWith("__", StringComparison.Ordinal) && field.Key is not ("action" or "message")
                   from value in field.Value
                   select KeyValuePair.Create(field.Key, value ?? ""),
            ],
            [
                .. appointment.Hosts.Select(id => contacts.First(h => h.Member == id)).Select(h => new SentHost(
                    h.Name, h.Member == appointment.MainHost, h.IsLinked ? appointment.Candidates.Count : 0,
                    ShowSentProposal.RefusedOf(connections.GetValueOrDefault(h.Member)))),
            ],
            appointment.Hosts.Contains(creator.Id) ? null : creator.DisplayName,
            [
                .. rooms.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => new PreviewRoom(
                    r.Name, [.. appointment.Candidates.Where(c => c.RoomOrNone == r.Id).OrderBy(c => c.Number).Select(c => c.Number)])),
            ],
            appointment.HoldsRooms,
            [.. appointment.Guests.Select(g => new PreviewGuest(g.Company, g.Name, g.Language, appointment.InvitesByMail ? g.Mail : null))],
            appointment.Copies,
            [.. mails.Select(m => new PreviewMail(m.Mail.ToName, m.Mail.Subject, WithoutLinks(m.Mail.Text, appointment), MailPicture.Of(WithoutLinks(m.Mail.Html, appointment))))]);
    }

    /// <summary>The links are made anew when it is sent: those of the preview open nothing.</summary>
    private string WithoutLinks(string text, Appointment appointment) => appointment.Guests.Aggregate(
        text, (shown, guest) => shown.Replace(sealedText.Open(SealedText.GuestLink, guest.ProtectedLink), "…", StringComparison.Ordinal));
}

/// <summary>送る前の確認.</summary>
/// <param name="Fields">All that was posted, less the message, which can still be changed here.</param>
/// <param name="Coordinator">The creator who does not attend; null where they do.</param>
public sealed record PreviewView(
    ShellView Shell,
    FormState Form,
    IReadOnlyList<KeyValuePair<string, string>> Fields,
    IReadOnlyList<SentHost> Hosts,
    string? Coordinator,
    IReadOnlyList<PreviewRoom> Rooms,
    bool HoldsRooms,
    IReadOnlyList<PreviewGuest> Guests,
    IReadOnlyList<string> Copies,
    IReadOnlyList<PreviewMail> Mails);

/// <param name="Candidates">The numbers of the candidates it is wanted for.</param>
public sealed record PreviewRoom(string Name, IReadOnlyList<int> Candidates);

/// <param name="MailedTo">Null where only the URL is made.</param>
public sealed record PreviewGuest(string Company, string Name, string Language, string? MailedTo);

/// <param name="Body">The text part, as it will be sent but for the link's secret.</param>
/// <param name="Html">The HTML part to be looked at: nothing in it can be pressed.</param>
public sealed record PreviewMail(string To, string Subject, string Body, string Html);
