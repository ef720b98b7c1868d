using CsCheck;
using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Availability;

public sealed class SlotsAlwaysAndNever
{
    private const int Cases = 2_000;

    private static readonly Gen<SlotCase> Questions = Gen.Int[0, int.MaxValue].Select(SlotCases.Of);

    /// <summary>"At most so many of a day" lets a later slot in for one that goes.</summary>
    private static readonly Gen<SlotCase> WithoutOfferedPerDay =
        Questions.Select(c => c with { Limits = c.Limits with { OfferedPerDay = null } });

    [Fact]
    public void The_same_question_always_has_the_same_answer() => Questions.Sample(
        asked => SlotFinder.Find(asked.Question).SequenceEqual(SlotFinder.Find(asked.Question)), iter: Cases);

    [Fact]
    public void The_order_of_entries_never_matters() => Questions.Sample(
        asked =>
        {
            var turned = asked with
            {
                Hosts = [.. asked.Hosts.Select(h => h with { Times = Turned(h.Times), Ours = [.. h.Ours.Reverse()] })],
                Bookings = [.. asked.Bookings.Reverse()],
            };

            return SlotFinder.Find(asked.Question).SequenceEqual(SlotFinder.Find(turned.Question));
        },
        iter: Cases);

    [Fact]
    public void Dates_asked_for_together_always_answer_as_each_alone() => Questions.Sample(
        asked =>
        {
            var alone = Enumerable.Range(0, Period.DaysBetween(asked.First, asked.Last) + 1).Select(asked.First.PlusDays)
                .SelectMany(date => SlotFinder.Find((asked with { First = date, Last = date }).Question));

            return SlotFinder.Find(asked.Question).SequenceEqual(alone);
        },
        iter: Cases);

    [Fact]
    public void Another_entry_never_adds_a_slot() => WithoutOfferedPerDay.Sample(
        asked =>
        {
            var from = asked.First.AtMidnight().InUtc().ToInstant();
            var entry = new BusyEntry(new Interval(from, from + Duration.FromHours(7)), BusyKind.Busy, "new", null, null);
            var busier = asked with
            {
                Hosts = [.. asked.Hosts.Select(h => h.Times is BusyTimes.Known k ? h with { Times = k with { Entries = [.. k.Entries, entry] } } : h)],
            };

            return IsSubset(busier, asked);
        },
        iter: Cases);

    [Fact]
    public void A_calendar_that_fails_never_adds_a_slot() => WithoutOfferedPerDay.Sample(
        asked => IsSubset(
            asked with { Hosts = [asked.Hosts[0] with { Times = new BusyTimes.Unknown(UnknownReason.Unavailable) }, .. asked.Hosts.Skip(1)] },
            asked),
        iter: Cases);

    [Fact]
    public void Time_that_passes_never_adds_a_slot_of_the_same_days() => WithoutOfferedPerDay.Sample(
        asked => IsSubset(asked with { Now = asked.Now + Duration.FromHours(3), Limits = asked.Limits with { FurthestDays = null } },
            asked with { Limits = asked.Limits with { FurthestDays = null } }),
        iter: Cases);

    [Fact]
    public void Another_booking_never_adds_a_slot() => WithoutOfferedPerDay.Sample(
        asked => IsSubset(asked with { Bookings = [.. asked.Bookings, new PageBooking(asked.Now, [])] }, asked), iter: Cases);

    [Fact]
    public void Whoever_takes_a_slot_is_never_taken_elsewhere() => Questions.Sample(
        asked =>
        {
            var question = asked.Question;
            foreach (var start in SlotFinder.Find(question).Take(3))
            {
                var assignment = SlotFinder.Assign(question, start)!;
                var taken = asked.Hosts.Where(h => assignment.Hosts.Contains(new MemberId(h.Id)))
                    .SelectMany(h => ((BusyTimes.Known)h.Times).Entries
                        .Where(e => h.Policy.Blocks(e) && (h.Except is null || e.Ours?.Appointment != h.Except)).Select(e => e.Time)
                        .Concat(h.Ours.Where(t => t.Appointment != h.Except).Select(t => t.Time)));
                Assert.DoesNotContain(taken, t => t.Overlaps(assignment.Time));
            }
        },
        iter: Cases);

    private static bool IsSubset(SlotCase fewer, SlotCase more)
    {
        var all = SlotFinder.Find(more.Question);
        return SlotFinder.Find(fewer.Question).All(all.Contains);
    }

    private static BusyTimes Turned(BusyTimes times) =>
        times is BusyTimes.Known known ? known with { Entries = [.. known.Entries.Reverse()] } : times;
}
