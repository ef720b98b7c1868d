using Hidori.Domain.Outside;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Outside;

/// <summary>SPEC P8: none is orphaned and none is missing.</summary>
public sealed class ComparingTheLedger
{
    private static readonly Instant Now = Instant.FromUtc(2027, 4, 5, 0, 0);
    private static readonly Interval Window = new(Now - Duration.FromDays(1), Now + Duration.FromDays(100));
    private static readonly Interval Tomorrow = new(Now + Duration.FromDays(1), Now + Duration.FromDays(1) + Duration.FromHours(1));
    private static readonly SweptRow Row = new(
        new EntryKey(AppointmentId.New(), CandidateId.New(), MemberId.New()), LedgerState.Settled, IsHere: true, "1", [Tomorrow],
        IsChangedOutside: false, Now - Duration.FromHours(1));

    [Fact]
    public void Recorded_and_found_it_stands()
    {
        var sweep = Sweep([Row], [new MarkedEntry(Row.Key, "1")]);

        Assert.Equal((1, 0, 0, 0), Counts(sweep));
    }

    [Fact]
    public void Recorded_and_not_found_it_is_missing()
    {
        Assert.Equal([Row.Key], Sweep([Row], []).Missing);
    }

    public static TheoryData<string, SweptRow> NotMissing => new()
    {
        { "known to be moved or deleted", Row with { IsChangedOutside = true } },
        { "in another mailbox", Row with { IsHere = false } },
        { "over", Row with { Times = [new Interval(Now - Duration.FromHours(2), Now - Duration.FromHours(1))] } },
        { "outside the window", Row with { Times = [new Interval(Window.End, Window.End + Duration.FromHours(1))] } },
        { "just written", Row with { ChangedAt = Now } },
        { "in doubt", Row with { State = LedgerState.InDoubt } },
        { "gone", Row with { State = LedgerState.Gone, RemoteId = null } },
    };

    [Theory]
    [MemberData(nameof(NotMissing), DisableDiscoveryEnumeration = true)]
    public void What_nobody_expects_there_is_not_missing(string why, SweptRow row)
    {
        Assert.True(Sweep([row], []).Missing.Count == 0, why);
    }

    [Fact]
    public void Found_where_the_ledger_says_gone_it_is_orphaned()
    {
        var gone = Row with { State = LedgerState.Gone, RemoteId = null, Times = [] };

        Assert.Equal([new MarkedEntry(Row.Key, "1")], Sweep([gone], [new MarkedEntry(Row.Key, "1")]).Orphaned);
        // Removed while the mailbox was being read.
        Assert.Empty(Sweep([gone with { ChangedAt = Now }], [new MarkedEntry(Row.Key, "1")]).Orphaned);
    }

    [Fact]
    public void A_copy_of_ours_and_what_nobody_knows_are_strays()
    {
        var copy = new MarkedEntry(Row.Key, "2");
        var unknown = new MarkedEntry(new EntryKey(AppointmentId.New(), CandidateId.New(), MemberId.New()), "3");

        var sweep = Sweep([Row], [new MarkedEntry(Row.Key, "1"), copy, unknown]);

        Assert.Equal([copy, unknown], sweep.Strays);
        Assert.Equal((1, 0, 0, 2), Counts(sweep));
    }

    private static LedgerSweep Sweep(SweptRow[] recorded, MarkedEntry[] found) =>
        LedgerSweep.Compare(recorded, found, Window, quietSince: Now - Duration.FromMinutes(2), Now);

    private static (int, int, int, int) Counts(LedgerSweep sweep) =>
        (sweep.Standing.Count, sweep.Missing.Count, sweep.Orphaned.Count, sweep.Strays.Count);
}
