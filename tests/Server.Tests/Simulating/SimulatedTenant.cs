using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Hidori.Server.Tests.GraphContract;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

/// <summary>A tenant with two colleagues and a room, and a client that signs in through the pages as a person would.</summary>
public sealed class SimulatedTenant : IAsyncDisposable
{
    public const string ClientId = "11111111-2222-4333-8444-555555555555";
    public const string Secret = "s3cret";
    public const string Redirect = "http://localhost/back";
    public const string Usual = "openid profile offline_access User.Read Calendars.ReadWrite MailboxSettings.Read";
    public const string Property = "String {8d2a6d6e-2c6e-4d0a-9a63-0b1f5f0c7a11} Name HidoriRef";

    private SimulatedTenant(SimulatorHost host, FakeTimeProvider time)
    {
        Host = host;
        // Tests may ask wrongly on purpose; the answers must fit in any case.
        HeldToTheContractAttribute.Watch(host, d => d.Contains(": response", StringComparison.Ordinal) || d.Contains("cannot be compared", StringComparison.Ordinal));
        Time = time;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address };
    }

    public SimulatorHost Host { get; }

    public FakeTimeProvider Time { get; }

    public HttpClient Http { get; }

    public Microsoft365World World => Host.Microsoft365;

    public static async Task<SimulatedTenant> StartAsync(string? dataFile = null, UserConsent consent = UserConsent.Allowed)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
        var host = await SimulatorHost.StartAsync(new SimulatorOptions { TimeProvider = time, DataFile = dataFile }, TestContext.Current.CancellationToken);
        if (host.Microsoft365.IsEmpty)
        {
            host.Microsoft365.AddTenant(new NewTenant("株式会社試験", "test.example") { UserConsent = consent });
            host.Microsoft365.RegisterApp(new NewApp(ClientId, Secret, Redirect));
            host.Microsoft365.AddUser(new NewAccount("tanaka@test.example", "田中 美咲"));
            host.Microsoft365.AddUser(new NewAccount("sato@test.example", "佐藤 健一"));
            host.Microsoft365.AddUser(new NewAccount("kanri@test.example", "管理 太郎") { IsAdmin = true });
            host.Microsoft365.AddRoom(new NewRoom("room@test.example", "会議室 桜") { Capacity = 6 });
        }
        return new SimulatedTenant(host, time);
    }

    public static string AuthorizeUrl(string scopes = Usual, string more = "", string authority = "organizations") =>
        $"login/{authority}/oauth2/v2.0/authorize?client_id={ClientId}&response_type=code&redirect_uri={Uri.EscapeDataString(Redirect)}&scope={Uri.EscapeDataString(scopes)}&state=s1&nonce=n1{more}";

    /// <summary>Clicks through account and consent pages; the query of the callback.</summary>
    public async Task<Dictionary<string, string>> SignInAsync(string who, string scopes = Usual, string more = "", string decision = "accept", string authority = "organizations")
    {
        var ct = TestContext.Current.CancellationToken;
        var url = AuthorizeUrl(scopes, more, authority);
        using var first = await Http.GetAsync(url, ct);
        var answer = first;
        if (answer.StatusCode == HttpStatusCode.OK)
            answer = await Http.PostAsync(url, new FormUrlEncodedContent([new("account", who)]), ct);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(ct));
            Assert.NotEmpty(page.QuerySelectorAll("button[name=decision]"));
            answer = await Http.PostAsync(url, new FormUrlEncodedContent([new("account", who), new("decision", decision)]), ct);
        }
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return Query(answer.Headers.Location!);
    }

    public static Dictionary<string, string> Query(Uri address) =>
        address.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));

    public async Task<(HttpStatusCode Status, JsonObject Body)> TokenAsync(string authority = "organizations", params (string, string)[] form)
    {
        var values = new Dictionary<string, string> { ["client_id"] = ClientId, ["client_secret"] = Secret };
        foreach (var (name, value) in form) values[name] = value;
        using var answer = await Http.PostAsync($"login/{authority}/oauth2/v2.0/token", new FormUrlEncodedContent(values), TestContext.Current.CancellationToken);
        return (answer.StatusCode, (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    public async Task<JsonObject> TokensAsync(string who, string scopes = Usual)
    {
        var verifier = "a-verifier-that-is-long-enough-to-be-one-0123456789";
        var challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var callback = await SignInAsync(who, scopes, $"&code_challenge={challenge}&code_challenge_method=S256");
        var (status, body) = await TokenAsync("organizations", ("grant_type", "authorization_code"), ("code", callback["code"]), ("redirect_uri", Redirect), ("code_verifier", verifier));
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    public async Task<GraphClient> GraphAsync(string who, string scopes = Usual) =>
        new(Http, (await TokensAsync(who, scopes))["access_token"]!.GetValue<string>());

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }
}

/// <summary>Speaks to Graph with one token.</summary>
public sealed class GraphClient(HttpClient http, string token)
{
    public string Prefer { get; set; } = "IdType=\"ImmutableId\", outlook.timezone=\"UTC\"";

    public async Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body = null, string? ifMatch = null)
    {
        using var answer = await RawAsync(method, path, body, ifMatch);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, text == "" ? null : JsonNode.Parse(text));
    }

    public Task<HttpResponseMessage> RawAsync(string method, string path, JsonNode? body = null, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith("http", StringComparison.Ordinal) ? path : "graph/v1.0" + path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (Prefer != "") request.Headers.TryAddWithoutValidation("Prefer", Prefer);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonObject> GetAsync(string path) => Fine(await SendAsync("GET", path), 200);

    public async Task<JsonObject> CreateAsync(JsonObject item) => Fine(await SendAsync("POST", "/me/events", item), 201);

    public async Task<JsonObject> PatchAsync(string id, JsonObject change) => Fine(await SendAsync("PATCH", "/me/events/" + id, change), 200);

    private static JsonObject Fine((int Status, JsonNode? Body) reply, int expected)
    {
        Assert.True(reply.Status == expected, $"{reply.Status} {reply.Body?.ToJsonString()}");
        return (JsonObject)reply.Body!;
    }

    public static JsonObject Item(string subject, string start, string end, string zone = "Tokyo Standard Time") => new()
    {
        ["subject"] = subject,
        ["start"] = new JsonObject { ["dateTime"] = start, ["timeZone"] = zone },
        ["end"] = new JsonObject { ["dateTime"] = end, ["timeZone"] = zone },
    };

    public static JsonObject Attendee(string address, string type = "required") =>
        new() { ["emailAddress"] = new JsonObject { ["address"] = address }, ["type"] = type };
}

internal static class JsonText
{
    public static string Text(this JsonNode? node, params string[] path)
    {
        foreach (var step in path) node = node![step];
        return node?.ToString() ?? "";
    }

    public static string ErrorCode(this JsonNode? node) => node.Text("error", "code");
}
