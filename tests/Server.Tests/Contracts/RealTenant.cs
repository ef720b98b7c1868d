using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hidori.Integrations;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>A Microsoft 365 tenant named in the environment, with two mailboxes that may be emptied (docs/operations/real-tenant.md).</summary>
/// <remarks>Works with application permissions, so that nobody has to sign in. Also says, to whoever reads a skipped test, what is missing.</remarks>
public sealed class RealTenant : IAccessTokens
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly string _secret;
    private string? _token;

    public RealTenant(string tenant, string clientId, string secret, IReadOnlyList<string> mailboxes, Uri login, Uri graph)
    {
        (Id, ClientId, _secret, Mailboxes) = (tenant, clientId, secret, mailboxes);
        (Login, Graph) = (login, graph);
    }

    public string Id { get; }

    /// <summary>A room mailbox that accepts by itself; null when none is named.</summary>
    public string? Room { get; init; }
    public string ClientId { get; }
    public IReadOnlyList<string> Mailboxes { get; }
    public Uri Login { get; }
    public Uri Graph { get; }

    /// <summary>The token in use is spoilt: the vendor will refuse it.</summary>
    public bool IsSpoilt { get; set; }

    /// <summary>No other token is to be had.</summary>
    public bool IsRevoked { get; set; }

    private static readonly string[] Needs = ["HIDORI_TENANT", "HIDORI_TENANT_CLIENT_ID", "HIDORI_TENANT_CLIENT_SECRET", "HIDORI_TENANT_MAILBOXES"];

    /// <summary>Somebody named a tenant, wholly or in part.</summary>
    public static bool IsNamed => Needs.Any(n => Setting(n) is not null);

    /// <summary>The tenant, or a skipped test.</summary>
    public static RealTenant Needed()
    {
        var missing = Needs.Where(n => Setting(n) is null).ToList();
        if (missing.Count > 0)
            Assert.Skip($"No real tenant: {string.Join(", ", missing)} not set (docs/operations/real-tenant.md).");
        if (Setting("HIDORI_TENANT_ERASES") != "yes")
            Assert.Skip("The calendars of the two mailboxes are emptied by each test: set HIDORI_TENANT_ERASES=yes to allow it.");
        var mailboxes = Setting("HIDORI_TENANT_MAILBOXES")!.Split(',', StringSplitOptions.TrimEntries);
        Assert.True(mailboxes.Length == 2, "HIDORI_TENANT_MAILBOXES names two addresses, separated by a comma.");
        return new RealTenant(
            Setting(Needs[0])!, Setting(Needs[1])!, Setting(Needs[2])!, mailboxes,
            new Uri(Setting("HIDORI_TENANT_LOGIN") ?? "https://login.microsoftonline.com/"),
            new Uri(Setting("HIDORI_TENANT_GRAPH") ?? "https://graph.microsoft.com/v1.0/"))
        { Room = Setting("HIDORI_TENANT_ROOM")?.ToLowerInvariant() };
    }

    public async Task<string> GetAsync(Connection via, CancellationToken ct) =>
        IsSpoilt || IsRevoked ? "spoilt" : await TokenAsync(ct);

    public Task<string> RenewAsync(Connection via, string rejected, CancellationToken ct)
    {
        if (IsRevoked)
            throw new ConnectionBrokenException("The grant is withdrawn.", new InvalidOperationException("The test withdrew it."));
        IsSpoilt = false;
        return TokenAsync(ct);
    }

    /// <summary>Asks Graph past the adapter, as Outlook would change things; the body, or null.</summary>
    public async Task<JsonNode?> AskAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        var ct = TestContext.Current.CancellationToken;
        for (var tries = 0; ; tries++)
        {
            using var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? new Uri(path) : new Uri(Graph, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(ct));
            request.Headers.TryAddWithoutValidation("Prefer", "IdType=\"ImmutableId\", outlook.timezone=\"UTC\"");
            request.Content = body is null ? null : JsonContent.Create(body);
            using var answer = await Http.SendAsync(request, ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            if ((int)answer.StatusCode is 429 or 503 or 504 && tries < 5)
            {
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(5), ct);
                continue;
            }

            if (method == HttpMethod.Delete && (int)answer.StatusCode == 404)
                return null;
            Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
            return text == "" ? null : JsonNode.Parse(text);
        }
    }

    private async Task<string> TokenAsync(CancellationToken ct)
    {
        if (_token is not null)
            return _token;
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", ClientId), new("client_secret", _secret),
            new("scope", Graph.GetLeftPart(UriPartial.Authority) + "/.default"),
        ]);
        using var answer = await Http.PostAsync(new Uri(Login, $"{Id}/oauth2/v2.0/token"), form, ct);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
        Assert.True(answer.IsSuccessStatusCode, $"No token for the application: {json}");
        return _token = json.GetProperty("access_token").GetString()!;
    }

    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
