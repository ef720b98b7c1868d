using System.Text.Json;
using NodaTime;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>What a nextLink or deltaLink carries: opaque to clients, and bound to the window it began with.</summary>
/// <param name="Since">The last change the client knows; null in a first round.</param>
/// <param name="Until">The last change this round tells of.</param>
/// <param name="After">Where the last page ended; null between rounds.</param>
/// <param name="Generation">Of the mailbox's sync state; a token of another one is worth nothing.</param>
internal sealed record DeltaToken(string Calendar, Instant Start, Instant End, long? Since, long Until, string? After, int Generation, Instant Issued)
{
    public string Write() => Identity.SigningKey.Encode(JsonSerializer.SerializeToUtf8Bytes(this, NodaJson.Options));

    public static DeltaToken? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<DeltaToken>(System.Buffers.Text.Base64Url.DecodeFromChars(text), NodaJson.Options);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }
}
