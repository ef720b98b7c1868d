using Hidori.Benchmarks.Yardstick;

namespace Hidori.Benchmarks;

/// <summary>The ways to answer one question, ready to be timed; each returns a length, so that nothing is skipped.</summary>
internal sealed class KernelWays(ReferenceCase reference)
{
    private readonly SlotKernel sweep = new(reference.Question);
    private readonly BitmapKernel bitmap = new(reference.Question);

    private readonly DayJson json = new(
        reference.Question.Hosts[0].Zone, reference.Question.Rules.EndMinute / reference.Question.Rules.GridMinutes);

    public IReadOnlyList<(string Name, Func<int> Run)> All =>
        [("raw + JSON", RawJson), ("sorted", Sorted), ("bitmap", Bitmap), ("bitmap + JSON", BitmapJson)];

    public int RawJson() => json.Write(sweep.Raw()).Length;

    public int Sorted() => sweep.Sorted().Length;

    public int Bitmap() => bitmap.Find().Length;

    public int BitmapJson() => json.Write(bitmap.Find()).Length;

    /// <summary>The answer of all ways, or null where one of them differs from another or from the reference.</summary>
    public (int Slots, uint Checksum)? AgreedAnswer()
    {
        (int, uint)[] answers = [Answer(sweep.Raw()), Answer(sweep.Sorted()), Answer(bitmap.Find())];
        if (answers.Distinct().Count() > 1) return null;
        return reference.Slots is { } slots && answers[0] != (slots, reference.Checksum) ? null : answers[0];
    }

    private static (int Slots, uint Checksum) Answer(ReadOnlySpan<int> starts) => (starts.Length, Checksum.Of(starts));
}
