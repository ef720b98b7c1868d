using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Hidori.Server.Ui;

/// <summary>Serves the files under wwwroot from the assembly: one program file, whatever folder it runs in.</summary>
public static class OwnFiles
{
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>Packed once. There are few, and they are the same for everybody: no secret of a page can be told from their length.</summary>
    private static readonly ConcurrentDictionary<string, byte[]> Packed = new(StringComparer.Ordinal);

    public static IApplicationBuilder UseOwnFiles(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var path = http.Request.Path.Value ?? "";
        if (HttpMethods.IsGet(http.Request.Method) && Types.TryGetContentType(path, out var type)
            && typeof(OwnFiles).Assembly.GetManifestResourceStream("wwwroot" + path) is { } file)
        {
            await using (file)
            {
                var headers = http.Response.Headers;
                http.Response.ContentType = type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
                // Addresses carry a hash of the content, so a copy never goes stale.
                headers.CacheControl = http.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
                headers.Vary = HeaderNames.AcceptEncoding;
                if (Packing.Takes(http.Request, Packing.Brotli))
                {
                    var packed = Packed.GetOrAdd(path, static (_, plain) => Packing.Pack(plain, Packing.Brotli, CompressionLevel.SmallestSize), file);
                    headers.ContentEncoding = Packing.Brotli;
                    http.Response.ContentLength = packed.Length;
                    await http.Response.Body.WriteAsync(packed, http.RequestAborted);
                    return;
                }

                http.Response.ContentLength = file.Length;
                await file.CopyToAsync(http.Response.Body, http.RequestAborted);
                return;
            }
        }

        await next(http);
    });
}
