using Microsoft.AspNetCore.StaticFiles;

namespace Hidori.Server.Ui;

/// <summary>Serves the files under wwwroot from the assembly: one program file, whatever folder it runs in.</summary>
public static class OwnFiles
{
    private static readonly FileExtensionContentTypeProvider Types = new();

    public static IApplicationBuilder UseOwnFiles(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var path = http.Request.Path.Value ?? "";
        if (HttpMethods.IsGet(http.Request.Method) && Types.TryGetContentType(path, out var type)
            && typeof(OwnFiles).Assembly.GetManifestResourceStream("wwwroot" + path) is { } file)
        {
            await using (file)
            {
                http.Response.ContentType = type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
                http.Response.ContentLength = file.Length;
                // Addresses carry a hash of the content, so a copy never goes stale.
                http.Response.Headers.CacheControl = http.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
                await file.CopyToAsync(http.Response.Body, http.RequestAborted);
                return;
            }
        }

        await next(http);
    });
}
