using Hidori.Domain;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>Reads what was sent.</summary>
public sealed class ShowSentProposal(Db db, SealedText sealedText, IOptions<ServerOptions> server)
{
    public async Task<SentProposalView?> RunAsync(ShellView shell, AppointmentId id, CancellationToken ct)
    {
        if (await OutsideState.ReadAsync(db, id, ct) is not { } state)
            return null;
        var appointment = state.Appointment;
        return new SentProposalView(
            shell,
            id.ToString(),
            appointment.DisplayTitle,
            [
                .. appointment.Guests.Select(g => new SentGuest(
                    g.Company, g.Name, g.Language, appointment.ZoneOf(g), appointment.InvitesByMail ? g.Mail : null,
                    server.Value.GuestPage(sealedText.Open(SealedText.GuestLink, g.ProtectedLink)))),
            ],
            appointment.Copies,
            appointment.Deadline,
            appointment.ZoneId,
            [.. appointment.Candidates.OrderBy(c => c.Number).Select(c => new SentCandidate(c.Start, c.End))],
            [
                .. state.Hosts.Select(h => new SentHost(
                    h.Name, h.Member == appointment.MainHost, h.IsLinked ? appointment.Candidates.Count : 0,
                    RefusedOf(state.Connections.GetValueOrDefault(h.Member)))),
            ]);
    }

    internal static HoldRefused? RefusedOf(ConnectionRow? connection) => connection?.State switch
    {
        null => HoldRefused.NotConnected,
        ConnectionState.NeedsReconnection => HoldRefused.ConnectionBroken,
        ConnectionState.MailboxMissing => HoldRefused.MailboxMissing,
        _ => null,
    };
}

/// <summary>What was sent, and who got holds and who did not.</summary>
/// <param name="Copies">Who is told of the outcome, without a link.</param>
public sealed record SentProposalView(
    ShellView Shell,
    string AppointmentId,
    string Title,
    IReadOnlyList<SentGuest> Guests,
    IReadOnlyList<string> Copies,
    Instant? Deadline,
    string Zone,
    IReadOnlyList<SentCandidate> Candidates,
    IReadOnlyList<SentHost> Hosts);

/// <param name="Zone">IANA zone in which this guest is told times.</param>
/// <param name="MailedTo">Null when only the URL was made.</param>
/// <param name="Url">This guest's own link.</param>
public sealed record SentGuest(string Company, string Name, string Language, string Zone, string? MailedTo, string Url);

public sealed record SentCandidate(Instant Start, Instant End);

/// <param name="Holds">How many holds this host gets; 0 with a reason.</param>
public sealed record SentHost(string Name, bool IsMainHost, int Holds, HoldRefused? Refused = null);

/// <summary>Why a host gets no entry in a calendar.</summary>
public enum HoldRefused { NotConnected, ConnectionBroken, MailboxMissing, NotInvited }
