namespace Hidori.Domain;

/// <summary>An address of the web that people are sent to.</summary>
internal static class WebAddress
{
    public const int Longest = 500;

    /// <summary>Only https, and nobody's name or password in it; null for anything else.</summary>
    public static Uri? Of(string text) =>
        text.Length <= Longest && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0
            ? url
            : null;
}
