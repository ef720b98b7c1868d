using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.BookingPages;

/// <summary>入力済みの URL: the page's address with everything a link may say of the guest already, each named by what it is for (SPEC B7).</summary>
internal static class FilledLink
{
    /// <summary>Nobody has to read more of a question to know it.</summary>
    private const int LongestLabel = 16;

    /// <summary>As hosts read it, and browsers write it for the way.</summary>
    private static readonly UrlEncoder Readable = UrlEncoder.Create(UnicodeRanges.All);

    /// <param name="form">The settings as they are shown. Questions that were never saved have no key so far.</param>
    public static string Of(string address, FormState form) =>
        address + "?" + string.Join('&', Fields(form).Select(f => f.Name + "=" + Readable.Encode(f.Example)));

    private static IEnumerable<(string Name, string Example)> Fields(FormState form)
    {
        if (form.Value("company") != nameof(FieldNeed.Hidden))
            yield return ("company", Text.Of("Company"));
        yield return ("name", Text.Of("GuestName"));
        yield return ("mail", Text.Of("GuestMail"));
        if (form.Value("phone") != nameof(FieldNeed.Hidden))
            yield return ("phone", Text.Of("Phone"));
        if (form.Value("companions") is not ("" or "0"))
            yield return ("companions", Text.Of("Companions"));
        for (var row = 0; row < FormRows.Questions.CountIn(form); row++)
        {
            string Of(string field) => form.Value(FormRows.Questions.Field(row, field));
            if (Of("key").Length > 0 && Forms.WordOf<QuestionKind>(Of("kind")) is { } kind and not QuestionKind.Consent)
                yield return ("q_" + Of("key"), kind is QuestionKind.Choice or QuestionKind.Several ? Of("choices").Split('\n')[0].Trim() : LongText.Cut(Of("label"), LongestLabel));
        }
    }
}
