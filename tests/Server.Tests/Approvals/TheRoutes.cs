using System.Text;
using Hidori.Server.Tests.Architecture;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Approvals;

public sealed class TheRoutes
{
    [Fact]
    public async Task Every_route_and_who_may_come_that_way_was_approved()
    {
        await using var app = await App.StartAsync(DatabaseKind.Sqlite);
        var table = new StringBuilder("method | pattern | who | limit | form\n");

        foreach (var route in HostRoute.Of(app).OrderBy(r => r.Pattern, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal))
            table.Append(string.Join(
                " | ", route.Method, route.Pattern, route.IsForAnybody ? "anybody" : route.NeedsSignIn ? "members" : "UNSAID",
                route.RateLimit ?? "-", route.ChecksForm ? "antiforgery" : "-")).Append('\n');

        Approve.Text("routes.txt", table.ToString());
    }
}
