using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Which member a Microsoft account is, and what the page says when it is none (SPEC M2–M4, M8, E4).</summary>
public sealed class SigningInWithMicrosoft
{
    private const string PersonalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad";

    [Theory, EveryDatabase]
    public async Task The_first_sign_in_binds_the_account_and_connects_the_calendar(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");

        var page = await sato.Web.GetAsync("/connections");

        Assert.Contains("接続中", page.Text, StringComparison.Ordinal);
        Assert.Contains("sato@test.example", page.Text, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("form[action='/connections/microsoft365/connect']"));
    }

    [Theory, EveryDatabase, Trap(12)]
    public async Task Later_the_account_is_known_by_its_ids_though_the_registered_address_changed(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using (await app.SignsInAsync("sato"))
            await app.RegistersAsync("sato", "kenichi.sato@test.example");

        using var again = await app.SignsInAsync("sato");
        var page = await again.Web.GetAsync("/connections");

        Assert.Contains("sato@test.example", page.Text, StringComparison.Ordinal);
        Assert.Contains("kenichi.sato@test.example", page.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_address_of_a_strange_tenant_proves_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        app.Settings["Microsoft365:Tenant"] = "organizations";
        await app.RestartsAsync();
        var strange = app.Outlook.AddTenant(new NewTenant("知らない会社", "strange.example"));
        var impostor = app.Outlook.AddUser(new NewAccount(App.Mail("sato"), "なりすまし") { Tenant = strange });
        using var browser = new MemberBrowser(app, "sato");

        var page = await browser.TriesToSignInAsync(account: impostor);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("社員は登録されていません", page.Text, StringComparison.Ordinal);
        Assert.Equal("/sign-in", (await browser.Web.GetAsync("/appointments")).Address.AbsolutePath);
    }

    [Theory, EveryDatabase]
    public async Task A_mail_address_that_anybody_can_write_into_an_account_is_neither_asked_for_nor_believed(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        var forger = app.Outlook.AddUser(new NewAccount("forger@test.example", "なりすまし") { Mail = App.Mail("sato") });
        using var browser = new MemberBrowser(app, "sato");

        var page = await browser.TriesToSignInAsync(account: forger);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("社員は登録されていません", page.Text, StringComparison.Ordinal);
        Assert.All(
            app.Simulator.Requests.All.Where(r => r.PathAndQuery.Contains("/authorize?", StringComparison.Ordinal)),
            r => Assert.DoesNotContain("email", Uri.UnescapeDataString(r.PathAndQuery), StringComparison.Ordinal));
    }

    [Theory, EveryDatabase, Trap(14)]
    public async Task Whoever_is_not_let_in_ends_on_a_page_in_words(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        app.Outlook.AddUser(new NewAccount(App.Mail("nobody"), "部外者"));
        using var unknown = new MemberBrowser(app, "nobody");
        using var declines = new MemberBrowser(app, "sato");

        await ShowsAsync(unknown.TriesToSignInAsync(), "社員は登録されていません");
        await ShowsAsync(declines.TriesToSignInAsync(decision: "cancel"), "「キャンセル」が押されたか");

        app.Outlook.SetUserConsent(App.Tenant, UserConsent.AdminOnly);
        await ShowsAsync(declines.TriesToSignInAsync(decision: "cancel"), "管理者の承認が必要");
        app.Outlook.SetUserConsent(App.Tenant, UserConsent.AdminRequestWorkflow);
        await ShowsAsync(declines.TriesToSignInAsync(decision: "cancel"), "管理者の承認が必要");

        app.Outlook.SetUserConsent(App.Tenant, UserConsent.Allowed);
        await app.SuspendsAsync("sato");
        await ShowsAsync(declines.TriesToSignInAsync(), "利用を停止しています");
    }

    [Theory, EveryDatabase]
    public async Task A_personal_account_is_refused_by_name(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        app.Settings["Microsoft365:Tenant"] = "common";
        await app.RestartsAsync();
        app.Outlook.AddTenant(new NewTenant("個人", "outlook.example") { Id = PersonalAccounts });
        app.Outlook.AddUser(new NewAccount("sato@outlook.example", "佐藤") { Mailbox = MailboxState.ConsumerAccount });
        using var browser = new MemberBrowser(app, "sato");

        await ShowsAsync(browser.TriesToSignInAsync(account: "sato@outlook.example"), "個人向け・家庭向けの Microsoft アカウント");
    }

    [Theory]
    [EveryDatabase("O365_BUSINESS", MailboxState.Missing, "Microsoft 365 Apps for business には、メールボックスが含まれません")]
    [EveryDatabase("OFFICESUBSCRIPTION", MailboxState.Missing, "Microsoft 365 Apps for enterprise には、メールボックスが含まれません")]
    [EveryDatabase("M365_F1", MailboxState.Missing, "Microsoft 365 F1 には、メールボックスが含まれません")]
    [EveryDatabase("SPB", MailboxState.OnPremises, "オンプレミス")]
    [EveryDatabase("", MailboxState.Missing, "ライセンスがありません")]
    public async Task A_missing_mailbox_is_explained_by_the_licence_that_lacks_it(DatabaseKind kind, string sku, MailboxState mailbox, string words)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Outlook.AddUser(new NewAccount("kato@test.example", "加藤") { Skus = sku.Length > 0 ? [sku] : [], Mailbox = mailbox });
        await app.RegistersAsync("tanaka", "kato@test.example");
        using var kato = new MemberBrowser(app, "kato");
        await kato.SignInAsync();

        Assert.Contains(words, (await kato.Web.GetAsync("/connections")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task What_the_account_has_is_named(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");

        var page = await sato.Web.GetAsync("/connections");

        Assert.Contains("Microsoft 365 Business Premium", page.Text, StringComparison.Ordinal);
        Assert.Contains("発行できます", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase("//evil.example")]
    [EveryDatabase("/\\evil.example")]
    [EveryDatabase("https://evil.example/")]
    [EveryDatabase("/\tevil")]
    [EveryDatabase("javascript:alert(1)")]
    public async Task Signing_in_leads_only_to_pages_of_ours(DatabaseKind kind, string returnUrl)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = new MemberBrowser(app, "sato");
        using var stranger = await app.AnotherOrganizationAsync("smith", "a-password-of-smith");
        var asked = "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl);

        var byMicrosoft = await sato.SignInAsync(asked);
        using var fresh = new MemberBrowser(app, "smith");
        var byPassword = await fresh.Web.SubmitAsync(
            await fresh.Web.GetAsync("/sign-in"), "/sign-in", ("email", fresh.Address), ("password", "a-password-of-smith"), ("returnUrl", returnUrl));

        Assert.Equal(new Uri(app.Address, "/appointments"), byMicrosoft.Address);
        Assert.Equal(new Uri(app.Address, "/appointments"), byPassword.Address);
    }

    [Theory, EveryDatabase]
    public async Task After_signing_in_people_are_where_they_wanted_to_be(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = new MemberBrowser(app, "sato");

        var page = await sato.SignInAsync("/proposals/new");

        Assert.Equal("/proposals/new", page.Address.AbsolutePath);
    }

    [Theory, EveryDatabase]
    public async Task Signing_out_and_being_suspended_end_the_session(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");

        var signedOut = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/appointments"), "/sign-out");
        await app.SuspendsAsync("sato");

        Assert.Contains("ログアウトしました", signedOut.Text, StringComparison.Ordinal);
        Assert.Equal("/sign-in", (await tanaka.Web.GetAsync("/appointments")).Address.AbsolutePath);
        Assert.Equal("/sign-in", (await sato.Web.GetAsync("/appointments")).Address.AbsolutePath);
    }

    private static async Task ShowsAsync(Task<WebPage> signingIn, string words)
    {
        var page = await signingIn;
        Assert.True(page.Status == HttpStatusCode.Forbidden, $"{page.Address} {page.Status} {page.Text}");
        Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("error", page.Address.Query, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("a[href='/sign-in']"));
    }
}
