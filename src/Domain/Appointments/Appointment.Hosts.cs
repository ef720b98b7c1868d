using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>Hosts come and go while something is arranged (SPEC A0).</summary>
public sealed partial class Appointment
{
    /// <summary>Whether who takes part can still change: not what was taken back or is over.</summary>
    public bool CanChangeHosts(Instant now) => State != AppointmentState.Cancelled && !IsOver(now);

    /// <summary>
    /// Somebody else takes part: they are held at every candidate, or invited to the fixed time. Who takes part already stays so.
    /// </summary>
    /// <param name="busy">What their calendar said just now; what cannot be read is not counted, as when sending (SPEC M21).</param>
    /// <param name="overlapAccepted">Who adds them saw the overlaps.</param>
    public Result<Done, ChangeRefusal> AddHost(
        MemberId host, BusyTimes busy, bool overlapAccepted, IReadOnlyCollection<TakenTime> agenda, Instant now)
    {
        if (!CanChangeHosts(now))
            return ChangeRefusal.NotInThisState;
        if (Hosts.Contains(host))
            return Done.Value;
        // Two fixed appointments of one host never overlap, whoever accepts what (SPEC X2).
        if (Chosen is { } chosen && agenda.Any(t => t.Whose == host && t.Blocks(Id, chosen.Time)))
            return ChangeRefusal.TimeTaken;
        var overlaps = CandidatesThatCount.ToDictionary(
            c => c, c => Proposing.Overlaps([host], new Dictionary<MemberId, BusyTimes> { [host] = busy }, c.Time, own: Id));
        if (!overlapAccepted && overlaps.Values.Any(o => o.Count > 0))
            return ChangeRefusal.OverlapNotAccepted;

        _seats.Add(new HostSeat(host, _seats.Max(s => s.Position) + 1));
        foreach (var (candidate, accepted) in overlaps)
            candidate.Accepts(accepted);
        Touch(now);
        return Done.Value;
    }

    /// <summary>A co-host does not take part any more: their holds and their copy of the meeting go. The main host is replaced first.</summary>
    public Result<Done, ChangeRefusal> RemoveHost(MemberId host, Instant now)
    {
        if (!CanChangeHosts(now))
            return ChangeRefusal.NotInThisState;
        if (host == MainHost)
            return ChangeRefusal.HostIsMain;
        if (_seats.RemoveAll(s => s.Member == host) == 0)
            return Done.Value;

        foreach (var candidate in _candidates)
            candidate.AcceptsNoMore(host);
        Touch(now);
        return Done.Value;
    }

    private IEnumerable<Candidate> CandidatesThatCount => State switch
    {
        AppointmentState.Open => _candidates,
        AppointmentState.Confirmed => [Chosen!],
        AppointmentState.TimesRequested or AppointmentState.Expired or AppointmentState.Cancelled => [],
    };
}
