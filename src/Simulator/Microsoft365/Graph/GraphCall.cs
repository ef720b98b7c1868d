using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>One request, on its own or an item of a batch.</summary>
internal sealed partial class GraphCall
{
    public required string Method { get; init; }

    /// <summary>Below the version, decoded: /me/events.</summary>
    public required string Path { get; init; }
    public required IReadOnlyDictionary<string, string> Query { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
    public string Body { get; init; } = "";

    /// <summary>Where this request was sent, without the query: what a next link starts with.</summary>
    public required string Address { get; init; }
    public string RequestId { get; } = Guid.CreateVersion7().ToString();

    public IReadOnlyDictionary<string, string> Route { get; set; } = new Dictionary<string, string>();
    public AccessGrant Grant { get; set; } = null!;
    /// <summary>The person signed in; null when the application speaks for itself.</summary>
    public Account? Caller { get; set; }
    public string Tenant => Grant.Tenant;
    public Microsoft365World World { get; set; } = null!;

    /// <summary>Whose resource the path names: the caller for /me, and for paths that name nobody.</summary>
    public Account Owner { get; set; } = null!;
    public Outlook Outlook { get; set; } = null!;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public bool WantsImmutableIds => Header("Prefer")?.Contains("IdType=\"ImmutableId\"", StringComparison.OrdinalIgnoreCase) == true;

    public bool WantsText => TextBody().IsMatch(Header("Prefer") ?? "");

    /// <summary>The zone of the reply, under the name the client gave it.</summary>
    public (string Name, DateTimeZone Zone) ReplyZone()
    {
        var match = TimeZone().Match(Header("Prefer") ?? "");
        if (!match.Success) return ("UTC", DateTimeZone.Utc);
        return (match.Groups[1].Value, GraphTimes.Zone(match.Groups[1].Value));
    }

    /// <summary>odata.maxpagesize, if the client prefers one.</summary>
    public int? PageSize() =>
        MaxPageSize().Match(Header("Prefer") ?? "") is { Success: true } match
            ? int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    public JsonObject Json()
    {
        try
        {
            return JsonNode.Parse(Body) as JsonObject ?? throw GraphError.BadBody("An object was expected.");
        }
        catch (System.Text.Json.JsonException e)
        {
            throw GraphError.BadBody("Unable to read JSON request payload. " + e.Message);
        }
    }

    public int Number(string option, int absent) =>
        !Query.TryGetValue(option, out var text) ? absent
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n
        : throw GraphError.Bad("BadRequest", $"Invalid value '{text}' for {option} query option found.");

    [GeneratedRegex("outlook\\.timezone\\s*=\\s*\"([^\"]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex TimeZone();

    [GeneratedRegex("odata\\.maxpagesize\\s*=\\s*(\\d{1,4})", RegexOptions.IgnoreCase)]
    private static partial Regex MaxPageSize();

    [GeneratedRegex("outlook\\.body-content-type\\s*=\\s*\"text\"", RegexOptions.IgnoreCase)]
    private static partial Regex TextBody();
}

internal sealed record GraphReply(int Status, JsonNode? Body = null, IReadOnlyDictionary<string, string>? Headers = null)
{
    /// <summary>What is left to do outside the lock before the answer is known, which it then replaces.</summary>
    public Func<CancellationToken, Task<GraphReply>>? Rest { get; init; }

    public static GraphReply Ok(JsonNode body) => new(200, body);

    public static GraphReply NoContent => new(204);

    public static GraphReply Accepted => new(202);
}
