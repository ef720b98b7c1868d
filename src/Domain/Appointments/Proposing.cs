using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>The rules under which a proposal may go out.</summary>
public static class Proposing
{
    public const int MostCandidates = 20;
    public const int MostGuests = 10;
    public const int MostCopies = 10;
    public static readonly Duration LongestCandidate = Duration.FromHours(24);

    /// <summary>The first thing that stands in the way, or null.</summary>
    public static ProposalRefusal? Check(ProposalRequest request, Instant now)
    {
        if (request.Hosts.Count == 0)
            return ProposalRefusal.HostMissing;
        if (request.MainHost is not { } main || !request.Hosts.Contains(main))
            return ProposalRefusal.MainHostMissing;
        if (!request.LinkedHosts.Contains(main))
            return ProposalRefusal.MainHostNotConnected;
        if (request.Guests.Count == 0 || (request.InvitesByMail && request.Guests.Any(g => g.Mail.Length == 0)))
            return ProposalRefusal.GuestMissing;
        if (request.Guests.Count > MostGuests)
            return ProposalRefusal.TooManyGuests;
        if (HasTwice(request.Guests.Select(g => g.Mail).Where(m => m.Length > 0).Concat(request.Copies)))
            return ProposalRefusal.GuestTwice;
        if (request.Copies.Count > MostCopies)
            return ProposalRefusal.TooManyCopies;
        if (CheckCandidates(request.Candidates, now) is { } wrong)
            return wrong;
        if (request.Deadline is { } deadline && CheckDeadline(deadline, request.Candidates, now) is { } late)
            return late;
        if (!request.OverlapAccepted && request.Candidates.Any(c => Overlaps(request.Hosts, request.Busy, c).Count > 0))
            return ProposalRefusal.OverlapNotAccepted;
        return null;
    }

    private static bool HasTwice(IEnumerable<string> addresses) => addresses.GroupBy(a => a).Any(g => g.Skip(1).Any());

    internal static ProposalRefusal? CheckDeadline(Instant deadline, IReadOnlyList<Interval> candidates, Instant now) =>
        deadline <= now ? ProposalRefusal.DeadlineInThePast
        : deadline > candidates.Max(c => c.Start) ? ProposalRefusal.DeadlineAfterLastCandidate
        : null;

    internal static ProposalRefusal? CheckCandidates(IReadOnlyList<Interval> candidates, Instant now)
    {
        if (candidates.Count == 0)
            return ProposalRefusal.CandidateMissing;
        if (candidates.Count > MostCandidates)
            return ProposalRefusal.TooManyCandidates;
        if (candidates.Any(c => c.Duration <= Duration.Zero))
            return ProposalRefusal.CandidateEndsBeforeItStarts;
        if (candidates.Any(c => c.Duration > LongestCandidate))
            return ProposalRefusal.CandidateTooLong;
        if (candidates.Any(c => c.Start <= now))
            return ProposalRefusal.CandidateInThePast;
        var inOrder = candidates.OrderBy(c => c.Start).ToList();
        return inOrder.Zip(inOrder.Skip(1)).Any(pair => pair.First.Overlaps(pair.Second))
            ? ProposalRefusal.CandidatesOverlap
            : null;
    }

    /// <summary>The entries of the hosts' calendars that a candidate would overlap.</summary>
    /// <param name="own">The proposal that is out already: its own holds are in nobody's way.</param>
    public static IReadOnlyList<AcceptedOverlap> Overlaps(
        IReadOnlyList<MemberId> hosts, IReadOnlyDictionary<MemberId, BusyTimes> busy, Interval candidate, AppointmentId? own = null) =>
    [
        .. from host in hosts
           where busy.GetValueOrDefault(host) is BusyTimes.Known
           from entry in ((BusyTimes.Known)busy[host]).Within(candidate)
           where own is null || entry.Ours?.Appointment != own
           select new AcceptedOverlap(host, entry.RemoteId, entry.Time.Start, entry.Time.End),
    ];
}
