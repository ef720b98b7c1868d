using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Hidori.Server.Ui;

/// <summary>Addresses of our own files, with their content in the query, so that they may be cached for ever.</summary>
public static class Asset
{
    private static readonly ConcurrentDictionary<string, string> Urls = new(StringComparer.Ordinal);

    public static string Url(string path) => Urls.GetOrAdd(path, static p =>
    {
        using var file = typeof(Asset).Assembly.GetManifestResourceStream("wwwroot/" + p)
            ?? throw new FileNotFoundException("No such file under Ui/wwwroot.", p);
        return $"/{p}?v={Convert.ToHexStringLower(SHA256.HashData(file))[..12]}";
    });

    public static string Icon(string name) => $"{Url("icons.svg")}#i-{name}";
}
