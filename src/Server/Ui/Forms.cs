using System.Globalization;
using System.Net.Mail;
using Microsoft.Extensions.Primitives;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Ui;

/// <summary>Reads posted text. Each method keeps what was typed and collects messages at the fields.</summary>
public sealed class Forms(IFormCollection form)
{
    /// <summary>What a button says that only shows a form again.</summary>
    public const string Show = "show";

    /// <summary>A mail address (RFC 5321 §4.5.3.1.3).</summary>
    public const int LongestMail = 254;

    private readonly Dictionary<string, StringValues> _values = form
        .Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal))
        // Browsers send the end of a line as CR LF and count it once (HTML, "textarea", API value): so do we.
        .ToDictionary(f => f.Key, f => new StringValues([.. f.Value.Select(v => v?.Replace("\r\n", "\n", StringComparison.Ordinal))]), StringComparer.Ordinal);

    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    public bool IsValid => _errors.Count == 0;

    /// <summary>What was typed, with the messages collected so far. Passwords are not shown again.</summary>
    public FormState State => new(
        _values.Where(v => v.Key != "password").ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal), _errors);

    /// <summary>Pressed to see the same in another language or zone: what is typed goes along, and nothing else is done.</summary>
    public static bool IsShownAgain(IFormCollection posted) => posted["action"].ToString() is Show or "zone";

    /// <summary>Without control characters, which PostgreSQL or Exchange would refuse and nobody can see.</summary>
    public string Text(string name) =>
        string.Concat((_values.GetValueOrDefault(name) is [{ } first, ..] ? first : "").Where(c => !char.IsControl(c) || c is '\n' or '\r' or '\t')).Trim();

    /// <summary>A date as forms and addresses carry it; null when malformed, or so far off that it could only overflow.</summary>
    public static LocalDate? DateOf(string? text) =>
        LocalDatePattern.Iso.Parse(text ?? "") is { Success: true } date && IsNear(date.Value) ? date.Value : null;

    /// <summary>No calendar holds dates far from these years, and sums with them run out of NodaTime's calendar.</summary>
    public static bool IsNear(LocalDate date) => date.Year is >= 2000 and <= 2200;

    /// <summary>A member of an enum by its name; null for anything else, numbers included.</summary>
    public static T? WordOf<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word) ? word : null;

    /// <summary>A whole number in plain digits, as forms and addresses carry it; null for anything else.</summary>
    public static int? NumberOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A path of ours to go on to; anything else becomes the other.</summary>
    public static string LocalPath(string? path, string otherwise) =>
        path is { Length: > 0 } && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.StartsWith("/\\", StringComparison.Ordinal) && !path.Any(char.IsControl)
            ? path
            : otherwise;

    public bool IsChecked(string name) => Text(name) is "true" or "on";

    public void Refuse(string name, string message) => _errors.TryAdd(name, message);

    public void Set(string name, string value) => _values[name] = value;

    public bool Has(string name) => _values.ContainsKey(name);

    public void Remove(string name) => _values.Remove(name);

    /// <summary>Text that may be no longer than there is room for.</summary>
    public string Text(string name, int longest)
    {
        var text = Text(name);
        if (text.Length > longest)
            Refuse(name, Ui.Text.Of("TooLong", longest, text.Length));
        return text;
    }

    public string RequiredText(string name, int longest, string whenMissing)
    {
        var text = Text(name, longest);
        if (text.Length == 0)
            Refuse(name, whenMissing);
        return text;
    }

    /// <summary>A mail address, in lower case. Empty stays empty.</summary>
    public string Mail(string name)
    {
        var text = Text(name, LongestMail);
        if (text.Length == 0)
            return text;
        if (MailOf(text) is { } address)
            return address;
        Refuse(name, Ui.Text.Of("MailMalformed"));
        return text;
    }

    /// <summary>A mail address in lower case; null for anything else.</summary>
    public static string? MailOf(string text)
    {
        var plain = text.Normalize(System.Text.NormalizationForm.FormKC);
        return plain.Length <= LongestMail && IsMailAddress(plain) ? plain.ToLowerInvariant() : null;
    }

    private static bool IsMailAddress(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text
        && address.Host.Contains('.') && !address.Host.StartsWith('.') && !address.Host.EndsWith('.')
        && !address.Host.Contains("..", StringComparison.Ordinal)
        && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));
}
