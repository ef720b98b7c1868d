using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Hidori.Server.Features.BookingPages;
using Hidori.Server.Features.Connections;
using Hidori.Server.Features.GuestBooking;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Features.SignIn;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Hidori.Server;

/// <summary>What every answer carries and every visitor is held to.</summary>
public static class Security
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ForwardedHeadersOptions>(forwarded => Trust(forwarded, configuration[nameof(ServerOptions.TrustedProxies)]));
        services.AddRateLimiter(limits =>
        {
            limits.AddPolicy(SignInRoutes.RateLimit, http => PerAddress(http, SignInRoutes.RateLimit, o => o.SignInsPerMinutePerAddress));
            limits.AddPolicy(GuestProposalRoutes.RateLimit, http => PerLink(http, o => o.GuestPostsPerMinutePerLink));
            limits.AddPolicy(GuestBookingRoutes.RateLimit, http => PerPage(http, GuestBookingRoutes.RateLimit, o => o.BookingPostsPerMinutePerAddress));
            limits.AddPolicy(GuestBookingRoutes.ReadLimit, http => PerPage(http, GuestBookingRoutes.ReadLimit, o => o.BookingViewsPerMinutePerAddress));
            limits.AddPolicy(BookingPageRoutes.RereadLimit, http => Limit($"{BookingPageRoutes.RereadLimit}:{http.GetRouteValue("id")}", OptionsOf(http).RereadingsPerMinutePerPage));
            limits.AddPolicy(NotificationRoutes.RateLimit, http => PerAddress(http, NotificationRoutes.RateLimit, o => o.NotificationsPerMinutePerAddress));
            // One policy an endpoint; the second bound on guests is global and looks at their posts alone.
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/p", StringComparison.Ordinal)
                    ? PerAddress(http, GuestProposalRoutes.RateLimit, o => o.GuestPostsPerMinutePerAddress)
                    : RateLimitPartition.GetNoLimiter(""));
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = async (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
                await Page.Message(context.HttpContext, MessageKind.TooManyRequests, (int)Window.TotalSeconds).ExecuteAsync(context.HttpContext);
            };
        });
        return services;
    }

    public static void UseSecurity(this WebApplication app)
    {
        app.UseForwardedHeaders();
        var server = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; frame-ancestors ";
        app.Use(async (http, next) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            // Last of all: a fault clears what was set before it.
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                // Read anew: an administrator may change the cloud while the server runs.
                var borders = http.RequestServices.GetRequiredService<PageBorders>();
                var framedBy = borders.FramedBy.Count == 0 ? "'none'" : string.Join(' ', borders.FramedBy);
                var formsLeadTo = borders.FormsLeadTo ?? SignInRoutes.FormTarget(http.RequestServices);
                headers.ContentSecurityPolicy = $"{Policy}{framedBy}; form-action 'self' {formsLeadTo}";
                // For browsers that know no frame-ancestors; it cannot name a site (RFC 7034 §2.1).
                if (borders.FramedBy.Count == 0)
                    headers.XFrameOptions = "DENY";
                headers.XContentTypeOptions = "nosniff";
                // A guest's address is a key that no other site may learn. By no-referrer, though, a browser says "null" for its own Origin too.
                headers["Referrer-Policy"] = borders.FramedBy.Count > 0 ? "same-origin" : "no-referrer";
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                if (server.PublicAddress.Scheme == Uri.UriSchemeHttps)
                    headers.StrictTransportSecurity = "max-age=31536000";
                return Task.CompletedTask;
            });
            await next(http);
        });
    }

    /// <summary>A form without its token, or with an old one, ends here. Handlers that are written at build would throw on reading it.</summary>
    public static void UseTokensOfForms(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } invalid)
            return next(http);
        // Looking for the token is the first that reads the body.
        if (invalid.Error?.InnerException is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } tooLarge)
        {
            http.Response.StatusCode = tooLarge.StatusCode;
            return Task.CompletedTask;
        }

        if (IsFromOurOwnFrame(http))
        {
            http.Features.Set<IAntiforgeryValidationFeature>(new SaidByTheBrowser());
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });

    /// <summary>
    /// A browser sends no cookie from a frame in another site, so the token of the form has nothing to be compared with. There the browser's
    /// own word is taken, which no page can write: our page sent this, not the site around it (Fetch Metadata, W3C, Sec-Fetch-Site). One that
    /// knows no such word, as Safari before 16.4, says with every form by whose page it was sent (RFC 6454 §7, Origin).
    /// </summary>
    private static bool IsFromOurOwnFrame(HttpContext http) =>
        http.RequestServices.GetRequiredService<PageBorders>().FramedBy.Count > 0
        && (http.Request.Headers["Sec-Fetch-Site"] is [{ } site] ? site == "same-origin"
            : http.Request.Headers["Sec-Fetch-Site"].Count == 0 && http.Request.Headers.Origin == PageBorders.OriginOf(OptionsOf(http).PublicAddress));

    private sealed class SaidByTheBrowser : IAntiforgeryValidationFeature
    {
        public bool IsValid => true;

        public Exception? Error => null;
    }

    private static void Trust(ForwardedHeadersOptions forwarded, string? proxies)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.None;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in ServerOptions.Proxies(proxies))
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
                forwarded.KnownIPNetworks.Add(network);
        }
    }

    /// <summary>Who counts as one visitor: an IPv4 address, or the /64 of an IPv6 address, which one line has to itself (RFC 6177).</summary>
    public static string LineOf(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var line = address.GetAddressBytes();
        line.AsSpan(8).Clear();
        return $"{new IPAddress(line)}/64";
    }

    private static RateLimitPartition<string> PerAddress(HttpContext http, string name, Func<ServerOptions, int> permits) =>
        Limit($"{name}:{LineOf(http.Connection.RemoteIpAddress)}", permits(OptionsOf(http)));

    /// <summary>One address on one page: a company that books on several is no robot.</summary>
    private static RateLimitPartition<string> PerPage(HttpContext http, string name, Func<ServerOptions, int> permits) =>
        Limit($"{name}:{LineOf(http.Connection.RemoteIpAddress)}:{http.GetRouteValue("organization")}/{http.GetRouteValue("page")}", permits(OptionsOf(http)));

    private static RateLimitPartition<string> PerLink(HttpContext http, Func<ServerOptions, int> permits) =>
        Limit($"link:{http.GetRouteValue("secret")}", permits(OptionsOf(http)));

    private static RateLimitPartition<string> Limit(string key, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window });

    private static ServerOptions OptionsOf(HttpContext http) => http.RequestServices.GetRequiredService<IOptions<ServerOptions>>().Value;
}
