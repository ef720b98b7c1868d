using CsCheck;
using Hidori.Domain;
using Hidori.Domain.Outside;
using Hidori.Integrations;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

public abstract partial class CalendarProviderContract
{
    /// <summary>What one place wants, as hours of the day; null for nothing. Then works once, with a mishap or without.</summary>
    private sealed record Turn(int? Hour, bool IsMeeting, Trouble? Trouble)
    {
        public override string ToString() => $"{(Hour is { } h ? $"{(IsMeeting ? "meeting" : "hold")} at {h}" : "nothing")}, {Trouble?.GetType().Name ?? "fine"}";
    }

    private static readonly Gen<Turn> Turns =
        from hour in Gen.Int[8, 11]
        from isMeeting in Gen.Bool
        from mishap in Gen.Int[0, 3]
        select new Turn(
            hour == 8 ? null : hour, isMeeting,
            mishap switch { 0 => new Trouble.AnswerLost(), 1 => new Trouble.NeverArrives(), _ => null });

    /// <summary>The property of Domain.Tests once more, in small, with the adapter and the wire between.</summary>
    [Fact]
    public async Task Whatever_is_lost_on_the_way_one_entry_stands_or_none() =>
        await Turns.Array[1, 8].SampleAsync(
            async turns =>
            {
                var place = new Place(new EntryKey(AppointmentId.New(), CandidateId.New(), MemberId.New()));
                foreach (var turn in turns)
                    await WorkAsync(place, turn);
                var wanted = turns[^1] with { Trouble = null };
                for (var i = 0; i < 4 && !place.IsSettled; i++)
                    await WorkAsync(place, wanted);

                var entries = Outside.CalendarOf(Outside.Tanaka);
                var copies = Outside.CalendarOf(Outside.Sato);
                Outside.GoesWrong(new Trouble.Nothing());
                await Outside.Calendar.RemoveAsync(Outside.Tanaka, place.Key, null, inDoubt: true, Ct);

                Assert.True(place.IsSettled);
                Assert.Equal(wanted.Hour is { } hour ? [Content(wanted, hour).Time] : [], entries.Select(e => e.Time));
                Assert.Equal(wanted is { Hour: not null, IsMeeting: true } ? 1 : 0, copies.Count);
            },
            iter: Outside.RandomHistories, threads: 1, print: turns => string.Join(" / ", turns.AsEnumerable()));

    private sealed class Place(EntryKey key)
    {
        public EntryKey Key => key;
        public string? Known { get; set; }
        public int Generation { get; set; }
        public bool IsInDoubt { get; set; }
        public bool IsSettled { get; set; }
    }

    private CalendarContent Content(Turn turn, int hour) => turn.IsMeeting
        ? Meeting($"2026-04-06 {hour:00}:00 Asia/Tokyo", withLink: false)
        : Hold($"2026-04-06 {hour:00}:00 Asia/Tokyo") with { Subject = $"{hour}" };

    /// <summary>One step of the worker: in doubt before the call, settled after it.</summary>
    private async Task WorkAsync(Place place, Turn turn)
    {
        var wasInDoubt = place.IsInDoubt;
        (place.IsInDoubt, place.IsSettled) = (true, false);
        Outside.GoesWrong(turn.Trouble ?? new Trouble.Nothing());
        try
        {
            if (turn.Hour is { } hour)
            {
                var entry = await Outside.Calendar.PutAsync(
                    Outside.Tanaka, place.Key, Content(turn, hour), place.Known, place.Generation, wasInDoubt, ours: null, Ct);
                place.Known = entry.RemoteId;
            }
            else
            {
                await Outside.Calendar.RemoveAsync(Outside.Tanaka, place.Key, place.Known, wasInDoubt, Ct);
                (place.Known, place.Generation) = (null, place.Generation + 1);
            }

            (place.IsInDoubt, place.IsSettled) = (false, true);
        }
        catch (EntryGoneException)
        {
            (place.Known, place.Generation, place.IsInDoubt) = (null, place.Generation + 1, false);
        }
        catch (ProviderUnavailableException)
        {
        }
    }
}
