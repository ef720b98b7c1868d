using Hidori.Domain;
using Hidori.Domain.Appointments;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Questions to what Hidori has taken.</summary>
internal static class TakenTimes
{
    /// <summary>What takes time of these agendas within a half-open window, holds and fixed times.</summary>
    public static IQueryable<TakenTime> Within(
        this IQueryable<TakenTime> taken, IReadOnlyCollection<AgendaId> agendas, Interval window)
    {
        // No taken time is longer than a candidate may be, which lets the index on the start skip what is over.
        var (oldest, start, end) = (window.Start - Proposing.LongestCandidate, window.Start, window.End);
        return taken.Where(t => agendas.Contains(t.Whose) && t.Start > oldest && t.Start < end && t.End > start);
    }
}
