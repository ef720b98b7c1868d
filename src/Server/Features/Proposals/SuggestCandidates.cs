using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>空き時間から候補を提案: marks some more candidates where everybody who takes part is free (SPEC P1).</summary>
/// <remarks>A host whose calendar is unknown takes no time away, and is named at every candidate.</remarks>
public sealed class SuggestCandidates(Db db, BusyForPages calendars, IClock clock)
{
    private const int AtOnce = 3;
    private const int Days = 21;
    private static readonly Duration UsualLength = Duration.FromHours(1);

    public async Task RunAsync(ComposeForm form, CancellationToken ct)
    {
        var hosts = form.TakingPart;
        if (hosts.Count == 0)
        {
            form.Refuse("host", Text.Of("Refused" + ProposalRefusal.HostMissing));
            return;
        }

        // Guests need time to answer: from tomorrow on, or from the week that is shown.
        var tomorrow = clock.GetCurrentInstant().InZone(form.Zone).Date.PlusDays(1);
        var first = form.Week is { } week && week > tomorrow ? week : tomorrow;
        var last = first.PlusDays(Days - 1);
        var window = new Interval(form.Zone.InstantOf(first.AtMidnight()), form.Zone.InstantOf(last.PlusDays(1).AtMidnight()));
        var busy = await calendars.ReadAsync(hosts, window, ct);
        var suggested = Suggestions.For(new SuggestionRequest(
            [.. busy.Values.Select(b => ShowCompose.Without(form.Of, b))], await WorkingAsync(hosts, first, last, ct), [.. form.Candidates.Select(form.IntervalOf)], window.Start, first, last, form.Zone,
            form.Length ?? UsualLength, Math.Min(AtOnce, Proposing.MostCandidates - form.Candidates.Count)));

        if (suggested.Count == 0)
        {
            form.Refuse("candidate", form.Candidates.Count >= Proposing.MostCandidates
                ? Text.Of("Refused" + ProposalRefusal.TooManyCandidates)
                : Text.Of("NothingFree", Dates.Day(first), Dates.Day(last), Dates.Length(form.Length ?? UsualLength)));
            return;
        }

        form.Add(suggested.Select(s => LocalRange.Of(s, form.Zone)));
        form.Week = suggested[0].Start.InZone(form.Zone).Date;
    }

    /// <summary>Each one's own hours on their own clock; a day more on both sides, because dates begin at other times elsewhere.</summary>
    private async Task<IReadOnlyCollection<IReadOnlyList<Interval>>> WorkingAsync(
        IReadOnlyList<MemberId> hosts, LocalDate first, LocalDate last, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var members = await db.Members.AsNoTracking().Where(m => hosts.Contains(m.Id)).ToListAsync(ct);
        return
        [
            .. members.Select(m => (IReadOnlyList<Interval>)[.. m.WorkingWeek.Between(first.PlusDays(-1), last.PlusDays(1), Dates.ZoneOf(m.ZoneIn(organization)))]),
        ];
    }
}
