using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What an operator's monitor sees (SPEC X7).</summary>
public sealed class TheDatabaseIsAway
{
    [Theory, EveryDatabase]
    public async Task Health_says_503_while_it_is_away_and_200_before_and_after(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var monitor = app.NewBrowser();

        var before = await monitor.GetAsync("/health");
        await app.Database.GoesAwayAsync();
        var meanwhile = await monitor.GetAsync("/health");
        await app.Database.ComesBackAsync();
        var after = await monitor.GetAsync("/health");

        Assert.Equal((HttpStatusCode.OK, "healthy"), (before.Status, before.Text));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (meanwhile.Status, meanwhile.Text));
        Assert.Equal((HttpStatusCode.OK, "healthy"), (after.Status, after.Text));
    }
}
