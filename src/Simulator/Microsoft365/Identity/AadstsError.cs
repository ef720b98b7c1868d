using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>A refusal of the identity platform: the protocol's word, Microsoft's number, the text.</summary>
internal sealed record AadstsError(string Error, int Number, string Text, string? SubError = null, int Status = 400)
{
    private static readonly ZonedDateTimePattern Stamp = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss'Z'", null);

    public string Description(Instant now) => Description(now, Guid.CreateVersion7(), Guid.CreateVersion7());

    public JsonObject Body(Instant now)
    {
        var (trace, correlation) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var json = new JsonObject
        {
            ["error"] = Error,
            ["error_description"] = Description(now, trace, correlation),
            ["error_codes"] = new JsonArray(Number),
            ["timestamp"] = Stamp.Format(now.InUtc()),
            ["trace_id"] = trace.ToString(),
            ["correlation_id"] = correlation.ToString(),
            ["error_uri"] = "https://login.microsoftonline.com/error?code=" + Number.ToString(CultureInfo.InvariantCulture),
        };
        if (SubError is not null) json["suberror"] = SubError;
        return json;
    }

    private string Description(Instant now, Guid trace, Guid correlation) => string.Create(CultureInfo.InvariantCulture,
        $"AADSTS{Number}: {Text}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\nTimestamp: {Stamp.Format(now.InUtc())}");
}
