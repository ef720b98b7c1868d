using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Hidori.Server.Ui;

/// <summary>Japanese first, English beside it: from the address, then from what was chosen before, then from the browser.</summary>
public static class Languages
{
    public const string Japanese = "ja";
    public const string English = "en";
    private const string Parameter = "lang";

    public static bool IsKnown(string? language) => language is Japanese or English;

    /// <summary>As a form carries it; Japanese for anything else.</summary>
    public static string Read(string posted) => posted == English ? English : Japanese;

    /// <summary>In its own words, as everybody finds their own.</summary>
    public static string NameOf(string language) => Text.Of(language == English ? "SpeaksEnglish" : "SpeaksJapanese");

    public static IReadOnlyList<Choice> Choices => [new(Japanese, NameOf(Japanese)), new(English, NameOf(English))];

    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == English ? English : Japanese;

    public static string Other => Current == English ? Japanese : English;

    /// <summary>This page in the other language.</summary>
    public static string OtherUrl(HttpContext http)
    {
        // A page that answers a POST has no address of its own to switch on; its GET twin keeps the choice. What is typed goes
        // along only where the page says which form keeps it (GuestShell).
        var query = http.Request.Query.Where(q => q.Key != Parameter)
            .SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))
            .Append(KeyValuePair.Create<string, string?>(Parameter, Other));
        return http.Request.PathBase + http.Request.Path + QueryString.Create(query);
    }

    public static IApplicationBuilder UseLanguages(this IApplicationBuilder app) => app.UseRequestLocalization(
        new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(Japanese),
            SupportedCultures = [new(Japanese), new(English)],
            SupportedUICultures = [new(Japanese), new(English)],
            RequestCultureProviders =
            [
                new CustomRequestCultureProvider(http => Task.FromResult(Chosen(http))),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ],
        });

    private static ProviderCultureResult? Chosen(HttpContext http)
    {
        if (http.Request.Query[Parameter].ToString() is var asked && IsKnown(asked))
        {
            Keep(http, asked);
            return new ProviderCultureResult(asked);
        }

        return http.Request.Cookies[Parameter] is { } kept && IsKnown(kept) ? new ProviderCultureResult(kept) : null;
    }

    /// <summary>This browser speaks it from now on; empty: what it spoke is forgotten.</summary>
    public static void Keep(HttpContext http, string language)
    {
        var cookie = new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
        };
        if (language.Length > 0)
            http.Response.Cookies.Append(Parameter, language, cookie);
        else
            http.Response.Cookies.Delete(Parameter);
    }

    /// <summary>Whether the language was chosen in this browser, now or before.</summary>
    public static bool IsChosen(HttpContext http) => IsAskedFor(http) || IsKnown(http.Request.Cookies[Parameter]);

    /// <summary>What this request asks for, by address or form; null where nothing is said. A frame in another site keeps no cookie of it.</summary>
    public static string? Asked(HttpContext http) =>
        http.Request.Query[Parameter].ToString() is var asked && IsKnown(asked) ? asked
        : http.Request.HasFormContentType && http.Request.Form[Parameter].ToString() is var posted && IsKnown(posted) ? posted
        : null;

    /// <summary>Whether the reader pressed the language switch to get here.</summary>
    public static bool IsAskedFor(HttpContext http) => IsKnown(http.Request.Query[Parameter]);

    /// <summary>Until it is disposed of, words are those of another reader: a mail's, or a text to hand on.</summary>
    public static IDisposable Speaking(string language) => new Scope(language);

    private sealed class Scope : IDisposable
    {
        private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
        private readonly CultureInfo _words = CultureInfo.CurrentUICulture;

        public Scope(string language)
        {
            var chosen = CultureInfo.GetCultureInfo(IsKnown(language) ? language : Japanese);
            CultureInfo.CurrentCulture = chosen;
            CultureInfo.CurrentUICulture = chosen;
        }

        public void Dispose()
        {
            CultureInfo.CurrentCulture = _culture;
            CultureInfo.CurrentUICulture = _words;
        }
    }
}
