using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Hidori.Server.Ui;

/// <summary>Content codings of answers (RFC 9110 §8.4.1).</summary>
internal static class Packing
{
    public const string Brotli = "br";
    public const string Gzip = "gzip";

    /// <summary>Whether whoever asks takes answers in a coding.</summary>
    public static bool Takes(HttpRequest request, string coding) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var taken)
        && taken.Any(t => t.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && t.Quality is not 0);

    public static byte[] Pack(Stream plain, string coding, CompressionLevel level)
    {
        using var packed = new MemoryStream();
        using (Stream packer = coding == Brotli ? new BrotliStream(packed, level) : new GZipStream(packed, level))
            plain.CopyTo(packer);
        return packed.ToArray();
    }
}
