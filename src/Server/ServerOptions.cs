using System.ComponentModel.DataAnnotations;

namespace Hidori.Server;

/// <summary>How the server is reached, and how much it takes from one visitor.</summary>
public sealed class ServerOptions
{
    /// <summary>The address people type, such as `https://hidori.example.jp`. Links in mails and sign-in use it.</summary>
    [Required]
    public Uri PublicAddress { get; set; } = new("http://localhost:5080");

    /// <summary>Addresses or networks (CIDR) of reverse proxies whose X-Forwarded headers are believed, separated by commas.</summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>Guest posts a minute that one guest link may make.</summary>
    [Range(1, 100_000)]
    public int GuestPostsPerMinutePerLink { get; set; } = 30;

    /// <summary>Guest posts a minute from one address. A whole company may sit behind one.</summary>
    [Range(1, 100_000)]
    public int GuestPostsPerMinutePerAddress { get; set; } = 600;

    /// <summary>Sign-in attempts a minute from one address.</summary>
    [Range(1, 100_000)]
    public int SignInsPerMinutePerAddress { get; set; } = 60;

    /// <summary>Where OpenTelemetry data goes (OTLP endpoint); empty sends none.</summary>
    public Uri? TelemetryAddress { get; set; }

    /// <summary>An absolute address of ours.</summary>
    public string Link(string path) => new Uri(PublicAddress, path).AbsoluteUri;
}
