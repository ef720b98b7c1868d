using System.Text;

namespace Hidori.Domain.Appointments;

/// <summary>Text as people look for it: カナ, ｶﾅ and かな are equal, and so are widths, cases and names with or without a space.</summary>
/// <remarks>Folded once when it is kept, since neither database folds all of it (Unicode NFKC, and katakana to hiragana).</remarks>
public static class SearchText
{
    public const int MostWords = 8;

    /// <summary>From the small ァ to ヶ, and ヽヾ: each has its hiragana this far below.</summary>
    private const int KanaDistance = 'ァ' - 'ぁ';

    public static string Of(IEnumerable<string> texts) => string.Join('\n', texts.Select(Fold).Where(t => t.Length > 0).Distinct());

    /// <summary>The words of a query, each to be found somewhere.</summary>
    public static IReadOnlyList<string> WordsOf(string query) =>
        [.. Whole(query).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Fold).Where(w => w.Length > 0).Distinct().Take(MostWords)];

    private static string Fold(string text) => string.Concat(
        Whole(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant()
            .Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c))
            .Select(c => c is (>= 'ァ' and <= 'ヶ') or 'ヽ' or 'ヾ' ? (char)(c - KanaDistance) : c));

    /// <summary>Half a character can neither be folded nor kept.</summary>
    private static string Whole(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
}
