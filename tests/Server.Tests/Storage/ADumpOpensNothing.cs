using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Tests.Kit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Hidori.Server.Tests.Storage;

/// <summary>SPEC X6: tokens, links and mails are sealed with keys that the database alone does not open.</summary>
public sealed class ADumpOpensNothing
{
    [Theory, EveryDatabase]
    public async Task No_table_shows_a_token_a_link_or_a_mail_at_any_moment(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        var dump = new List<(string Column, string Value)>();
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        dump.AddRange(await app.Database.DumpAsync());
        await SettlesWatchedAsync(app, dump);
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await SettlesWatchedAsync(app, dump);
        app.TimePasses(NodaTime.Duration.FromHours(2));
        // Refreshed by now, so that a rotated pair has been kept too.
        await tanaka.ProposesAsync(new ProposalText
        {
            GuestMail = "other@guest.example",
            Candidates = ["2027-04-09T10:00/2027-04-09T11:00"],
        });
        dump.AddRange(await app.Database.DumpAsync());

        var secrets = TokensOf(app);
        Assert.True(secrets.Count >= 4, "no tokens were seen on the wire");
        secrets.Add("the guest's link", proposal.GuestPath["/p/".Length..]);
        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")), e => e.JoinUrl is not null);
        secrets.Add("the join link", meeting.JoinUrl!);
        var mails = app.Simulator.Mail.To("takahashi@guest.example");
        Assert.Equal(2, mails.Count);
        foreach (var mail in mails)
            secrets.Add($"a line of the mail {mail.Subject}", mail.Text!.Split('\n').Select(l => l.Trim()).MaxBy(l => l.Length)!);

        Assert.Contains(dump, d => d.Column == "mails.protected_content" && d.Value.Length > 0);
        Assert.Contains(dump, d => d.Column == "ledger.protected_join_link" && d.Value.Length > 0);
        foreach (var (what, secret) in secrets)
            Assert.DoesNotContain(dump, d => Shows(d.Value, secret) && Fail(what, d.Column));
        Assert.DoesNotContain(dump, d => d.Column == "protection_keys.xml" && d.Value.Contains("<masterKey", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task Another_key_opens_nothing_and_the_right_one_everything(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");

        app.Settings["Secrets:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(app.RestartsAsync);
        Assert.Contains("Secrets__Key", refused.Message, StringComparison.Ordinal);

        app.Settings.Remove("Secrets:Key");
        await app.RestartsAsync();
        Assert.NotEmpty(await OpenTokenAsync(app));
    }

    [Theory, EveryDatabase]
    public async Task A_certificate_seals_and_opens_over_a_restart(DatabaseKind kind)
    {
        var folder = Directory.CreateTempSubdirectory("hidori-certificate-").FullName;
        await using var app = await App.StartAsync(kind);
        try
        {
            app.Settings["Secrets:Key"] = null;
            app.Settings["Secrets:CertificateFile"] = Certificate(Path.Combine(folder, "hidori.p12"), "password");
            app.Settings["Secrets:CertificatePassword"] = "password";
            // The keys of the first start are gone with the key that wrapped them.
            await app.Database.ExecuteAsync("DELETE FROM protection_keys");
            await app.RestartsAsync();
            using var tanaka = await app.SignsInAsync("tanaka");
            var token = await OpenTokenAsync(app);

            await app.RestartsAsync();
            Assert.Equal(token, await OpenTokenAsync(app));
            Assert.Equal("/appointments", (await tanaka.Web.GetAsync("/appointments")).Address.AbsolutePath);

            app.Settings["Secrets:CertificateFile"] = Certificate(Path.Combine(folder, "other.p12"), "password");
            var refused = await Assert.ThrowsAsync<OptionsValidationException>(app.RestartsAsync);
            Assert.Contains("Secrets__CertificateFile", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(null, null, "Secrets__Key")]
    [InlineData("c2hvcnQ=", null, "Secrets__Key")]
    [InlineData("not Base64 at all", null, "Secrets__Key")]
    [InlineData(null, "/nowhere/hidori.p12", "Secrets__CertificateFile")]
    public async Task Without_a_usable_secret_the_start_fails_and_says_which_setting(string? key, string? certificate, string named)
    {
        await using var app = await App.StartAsync(DatabaseKind.Sqlite);
        app.Settings["Secrets:Key"] = key;
        app.Settings["Secrets:CertificateFile"] = certificate;

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(app.AnotherNodeAsync);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    private static async Task SettlesWatchedAsync(App app, List<(string, string)> dump)
    {
        while (await app.Worker.RunOneAsync(TestContext.Current.CancellationToken))
            dump.AddRange(await app.Database.DumpAsync());
        await app.OutsideWorldSettlesAsync();
        dump.AddRange(await app.Database.DumpAsync());
    }

    private static Dictionary<string, string> TokensOf(App app)
    {
        var tokens = new Dictionary<string, string>();
        foreach (var answer in app.Simulator.Requests.All.Where(e => e.ResponseBody.Contains("\"refresh_token\"", StringComparison.Ordinal)))
        {
            using var json = JsonDocument.Parse(answer.ResponseBody);
            foreach (var name in (string[])["access_token", "refresh_token", "id_token"])
            {
                if (json.RootElement.TryGetProperty(name, out var token))
                    tokens[$"{name} of exchange {answer.Number}"] = token.GetString()!;
            }
        }

        return tokens;
    }

    private static bool Shows(string value, string secret) =>
        value.Contains(secret, StringComparison.Ordinal)
        || value.Contains(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)), StringComparison.Ordinal);

    private static bool Fail(string what, string column)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{what} stands in {column}");
        return true;
    }

    private static Task<string> OpenTokenAsync(App app) => app.InOrganizationAsync(async scope =>
    {
        var row = await scope.GetRequiredService<Db>().Connections.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken);
        return scope.GetRequiredService<SealedText>().Open(SealedText.Token, row.ProtectedRefreshToken!);
    });

    private static string Certificate(string file, string password)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Hidori", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, password));
        return file;
    }
}
