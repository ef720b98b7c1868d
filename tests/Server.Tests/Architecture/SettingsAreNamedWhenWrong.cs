using System.Security.Cryptography;
using Hidori.Server.Tests.Kit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

/// <summary>SPEC X5: malformed settings stop the start with the key's name; absent Microsoft 365 keys do not.</summary>
public sealed class SettingsAreNamedWhenWrong
{
    [Theory]
    [InlineData("PublicAddress", "hidori.example.jp")]
    [InlineData("PublicAddress", "https://hidori.example.jp/under/a/path")]
    [InlineData("TrustedProxies", "10.0.0.1, the-proxy")]
    [InlineData("TelemetryAddress", "collector:4317/")]
    [InlineData("GuestPostsPerMinutePerLink", "0")]
    [InlineData("Database__Provider", "oracle")]
    [InlineData("Database__Connection", "")]
    [InlineData("Secrets__Key", "too short")]
    [InlineData("Secrets__CertificateFile", "/nowhere/hidori.pfx")]
    [InlineData("Microsoft365__LoginAddress", "ftp://login.example")]
    [InlineData("Microsoft365__GraphAddress", "graph.example")]
    [InlineData("Microsoft365__Tenant", "contoso/../common")]
    [InlineData("Microsoft365__ClientId", "an id without a secret")]
    [InlineData("Mail__Host", "a host without a sender")]
    [InlineData("Mail__Port", "0")]
    public async Task A_malformed_value_stops_the_start_with_the_keys_name(string key, string value)
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync((key, value)));

        var told = key switch
        {
            "Microsoft365__ClientId" => "Microsoft365__ClientSecret",
            "Mail__Host" => "Mail__From",
            _ => key,
        };
        Assert.StartsWith(told, Assert.Single(wrong.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mail__Port", "submission", "Mail:Port")]
    [InlineData("Mail__Security", "perhaps", "Mail:Security")]
    [InlineData("SignInsPerMinutePerAddress", "many", "SignInsPerMinutePerAddress")]
    public async Task A_value_of_the_wrong_kind_stops_the_start_with_the_keys_name(string key, string value, string told)
    {
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync((key, value)));

        Assert.Contains(told, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_secret_nothing_starts()
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(("Secrets__Key", null)));

        Assert.StartsWith("Secrets__Key", Assert.Single(wrong.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_Microsoft_365_and_no_mail_server_is_no_mistake() => await StartAsync();

    [Fact]
    public async Task A_start_that_stops_has_not_touched_the_database()
    {
        await using var database = await TestDatabase.MakeAsync(DatabaseKind.Sqlite);

        await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(("Database__Connection", database.Connection), ("Mail__Port", "0")));

        Assert.False(File.Exists(database.Connection["Data Source=".Length..]));
    }

    private static async Task StartAsync(params (string Key, string? Value)[] settings)
    {
        await using var database = await TestDatabase.MakeAsync(DatabaseKind.Sqlite);
        var all = new Dictionary<string, string?>
        {
            ["PublicAddress"] = "http://localhost:5080",
            ["Database:Connection"] = database.Connection,
            ["Secrets:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
        foreach (var (key, value) in settings)
            all[key.Replace("__", ":", StringComparison.Ordinal)] = value;
        await using var app = await ServerHost.BuildAsync([], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(all);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }
}
