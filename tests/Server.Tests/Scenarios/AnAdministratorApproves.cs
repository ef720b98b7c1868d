using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>「管理者の承認が必要」 ends on a page that leads on, for the member and for the administrator (SPEC M8; reference/graph.md §1.5).</summary>
public sealed class AnAdministratorApproves
{
    [Theory, EveryDatabase]
    public async Task A_refused_member_hands_over_a_link_that_needs_no_account_and_then_gets_in(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        app.Outlook.SetUserConsent(App.Tenant, UserConsent.AdminOnly);
        app.Outlook.AddUser(new NewAccount(App.Mail("jouhou"), "情報 システム") { IsAdmin = true });
        using var sato = new MemberBrowser(app, "sato");
        var refused = await sato.TriesToSignInAsync(decision: "cancel");
        var link = LinkOf(refused);
        using var administrator = app.NewBrowser();

        var asked = await administrator.GetAsync(new Uri(link).PathAndQuery);
        var done = await ApprovesAsync(administrator, asked);
        await sato.SignInAsync();

        Assert.Contains("Calendars.ReadWrite", asked.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Place.Read.All", asked.Text, StringComparison.Ordinal);
        Assert.Contains("承認はまだ確認できていません", done.Text, StringComparison.Ordinal);
        Assert.Contains("接続中", (await sato.Web.GetAsync("/connections")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_member_who_asks_for_a_feature_comes_to_the_page_that_asks_for_its_scope(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");

        var page = await sato.Web.GetAsync("/connections/consent?problem=AdminApprovalNeeded&feature=Rooms");

        Assert.Contains("管理者の承認をお願いする", page.Text, StringComparison.Ordinal);
        Assert.Contains("Place.Read.All", page.Text, StringComparison.Ordinal);
        Assert.Contains("まだ確認できていません", page.Text, StringComparison.Ordinal);
        Assert.Contains("佐藤 健一", page.Document.QuerySelector("#f-letter")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Each step as it is known, and how: opened here, present and granted by Microsoft's own word.</summary>
    [Theory, EveryDatabase]
    public async Task The_page_follows_the_approval_and_takes_the_member_on(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        app.Outlook.AddUser(new NewAccount(App.Mail("jouhou"), "情報 システム") { IsAdmin = true });
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        const string Path = "/connections/consent?feature=Rooms";
        var first = await sato.Web.GetAsync(Path);
        using var administrator = app.NewBrowser();

        var asked = await administrator.GetAsync(new Uri(LinkOf(first)).PathAndQuery);
        var opened = await StepsAsync(sato, Path);
        await ApprovesAsync(administrator, asked);
        var returned = await StepsAsync(sato, Path);
        await ExtendsAsync(tanaka);
        var granted = await sato.Web.GetAsync(Path);

        Assert.Equal(["check", "hold", "check", "hold"], StepsOf(first));
        Assert.Equal(["check", "check", "check", "hold"], opened.Steps);
        Assert.Equal(["check", "check", "check", "hold"], returned.Steps);
        Assert.Contains("Microsoft の画面から戻りました。承認はまだ確認できていません", returned.Text, StringComparison.Ordinal);
        Assert.Equal(["check", "check", "check", "check"], StepsOf(granted));
        Assert.Contains("承認を確認しました", granted.Text, StringComparison.Ordinal);
        Assert.Equal("15", first.Document.GetElementById("consent-state")!.GetAttribute("data-live"));
        Assert.Null(granted.Document.GetElementById("consent-state")!.GetAttribute("data-live"));
    }

    [Theory, EveryDatabase]
    public async Task While_Microsoft_does_not_answer_it_is_not_said_whether_the_application_is_there(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        app.Simulator.Faults.Add(new Fault(FaultKind.NeverArrives, "POST", "/**/token") { Times = null });

        var (_, text) = await StepsAsync(sato, "/connections/consent?feature=Rooms");

        Assert.Contains("いまは確かめられません", text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_link_is_mailed_once_in_the_members_words_and_the_approval_is_told_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        app.Outlook.AddUser(new NewAccount(App.Mail("jouhou"), "情報 システム") { IsAdmin = true });
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        const string Path = "/connections/consent?feature=Rooms";
        var page = await sato.Web.GetAsync(Path);
        (string, string)[] typed = [("administrator", App.Mail("jouhou")), ("letter", "情シスの皆さま、よろしくお願いします。")];

        var wrong = await sato.Web.SubmitAsync(page, "/connections/consent", ("administrator", "jouhou@"), ("letter", "お願いします"));
        var sent = await sato.Web.SubmitAsync(page, "/connections/consent", typed);
        await sato.Web.SubmitAsync(page, "/connections/consent", typed);
        await app.OutsideWorldSettlesAsync();
        var mail = Assert.Single(app.Simulator.Mail.To(App.Mail("jouhou")));
        using var administrator = app.NewBrowser();
        var link = mail.Text!.Split('\n', ' ').First(w => w.Contains("/consent/", StringComparison.Ordinal)).Trim();
        await ApprovesAsync(administrator, await administrator.GetAsync(new Uri(link).PathAndQuery));
        await ExtendsAsync(tanaka);
        await ExtendsAsync(tanaka);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("メールアドレスの形になっていません", wrong.ErrorAt("administrator"), StringComparison.Ordinal);
        Assert.Equal("お願いします", wrong.ValueOf("letter"));
        Assert.Contains("Place.Read.All", (await sato.Web.GetAsync(wrong.Address.PathAndQuery)).Text, StringComparison.Ordinal);
        Assert.Contains("送信済み", sent.Text, StringComparison.Ordinal);
        Assert.Contains("情シスの皆さま", mail.Text, StringComparison.Ordinal);
        var told = Assert.Single(app.Simulator.Mail.To(App.Mail("sato")));
        Assert.Equal("Microsoft 365 との連携が承認されました", told.Subject);
        Assert.Empty(app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    /// <summary>An administrator who saw nothing of it is told who had waited; one whose own sign-in showed it is not.</summary>
    [Theory, EveryDatabase]
    public async Task The_administrators_are_mailed_who_had_waited(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki");
        app.Outlook.AddUser(new NewAccount(App.Mail("jouhou"), "情報 システム") { IsAdmin = true });
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await sato.Web.GetAsync("/connections/consent?feature=Rooms");
        await sato.Web.SubmitAsync(page, "/connections/consent", ("administrator", App.Mail("jouhou")));
        using var administrator = app.NewBrowser();
        await ApprovesAsync(administrator, await administrator.GetAsync(new Uri(LinkOf(page)).PathAndQuery));

        await ExtendsAsync(suzuki);
        await app.OutsideWorldSettlesAsync();

        var mail = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
        Assert.Equal("Microsoft 365 との連携が承認されました", mail.Subject);
        Assert.Contains(App.DisplayName("sato"), mail.Text, StringComparison.Ordinal);
        Assert.Contains("/members", mail.Text, StringComparison.Ordinal);
        Assert.Empty(app.Simulator.Mail.To(App.Mail("suzuki")));
    }

    private static string LinkOf(WebPage page) => page.Document.QuerySelector("#consent-url")!.GetAttribute("value")!;

    private static async Task<(IReadOnlyList<string> Steps, string Text)> StepsAsync(MemberBrowser member, string path)
    {
        var page = await member.Web.GetAsync(path);
        return (StepsOf(page), page.Text);
    }

    private static IReadOnlyList<string> StepsOf(WebPage page) =>
        [.. page.Document.QuerySelectorAll("#consent-state li").Select(li => li.ClassName == "ok" ? "check" : "hold")];

    [Theory, EveryDatabase]
    public async Task A_forged_return_and_an_old_link_prove_and_open_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        var link = LinkOf(await sato.Web.GetAsync("/connections/consent"));
        using var stranger = app.NewBrowser();

        var forged = await stranger.GetAsync("/sign-in/microsoft/callback?admin_consent=True&tenant=" + App.Tenant + "&state=forged");
        var before = await sato.Web.GetAsync("/connections/consent");
        app.TimePasses(Duration.FromDays(8));
        var old = await stranger.GetAsync(new Uri(link).PathAndQuery);

        Assert.Contains("このリンクは使えません", forged.Text, StringComparison.Ordinal);
        Assert.Contains("まだ確認できていません", before.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, old.Status);
    }

    [Theory]
    [EveryDatabase("consent_required", "AADSTS65004: declined", "承認されませんでした")]
    [EveryDatabase("access_denied", "AADSTS90093: only an administrator", "管理者のアカウントが必要です")]
    [EveryDatabase("server_error", "", "手続きが終わりませんでした")]
    public async Task What_the_administrator_met_at_Microsoft_is_said_in_words(DatabaseKind kind, string error, string description, string words)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        var link = LinkOf(await sato.Web.GetAsync("/connections/consent"));
        var state = new Uri(link).Segments[^1];

        var page = await sato.Web.GetAsync(
            $"/sign-in/microsoft/callback?admin_consent=True&error={error}&error_description={Uri.EscapeDataString(description)}&state={state}");

        Assert.Contains(words, page.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_feature_asks_for_its_scope_when_it_is_used_and_keeps_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        app.Outlook.GrantForOrganization(App.Tenant, "11111111-2222-4333-8444-555555555555", "Place.Read.All", "Calendars.ReadWrite", "User.Read", "openid", "profile", "offline_access");

        var back = await ExtendsAsync(sato);

        Assert.Equal("/connections", back.Address.AbsolutePath);
        Assert.Contains("接続中", back.Text, StringComparison.Ordinal);
        Assert.Contains(app.Simulator.Requests.All, r => r.PathAndQuery.Contains("/authorize", StringComparison.Ordinal) && r.PathAndQuery.Contains("Place.Read.All", StringComparison.Ordinal));
    }

    /// <summary>Whatever the addresses: the mail goes to anybody, in the organization's name.</summary>
    [Theory, EveryDatabase]
    public async Task No_more_than_five_mails_a_day_go_to_whomever_the_member_names(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        var page = await sato.Web.GetAsync("/connections/consent");
        Task<WebPage> MailsAsync(string address) => sato.Web.SubmitAsync(page, "/connections/consent", ("administrator", address));
        for (var i = 0; i < 5; i++)
            await MailsAsync(i % 2 == 0 ? "one@it.example" : "two@it.example");

        var refused = await MailsAsync("two@it.example");
        app.TimePasses(Duration.FromHours(25));
        await MailsAsync("three@it.example");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(1));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("1 日に送れるのは 5 通まで", refused.ErrorAt("administrator"), StringComparison.Ordinal);
        Assert.Equal("two@it.example", refused.ValueOf("administrator"));
        Assert.Equal(2, app.Simulator.Mail.To("two@it.example").Count);
        Assert.Single(app.Simulator.Mail.To("three@it.example"));
    }

    /// <summary>What a member may grant alone proves nothing to one who was refused it afterwards.</summary>
    [Theory, EveryDatabase]
    public async Task A_colleague_who_was_connected_before_proves_no_approval_and_one_who_connects_after_does(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");

        var before = await sato.Web.GetAsync("/connections/consent");
        app.TimePasses(Duration.FromMinutes(1));
        using var again = await app.SignsInAsync("tanaka");
        var after = await sato.Web.GetAsync("/connections/consent");

        Assert.Contains("管理者の承認を待っています", before.Text, StringComparison.Ordinal);
        Assert.Contains("承認を確認しました", after.Text, StringComparison.Ordinal);
    }

    /// <summary>Through Microsoft's pages for one more permission.</summary>
    private static async Task<WebPage> ExtendsAsync(MemberBrowser member)
    {
        var page = await member.Web.GetAsync("/connections/consent?feature=Rooms");
        var back = await member.Web.SubmitAsync(page, "/connections/microsoft365/extend", ("feature", "Rooms"));
        for (var step = 0; step < 3 && back.Address.AbsolutePath.Contains("/authorize", StringComparison.Ordinal); step++)
            back = await AcceptsAsync(member.Web, back, member.Address);
        return back;
    }

    /// <summary>From our page for the administrator through Microsoft's, and back.</summary>
    private static async Task<WebPage> ApprovesAsync(Browser administrator, WebPage asked) => await AcceptsAsync(
        administrator, await administrator.GetAsync(asked.Document.QuerySelector("a.btn.primary")!.GetAttribute("href")!), App.Mail("jouhou"));

    private static Task<WebPage> AcceptsAsync(Browser browser, WebPage atMicrosoft, string account) =>
        browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, atMicrosoft.Address)
        {
            Content = new FormUrlEncodedContent([new("account", account), new("decision", "accept")]),
        });
}
