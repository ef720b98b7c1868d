using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Hidori.Server;

/// <summary>How the server is reached, and how much it takes from one visitor.</summary>
public sealed class ServerOptions : IValidatableObject
{
    /// <summary>These stand at the top, without a section.</summary>
    public const string Section = "";

    /// <summary>The address people type, such as `https://hidori.example.jp`. Links in mails and sign-in use it.</summary>
    [Required]
    public Uri PublicAddress { get; set; } = new("http://localhost:5080");

    /// <summary>Addresses or networks (CIDR) of reverse proxies whose X-Forwarded headers are believed, separated by commas.</summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>Guest posts a minute that one guest link may make.</summary>
    [Range(1, 10_000_000)]
    public int GuestPostsPerMinutePerLink { get; set; } = 30;

    /// <summary>Guest posts a minute from one address. A whole company may sit behind one; of IPv6, a /64 counts as one here and below.</summary>
    [Range(1, 10_000_000)]
    public int GuestPostsPerMinutePerAddress { get; set; } = 600;

    /// <summary>Bookings a minute from one address on one booking page.</summary>
    [Range(1, 10_000_000)]
    public int BookingPostsPerMinutePerAddress { get; set; } = 60;

    /// <summary>Looks a minute from one address at one booking page.</summary>
    [Range(1, 10_000_000)]
    public int BookingViewsPerMinutePerAddress { get; set; } = 600;

    /// <summary>Mails an hour that ask guests of one booking page to confirm their address, whatever addresses they give.</summary>
    [Range(1, 10_000_000)]
    public int ConfirmationMailsPerHourPerPage { get; set; } = 100;

    /// <summary>How often a minute hosts can have the calendars of one booking page read anew.</summary>
    [Range(1, 1_000)]
    public int RereadingsPerMinutePerPage { get; set; } = 10;

    /// <summary>Sign-in attempts a minute from one address.</summary>
    [Range(1, 10_000_000)]
    public int SignInsPerMinutePerAddress { get; set; } = 60;

    /// <summary>Deliveries of change notifications a minute from one address. Microsoft sends those of every mailbox from a few.</summary>
    [Range(1, 1_000_000)]
    public int NotificationsPerMinutePerAddress { get; set; } = 20_000;

    /// <summary>Where OpenTelemetry data goes (OTLP endpoint); empty sends none.</summary>
    public Uri? TelemetryAddress { get; set; }

    /// <summary>An absolute address of ours.</summary>
    public string Link(string path) => new Uri(PublicAddress, path).AbsoluteUri;

    /// <summary>A guest's own page.</summary>
    public string GuestPage(string secret) => Link($"p/{secret}");

    /// <summary>A booking page.</summary>
    /// <param name="page">Its slug; of a one-time URL, the secret.</param>
    public string BookingPage(string organization, string page) => Link($"b/{organization}/{page}");

    /// <summary>埋め込み: the one script that other sites load from here.</summary>
    public string EmbedScript => Link("embed.js");

    /// <summary>What is malformed, with the key's name (SPEC X5).</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsWebAddress(PublicAddress) || PublicAddress.PathAndQuery != "/")
            yield return new("must be an absolute http(s) address without a path.", [nameof(PublicAddress)]);
        if (TelemetryAddress is not null && !IsWebAddress(TelemetryAddress))
            yield return new("must be an absolute http(s) address.", [nameof(TelemetryAddress)]);
        if (Proxies(TrustedProxies).Any(p => !IPAddress.TryParse(p, out _) && !IPNetwork.TryParse(p, out _)))
            yield return new("must be addresses or networks such as 10.0.0.0/8, separated by commas.", [nameof(TrustedProxies)]);
    }

    /// <summary>One entry of the list a piece.</summary>
    internal static string[] Proxies(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsWebAddress(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
