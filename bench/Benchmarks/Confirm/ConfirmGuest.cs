using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Benchmarks.Confirm;

/// <summary>What a press of the last button ended with.</summary>
internal enum Answer
{
    /// <summary>The guest was led to their own page.</summary>
    Won,

    /// <summary>The time is gone, in words.</summary>
    Lost,

    /// <summary>Too many at once: "try again".</summary>
    Busy,

    /// <summary>Nobody answered.</summary>
    None,
}

/// <summary>A guest's try for a time, which may be pressed again and is the same then.</summary>
internal sealed record Attempt(int Number, int Host, Instant Start, Guid Id)
{
    /// <summary>Tells this guest from all others.</summary>
    public string Mail => string.Create(CultureInfo.InvariantCulture, $"guest{Number}@guest.example");

    /// <param name="now">The form is read for a while before it is sent.</param>
    public static Attempt Of(int number, int host, Instant start, Instant now) =>
        new(number, host, start, Guid.CreateVersion7((now - Duration.FromSeconds(20)).ToDateTimeOffset()));
}

/// <summary>One browser, which loads the form of a page once and sends it for one guest after another.</summary>
internal sealed partial class ConfirmGuest(ConfirmWorld world) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = world.Address };
    private readonly Dictionary<int, List<KeyValuePair<string, string>>> forms = [];

    /// <summary>The form behind a free time, with everything that it bears.</summary>
    public async Task OpensAsync(int host)
    {
        if (forms.ContainsKey(host))
            return;
        var html = await http.GetStringAsync($"{world.AddressOf(host)}/details?minutes={ConfirmWorld.Minutes}&start={Iso(world.First)}");
        forms[host] = FieldsOf(html);
    }

    /// <returns>The answer, and where a winner was led to.</returns>
    public async Task<(Answer Answer, string? Page)> PressesAsync(Attempt attempt)
    {
        await OpensAsync(attempt.Host);
        Dictionary<string, string> typed = new()
        {
            ["start"] = Iso(attempt.Start), ["attempt"] = attempt.Id.ToString(), ["company"] = "計測商事", ["name"] = $"測量 {attempt.Number}", ["mail"] = attempt.Mail,
        };
        using var content = new FormUrlEncodedContent(forms[attempt.Host].Where(f => !typed.ContainsKey(f.Key)).Concat(typed));
        using var answer = await http.PostAsync(world.AddressOf(attempt.Host), content);
        return answer.StatusCode switch
        {
            HttpStatusCode.Found or HttpStatusCode.SeeOther => (Answer.Won, answer.Headers.Location!.ToString()),
            HttpStatusCode.Conflict => (Answer.Lost, null),
            HttpStatusCode.ServiceUnavailable => (Answer.Busy, null),
            var other => throw new InvalidOperationException($"{attempt}: {other}"),
        };
    }

    /// <summary>Chooses a candidate of a proposal on the guest's page, as its form does.</summary>
    public async Task<Answer> ChoosesAsync(string secret, Guid candidate)
    {
        var html = await http.GetStringAsync($"/p/{secret}");
        using var content = new FormUrlEncodedContent(
            FieldsOf(html).Where(f => f.Key is "__RequestVerificationToken").Append(new("candidate", candidate.ToString())).Append(new("note", "")));
        using var answer = await http.PostAsync($"/p/{secret}", content);
        return answer.StatusCode switch
        {
            HttpStatusCode.Found or HttpStatusCode.SeeOther => Answer.Won,
            HttpStatusCode.Conflict or HttpStatusCode.OK => Answer.Lost,
            HttpStatusCode.ServiceUnavailable => Answer.Busy,
            var other => throw new InvalidOperationException($"{secret[..6]}: {other}"),
        };
    }

    public Task<string> SeesAsync(string page) => http.GetStringAsync(page);

    public void Dispose() => http.Dispose();

    private static string Iso(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    private static List<KeyValuePair<string, string>> FieldsOf(string html) =>
    [
        .. Input().Matches(html).Select(m => (Name: NameOf().Match(m.Value).Groups[1].Value, Value: WebUtility.HtmlDecode(ValueOf().Match(m.Value).Groups[1].Value)))
            .Where(f => f.Name.Length > 0).DistinctBy(f => f.Name).Select(f => KeyValuePair.Create(f.Name, f.Value)),
    ];

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex(" name=\"([^\"]+)\"")]
    private static partial Regex NameOf();

    [GeneratedRegex(" value=\"([^\"]*)\"")]
    private static partial Regex ValueOf();
}
