using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Simulator;

/// <summary>How the snapshot writes NodaTime values: the same ISO text people read.</summary>
internal static class NodaJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new ByPattern<Instant>(InstantPattern.ExtendedIso),
            new ByPattern<Duration>(DurationPattern.Roundtrip),
            new ByPattern<LocalDate>(LocalDatePattern.Iso),
            new JsonStringEnumConverter(),
        },
    };

    private sealed class ByPattern<T>(IPattern<T> pattern) : JsonConverter<T> where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            pattern.Parse(reader.GetString() ?? "").Value;

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(pattern.Format(value));
    }
}
