using System.Net;
using System.Text.RegularExpressions;

namespace Hidori.Benchmarks.Ground;

/// <summary>How a member of the simulated Microsoft 365 signs in, which links their calendar.</summary>
internal static partial class MemberSignIn
{
    /// <summary>As a browser would: our form, Microsoft's choice of account, its consent, and back.</summary>
    /// <param name="who">The account's address.</param>
    public static async Task RunAsync(Uri address, string who)
    {
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new(), MaxAutomaticRedirections = 10 }) { BaseAddress = address };
        var form = await http.GetStringAsync("/sign-in");
        var page = await PostAsync(http, new Uri(address, "sign-in/microsoft"), ("__RequestVerificationToken", Token().Match(form).Groups[1].Value));
        for (var step = 0; step < 3 && page.RequestMessage!.RequestUri!.Port != address.Port; step++)
        {
            var at = page.RequestMessage.RequestUri;
            page.Dispose();
            page = await PostAsync(http, at, ("account", who), ("decision", "accept"));
        }

        using (page)
        {
            if (page.RequestMessage!.RequestUri!.Port != address.Port || page.StatusCode != HttpStatusCode.OK)
                throw new InvalidOperationException($"{who} was not signed in: {page.RequestMessage.RequestUri} {page.StatusCode}");
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, Uri to, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await http.PostAsync(to, content);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
