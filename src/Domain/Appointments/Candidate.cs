using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>An entry of a host's calendar that the host saw and overlapped on purpose when sending.</summary>
/// <remarks>Moved since, it is another entry: what the host accepted was this one at this time (SPEC P4).</remarks>
public sealed record AcceptedOverlap(MemberId Whose, string RemoteId, Instant Start, Instant End);

/// <summary>One time range inside a proposal; after confirmation the chosen one is the appointment's time.</summary>
public sealed class Candidate
{
    private Candidate() { }

    internal Candidate(int number, Interval time, IReadOnlyList<AcceptedOverlap> accepted)
    {
        Id = CandidateId.New();
        Number = number;
        Start = time.Start;
        End = time.End;
        AcceptedOverlaps = accepted;
    }

    public CandidateId Id { get; private set; }

    /// <summary>Counts from 1, in order of time, and is what people call it by (候補1).</summary>
    public int Number { get; private set; }

    public Instant Start { get; private set; }
    public Instant End { get; private set; }
    public IReadOnlyList<AcceptedOverlap> AcceptedOverlaps { get; private set; } = [];

    /// <summary>Half-open.</summary>
    public Interval Time => new(Start, End);

    internal void MoveTo(Interval time)
    {
        Start = time.Start;
        End = time.End;
        AcceptedOverlaps = [];
    }
}
