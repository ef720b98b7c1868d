using System.Text.Json;
using Hidori.Benchmarks.Yardstick;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Hidori.Domain.Tests.Yardstick;

public sealed class YardstickAgreesWithTheReferenceAnswers
{
    public static TheoryData<string> Names => [.. ReferenceCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sweeping_the_lists_as_delivered(string name)
    {
        var reference = Find(name);

        var slots = new SlotKernel(reference.Question).Raw();

        AssertAgrees(reference, slots);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sweeping_lists_kept_sorted(string name)
    {
        var reference = Find(name);

        var slots = new SlotKernel(reference.Question).Sorted();

        AssertAgrees(reference, slots);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Combining_rows_of_cells(string name)
    {
        var reference = Find(name);

        var slots = new BitmapKernel(reference.Question).Find();

        AssertAgrees(reference, slots);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Written_as_json_every_slot_is_there_once_under_its_local_day(string name)
    {
        var question = Find(name).Question;
        var slots = new SlotKernel(question).Raw();

        using var json = JsonDocument.Parse(
            new DayJson(question.Hosts[0].Zone, slots.Length).Write(slots).ToArray());

        var days = json.RootElement.EnumerateObject().ToList();
        var starts = days.SelectMany(d => d.Value.EnumerateArray()).Select(MinuteOf).ToArray();
        Assert.Equal(slots.ToArray(), starts);
        Assert.Equal(days.Select(d => d.Name).Order(StringComparer.Ordinal).Distinct(), days.Select(d => d.Name));
        Assert.All(days, d => Assert.All(
            d.Value.EnumerateArray(), s => Assert.Equal(d.Name, LocalDateOf(s, question.Hosts[0].Zone.ZoneId))));
    }

    [Fact]
    public void Asked_twice_the_kernels_answer_the_same()
    {
        var question = Find("R18 collective Berlin + New York").Question;
        var sweep = new SlotKernel(question);
        var bitmap = new BitmapKernel(question);

        int[][] answers =
        [
            sweep.Raw().ToArray(), sweep.Sorted().ToArray(), sweep.Raw().ToArray(), sweep.Sorted().ToArray(),
            bitmap.Find().ToArray(), bitmap.Find().ToArray(),
        ];

        Assert.All(answers, a => Assert.Equal(answers[0], a));
    }

    [Fact]
    public void No_slots_at_all_have_a_checksum_too() => Assert.Equal(2166136261, Checksum.Of([]));

    private static ReferenceCase Find(string name) => ReferenceCases.All.Single(c => c.Name == name);

    private static void AssertAgrees(ReferenceCase reference, ReadOnlySpan<int> slots) =>
        Assert.Equal((reference.Slots, reference.Checksum), (slots.Length, Checksum.Of(slots)));

    private static int MinuteOf(JsonElement start) =>
        (int)(InstantPattern.General.Parse(start.GetString()!).Value - Generators.Base).TotalMinutes;

    private static string LocalDateOf(JsonElement start, string zoneId) =>
        LocalDatePattern.Iso.Format(
            InstantPattern.General.Parse(start.GetString()!).Value
                .InZone(DateTimeZoneProviders.Tzdb[zoneId]).Date);
}
