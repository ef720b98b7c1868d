using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Net.Http.Headers;

namespace Hidori.Server.Ui;

/// <summary>
/// Pages as they were written and packed already, known by what they say: for those that many look at, that bear nothing of who
/// looks, and that cost more to write than to find out what they say.
/// </summary>
/// <remarks>
/// What a page says decides, never how old it is. The same is its entity tag (RFC 9110 §8.8.3), which is equal on every node of one
/// version: who has the page already is told so without a body.
/// </remarks>
public sealed class KeptPages : IDisposable
{
    private const long Most = 48 << 20;

    /// <summary>The written form changes with the program.</summary>
    private static readonly byte[] Program = typeof(KeptPages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>() is { } version
        ? System.Text.Encoding.UTF8.GetBytes(version.InformationalVersion + typeof(KeptPages).Module.ModuleVersionId)
        : [];

    private readonly MemoryCache pages = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <param name="says">Everything that decides how the page is written, its language included.</param>
    public IResult Of<TPage>(object view, ReadOnlySpan<byte> says)
        where TPage : IComponent
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Program);
        hash.AppendData(says);
        hash.GetHashAndReset(whole);
        return new Kept(this, Convert.ToHexStringLower(whole[..16]), Page.Of<TPage>(view));
    }

    public void Dispose() => pages.Dispose();

    /// <summary>The page as it goes over the wire.</summary>
    private async Task<byte[]> BytesAsync(string tag, string encoding, HttpContext http, IResult page)
    {
        if (pages.Get<byte[]>((tag, encoding)) is { } kept)
            return kept;
        // What is packed is kept packed alone: the plain page is seven times as large, and nearly nobody asks for it.
        var bytes = await WriteAsync(http, page);
        if (encoding.Length > 0)
            bytes = Packing.Pack(new MemoryStream(bytes), encoding, CompressionLevel.Optimal);
        return pages.Set((tag, encoding), bytes, new MemoryCacheEntryOptions { Size = bytes.Length });
    }

    private static async Task<byte[]> WriteAsync(HttpContext http, IResult page)
    {
        var body = http.Response.Body;
        using var written = new MemoryStream();
        http.Response.Body = written;
        try
        {
            await page.ExecuteAsync(http);
        }
        finally
        {
            http.Response.Body = body;
        }

        return written.ToArray();
    }

    private sealed class Kept(KeptPages all, string tag, IResult page) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (request, response) = (httpContext.Request, httpContext.Response);
            var encoding = Packing.Takes(request, Packing.Brotli) ? Packing.Brotli : Packing.Takes(request, Packing.Gzip) ? Packing.Gzip : "";
            var entity = new EntityTagHeaderValue($"\"{tag}{encoding}\"");
            response.Headers.ETag = entity.ToString();
            // The language comes from the header or a cookie where the address does not say it.
            response.Headers.Vary = "Accept-Encoding, Accept-Language, Cookie";
            response.Headers.CacheControl = "private, no-cache";
            if (request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(entity, useStrongComparison: false)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            var bytes = await all.BytesAsync(tag, encoding, httpContext, page);
            if (encoding.Length > 0)
                response.Headers.ContentEncoding = encoding;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = bytes.Length;
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}
