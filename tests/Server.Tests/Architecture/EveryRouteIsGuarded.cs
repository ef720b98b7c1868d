using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed class EveryRouteIsGuarded
{
    [Fact]
    public async Task A_route_is_for_members_or_says_that_it_is_for_anybody()
    {
        await using var app = await App.StartAsync(DatabaseKind.Sqlite);

        var broken = HostRoute.Of(app).Where(r => !r.IsForAnybody && !r.NeedsSignIn).Select(r => $"{r.Method} {r.Pattern}");

        Repository.Holds("Every route has a policy or an explicit AllowAnonymous (HOUSE §6.5).", broken);
    }

    [Fact]
    public async Task A_form_is_taken_only_from_our_own_pages()
    {
        await using var app = await App.StartAsync(DatabaseKind.Sqlite);
        var routes = HostRoute.Of(app);

        var broken = routes
            .Where(r => r.Method is not ("GET" or "HEAD" or "OPTIONS") && !r.ChecksForm && !r.Pattern.StartsWith("/api/", StringComparison.Ordinal))
            .Select(r => $"{r.Method} {r.Pattern}");

        Repository.Holds("Every POST has antiforgery or is under /api (HOUSE §6.5).", broken);
        Assert.Contains(routes, r => r.Method == "POST");
    }

    [Fact]
    public async Task What_a_stranger_may_post_is_limited()
    {
        await using var app = await App.StartAsync(DatabaseKind.Sqlite);

        // Signing out costs nothing and tells nothing.
        var broken = HostRoute.Of(app)
            .Where(r => r is { Method: "POST", IsForAnybody: true, RateLimit: null } && r.Pattern != "/sign-out")
            .Select(r => $"{r.Method} {r.Pattern}");

        Repository.Holds("A post that needs no sign-in has a rate limit.", broken);
    }
}
