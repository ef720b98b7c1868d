namespace Hidori.Domain.Appointments;

/// <summary>Text that is longer than there is room for.</summary>
public static class LongText
{
    /// <summary>Not cut between the two halves of a character, which no database would take.</summary>
    /// <param name="longest">In UTF-16 code units, as fields count.</param>
    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text
        : char.IsHighSurrogate(text[longest - 1]) ? text[..(longest - 1)]
        : text[..longest];
}
