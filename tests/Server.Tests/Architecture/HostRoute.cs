using Hidori.Server.Tests.Kit;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hidori.Server.Tests.Architecture;

/// <summary>A way into the running server, with what guards it.</summary>
internal sealed record HostRoute(
    string Method, string Pattern, bool IsForAnybody, bool NeedsSignIn, string? RateLimit, bool ChecksForm)
{
    public static IReadOnlyList<HostRoute> Of(App app) =>
    [
        .. from endpoint in app.ServicesForStorageTests.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]
           let anybody = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
           select new HostRoute(
               method,
               "/" + endpoint.RoutePattern.RawText?.Trim('/'),
               anybody,
               !anybody && endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null,
               endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName,
               endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation == true),
    ];
}
