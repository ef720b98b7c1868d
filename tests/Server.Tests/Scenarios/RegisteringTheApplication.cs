using System.Net;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>The operator's first run: the registration is entered on a page, and every step is proven (SPEC M10, E1).</summary>
public sealed class RegisteringTheApplication
{
    private const string Path = "/administration/microsoft365";
    private const string Password = "a long pass phrase";
    internal const string ClientId = "7b0c6a1e-0f3c-4a52-9a4e-2f6f3f0e9b11";
    internal const string Secret = "the~secret.of-the_page";

    [Theory, EveryDatabase]
    public async Task What_is_entered_on_the_page_is_checked_and_lets_people_sign_in_at_once(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await FirstRunAsync(app);
        var before = await tanaka.Web.GetAsync("/sign-in");

        var saved = await EntersAsync(tanaka, ("tenant", "test.example"), ("clientId", ClientId), ("secret", Secret), ("secretEndsOn", "2028-04-01"));

        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.Contains("登録を保存しました", saved.Text, StringComparison.Ordinal);
        Assert.Contains("確認済み", StepOf(saved, "tenant"), StringComparison.Ordinal);
        Assert.Contains("確認済み", StepOf(saved, "credential"), StringComparison.Ordinal);
        Assert.Contains("まだ確かめていません", StepOf(saved, "signin"), StringComparison.Ordinal);
        Assert.Contains("まだ確かめていません", StepOf(saved, "permissions"), StringComparison.Ordinal);
        Assert.Contains(App.Tenant, saved.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, await saved.Answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(before.Document.QuerySelectorAll("form[action='/sign-in/microsoft']"));

        var back = await tanaka.TriesToSignInAsync(Path, Path + "/sign-in");

        Assert.Equal(Path, back.Address.AbsolutePath);
        Assert.Contains("確認済み", StepOf(back, "signin"), StringComparison.Ordinal);
        Assert.Contains("確認済み", StepOf(back, "permissions"), StringComparison.Ordinal);
        app.SeesNoDifference();
    }

    [Theory, EveryDatabase]
    public async Task It_outlives_a_restart_sealed_and_reaches_another_node_within_a_minute(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await FirstRunAsync(app);
        var other = await app.AnotherNodeAsync();
        var options = other.Services.GetRequiredService<IOptionsMonitor<Microsoft365Options>>();
        Assert.False(options.CurrentValue.IsConfigured);

        await EntersAsync(tanaka, ("tenant", App.Tenant), ("clientId", ClientId), ("secret", Secret));
        for (var wait = 0; wait < 1_500 && !options.CurrentValue.IsConfigured; wait++)
        {
            app.Time.Advance(wait == 0 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal((ClientId, Secret), (options.CurrentValue.ClientId, options.CurrentValue.ClientSecret));
        var kept = await app.ReadsAsync(db => Task.FromResult(db.Registrations.Single().ProtectedSecret));
        Assert.DoesNotContain(Secret, kept, StringComparison.Ordinal);
        await app.RestartsAsync();
        Assert.NotEmpty((await tanaka.Web.GetAsync("/sign-in")).Document.QuerySelectorAll("form[action='/sign-in/microsoft']"));
    }

    [Theory]
    [EveryDatabase("7000215", "「シークレット ID」ではなく「値」")]
    [EveryDatabase("7000222", "期限が切れています")]
    [EveryDatabase("700016", "このアプリケーション ID の登録がありません")]
    public async Task What_Microsoft_refuses_is_never_green_and_says_where_to_mend_it(DatabaseKind kind, string code, string words)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await FirstRunAsync(app);
        if (code == "7000222")
            app.Outlook.ExpireSecret(ClientId);

        var saved = await EntersAsync(
            tanaka, ("tenant", App.Tenant), ("clientId", code == "700016" ? Guid.CreateVersion7().ToString() : ClientId),
            ("secret", code == "7000215" ? "another one" : Secret));

        Assert.Contains("うまくいっていません", StepOf(saved, "credential"), StringComparison.Ordinal);
        Assert.Contains(words, StepOf(saved, "credential"), StringComparison.Ordinal);
        Assert.Contains("AADSTS" + code, StepOf(saved, "credential"), StringComparison.Ordinal);
        Assert.Contains("確認済み", StepOf(saved, "tenant"), StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase("tenant", "nowhere.example", "というテナントは、このクラウドにありません")]
    [EveryDatabase("tenant", "not a tenant", "テナント ID でもドメインでもありません")]
    [EveryDatabase("clientId", "1234", "の形で入れてください")]
    [EveryDatabase("secret", "", "シークレットの「値」を入れてください")]
    [EveryDatabase("secret", "0d8c1e52-8f2a-4b53-9d3b-7f6d3c1a9b10", "「シークレット ID」のようです")]
    public async Task What_is_typed_wrong_is_told_at_its_field_and_nothing_else_is_lost(DatabaseKind kind, string field, string value, string words)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await FirstRunAsync(app);
        var typed = new Dictionary<string, string> { ["tenant"] = App.Tenant, ["clientId"] = ClientId, ["secret"] = Secret, [field] = value };

        var page = await EntersAsync(tanaka, [.. typed.Select(t => (t.Key, t.Value))]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(words, page.ErrorAt(field), StringComparison.Ordinal);
        Assert.Equal(typed["tenant"], page.ValueOf("tenant"));
        Assert.Equal(typed["clientId"], page.ValueOf("clientId"));
        Assert.Equal("", page.ValueOf("secret"));
    }

    [Theory, EveryDatabase]
    public async Task A_key_pair_made_here_proves_us_once_its_public_half_is_uploaded(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await FirstRunAsync(app);
        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(Path), "/key-pair");
        var page = await EntersAsync(tanaka, ("tenant", App.Tenant), ("clientId", ClientId), ("credential", "made"));
        Assert.Contains("AADSTS700027", StepOf(page, "credential"), StringComparison.Ordinal);

        using var download = await tanaka.Web.DownloadAsync(Path + "/certificate");
        app.Outlook.UploadCertificate(ClientId, await download.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        page = await tanaka.Web.SubmitAsync(page, "/check");

        Assert.Contains("確認済み", StepOf(page, "credential"), StringComparison.Ordinal);
        Assert.Equal("application/pkix-cert", download.Content.Headers.ContentType?.MediaType);
        var back = await tanaka.TriesToSignInAsync(Path, Path + "/sign-in");
        Assert.Contains("確認済み", StepOf(back, "signin"), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_registration_for_many_tenants_lets_in_those_that_are_named(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        var strange = app.Outlook.AddTenant(new NewTenant("知らない会社", "strange.example"));
        var stranger = app.Outlook.AddUser(new NewAccount("someone@strange.example", "よその人") { Tenant = strange });
        using var tanaka = await FirstRunAsync(app);

        var saved = await EntersAsync(tanaka, ("audience", "many"), ("letIn", "test.example"), ("clientId", ClientId), ("secret", Secret));
        var wrong = await tanaka.TriesToSignInAsync(Path, Path + "/sign-in", account: stranger);
        var right = await tanaka.TriesToSignInAsync(Path, Path + "/sign-in");

        Assert.Contains("確認済み", StepOf(saved, "credential"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, "/sign-in/failed"), (wrong.Status, wrong.Address.AbsolutePath));
        Assert.Equal(Path, right.Address.AbsolutePath);
    }

    [Theory, EveryDatabase]
    public async Task A_tenant_into_which_nobody_let_the_application_is_said_not_to_know_it(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        app.Outlook.AddTenant(new NewTenant("知らない会社", "strange.example"));
        using var tanaka = await FirstRunAsync(app);

        var saved = await EntersAsync(tanaka, ("audience", "many"), ("letIn", "strange.example"), ("clientId", ClientId), ("secret", Secret));

        Assert.Contains("AADSTS700016", StepOf(saved, "credential"), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task What_the_configuration_gives_wins_and_the_page_says_so(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");

        var page = await tanaka.Web.GetAsync(Path);
        var check = await tanaka.Web.SubmitAsync(page, "/check");

        Assert.Contains("サーバーの設定", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("input[name=clientId]"));
        Assert.Contains("確認済み", StepOf(check, "credential"), StringComparison.Ordinal);
        Assert.Contains("確認済み", StepOf(check, "signin"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await sato.Web.GetAsync(Path)).Status);
    }

    [Theory]
    [EveryDatabase("GET", "")]
    [EveryDatabase("GET", "/certificate")]
    [EveryDatabase("GET", "/application")]
    [EveryDatabase("POST", "")]
    [EveryDatabase("POST", "/key-pair")]
    [EveryDatabase("POST", "/check")]
    [EveryDatabase("POST", "/application")]
    public async Task Only_administrators_of_the_first_organization_reach_what_is_the_whole_servers(DatabaseKind kind, string method, string under)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        using var smith = await app.AnotherOrganizationAsync("smith", "a-password-of-smith");

        foreach (var browser in (Browser[])[sato.Web, smith.Web])
        {
            // A form of the page they do have carries the token: it is the gate that refuses, not a forged post.
            var token = (await browser.GetAsync("/connections")).ValueOf("__RequestVerificationToken")!;
            var page = method == "GET" ? await browser.GetAsync(Path + under)
                : await browser.PostAsync(Path + under, ("__RequestVerificationToken", token), ("clientId", App.ClientId), ("on", "true"));
            Assert.Equal(HttpStatusCode.Forbidden, page.Status);
            Assert.Null((await browser.GetAsync("/appointments")).Document.QuerySelector($"nav a[href='{Path}']"));
        }

        Assert.Equal(HttpStatusCode.OK, (await tanaka.Web.GetAsync(Path)).Status);
        Assert.NotNull((await tanaka.Web.GetAsync("/appointments")).Document.QuerySelector($"nav a[href='{Path}']"));
    }

    [Theory, EveryDatabase]
    public async Task A_test_mail_shows_that_mails_leave(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await FirstRunAsync(app);

        var page = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(Path), "/mail");

        Assert.Contains("確認済み", StepOf(page, "mail"), StringComparison.Ordinal);
        Assert.Equal("Hidori からの試しのメール", Assert.Single(app.Simulator.Mail.To("tanaka@test.example")).Subject);
    }

    [Theory, EveryDatabase]
    public async Task A_typed_secret_that_was_not_chosen_is_asked_about(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await FirstRunAsync(app);
        await EntersAsync(tanaka, ("tenant", App.Tenant), ("clientId", ClientId), ("secret", Secret));

        var page = await EntersAsync(tanaka, ("credential", "keep"), ("secret", "the next secret"));

        Assert.Contains("シークレットが入力されています", page.Text, StringComparison.Ordinal);
    }

    internal static async Task<App> StartAsync(DatabaseKind kind)
    {
        var app = await App.StartEmptyAsync(kind, "tanaka", "sato");
        app.Settings["Microsoft365:ClientId"] = null;
        app.Settings["Microsoft365:ClientSecret"] = null;
        app.Settings["Microsoft365:Tenant"] = "organizations";
        await app.RestartsAsync();
        app.Outlook.RegisterApp(new NewApp(ClientId, Secret, new Uri(app.Address, "sign-in/microsoft/callback").AbsoluteUri));
        return app;
    }

    internal static async Task<MemberBrowser> FirstRunAsync(App app)
    {
        var tanaka = new MemberBrowser(app, "tanaka");
        var form = await tanaka.Web.GetAsync((await app.LinkOnTheConsoleAsync())!);
        var page = await tanaka.Web.SubmitAsync(
            form, "/first-run",
            ("organizationName", "株式会社試験"), ("name", "田中 美咲"), ("email", tanaka.Address), ("password", Password));
        Assert.Equal(Path, page.Address.AbsolutePath);
        return tanaka;
    }

    internal static async Task<WebPage> EntersAsync(MemberBrowser who, params (string, string)[] fields) =>
        await who.Web.SubmitAsync(await who.Web.GetAsync(Path), Path, fields);

    internal static string StepOf(WebPage page, string step) => page.Document.GetElementById("step-" + step)?.TextContent ?? page.Text;
}
