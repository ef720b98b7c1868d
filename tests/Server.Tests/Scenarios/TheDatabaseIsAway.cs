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

    [Theory, EveryDatabase]
    public async Task A_page_says_so_in_words_with_every_header_and_is_there_again_after(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        await app.Database.GoesAwayAsync();
        var meanwhile = await tanaka.Web.GetAsync("/appointments");
        await app.Database.ComesBackAsync();
        var after = await tanaka.Web.GetAsync("/appointments");

        Assert.Equal(HttpStatusCode.InternalServerError, meanwhile.Status);
        Assert.NotNull(meanwhile.Document.QuerySelector("h1"));
        Assert.Contains("default-src 'none'", Assert.Single(meanwhile.Answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("no-store", meanwhile.Answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, after.Status);
    }
}
