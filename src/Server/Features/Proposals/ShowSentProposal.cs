using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>What was sent, and who got holds and who did not.</summary>
/// <param name="Url">The guest's link.</param>
/// <param name="MailedTo">Null when only the URL was made.</param>
public sealed record SentProposalView(
    ShellView Shell,
    string AppointmentId,
    string Title,
    string Company,
    string GuestName,
    string? MailedTo,
    string Url,
    Instant? Deadline,
    string Zone,
    IReadOnlyList<SentCandidate> Candidates,
    IReadOnlyList<SentHost> Hosts);

public sealed record SentCandidate(Instant Start, Instant End);

/// <param name="Holds">How many holds this host gets; 0 with a reason.</param>
public sealed record SentHost(string Name, bool IsMainHost, int Holds, HoldRefused? Refused = null);

/// <summary>Why a host gets no entry in a calendar.</summary>
public enum HoldRefused { NotConnected, ConnectionBroken, MailboxMissing, NotInvited }
