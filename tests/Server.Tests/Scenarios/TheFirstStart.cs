using System.Net;
using System.Text.RegularExpressions;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>From an empty database to a second member (SPEC E1, E3, E4).</summary>
public sealed class TheFirstStart
{
    private const string Password = "a long pass phrase";

    [Theory, EveryDatabase]
    public async Task The_consoles_link_makes_the_organization_and_its_administrator_once(DatabaseKind kind)
    {
        await using var app = await App.StartEmptyAsync(kind, "tanaka");
        var link = await app.LinkOnTheConsoleAsync();
        using var tanaka = new MemberBrowser(app, "tanaka");
        using var elsewhere = new MemberBrowser(app, "tanaka");
        var (form, sameForm) = (await tanaka.Web.GetAsync(link!), await elsewhere.Web.GetAsync(link!));

        var entered = await CreatesAsync(tanaka, form);
        var again = await CreatesAsync(elsewhere, sameForm);

        Assert.Equal("/administration/microsoft365", entered.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await tanaka.Web.GetAsync("/members")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains("会社はすでに作成されています", again.Text, StringComparison.Ordinal);
        Assert.Null(await app.LinkOnTheConsoleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await tanaka.Web.GetAsync(link!)).Status);
        Assert.Equal("/appointments", (await elsewhere.SignsInWithPasswordAsync(Password)).Address.AbsolutePath);
    }

    [Theory, EveryDatabase]
    public async Task Without_the_consoles_token_there_is_no_page(DatabaseKind kind)
    {
        await using var app = await App.StartEmptyAsync(kind);
        var link = await app.LinkOnTheConsoleAsync();
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync(link!);

        foreach (var path in (string[])["/first-run", "/first-run?token=", "/first-run?token=banana", link![..^1]])
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).Status);
        var posted = await browser.SubmitAsync(
            form, "/first-run", ("token", "banana"), ("organizationName", "会社"), ("name", "田中"), ("email", "tanaka@test.example"), ("password", Password));

        Assert.Equal(HttpStatusCode.NotFound, posted.Status);
        Assert.NotNull(await app.LinkOnTheConsoleAsync());
    }

    [Theory]
    [EveryDatabase("organizationName", "", "会社名を入力してください", "Enter the name of your organization")]
    [EveryDatabase("name", "", "お名前を入力してください", "Enter your name")]
    [EveryDatabase("email", "tanaka@@test", "メールアドレスの形になっていません", "This is not an e-mail address")]
    [EveryDatabase("email", "", "メールアドレスを入力してください", "Enter your e-mail address")]
    [EveryDatabase("password", "短い", "12 文字以上", "at least 12 characters")]
    public async Task The_first_form_says_what_is_missing_and_keeps_the_rest(DatabaseKind kind, string field, string value, string japanese, string english)
    {
        await using var app = await App.StartEmptyAsync(kind);
        var link = await app.LinkOnTheConsoleAsync();
        using var browser = app.NewBrowser();
        var typed = new Dictionary<string, string>
        {
            ["organizationName"] = "株式会社試験", ["name"] = "田中 美咲", ["email"] = "tanaka@test.example", ["password"] = Password, [field] = value,
        };

        foreach (var (language, message) in ((string, string)[])[("ja", japanese), ("en", english)])
        {
            var page = await browser.GetAsync($"{link}&lang={language}");
            var answer = await browser.SubmitAsync(page, "/first-run", [.. typed.Select(t => (t.Key, t.Value))]);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains(message, answer.ErrorAt(field), StringComparison.Ordinal);
            Assert.All(typed.Where(t => t.Key != "password"), t => Assert.Equal(t.Value, answer.ValueOf(t.Key)));
        }

        Assert.NotNull(await app.LinkOnTheConsoleAsync());
    }

    [Theory, EveryDatabase]
    public async Task A_member_added_by_mail_is_invited_and_starts_with_a_password(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var invitation = await InvitesAsync(app, tanaka, "suzuki@test.example");
        using var suzuki = new MemberBrowser(app, "suzuki");
        var page = await suzuki.Web.GetAsync(invitation);

        var refused = await suzuki.Web.SubmitAsync(page, invitation, ("name", "鈴木 大輔"), ("password", "short"));
        var entered = await suzuki.Web.SubmitAsync(refused, invitation, ("name", "鈴木 大輔"), ("password", Password));

        Assert.Contains("12 文字以上", refused.ErrorAt("password"), StringComparison.Ordinal);
        Assert.Equal("鈴木 大輔", refused.ValueOf("name"));
        Assert.Equal("/connections", entered.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.NotFound, (await suzuki.Web.GetAsync(invitation)).Status);
        using var elsewhere = new MemberBrowser(app, "suzuki");
        Assert.Equal("/appointments", (await elsewhere.SignsInWithPasswordAsync(Password)).Address.AbsolutePath);
        Assert.Contains("鈴木 大輔", (await tanaka.Web.GetAsync("/members")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_invitation_may_be_taken_up_with_a_Microsoft_account_of_another_address(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.AddUser(new Simulator.Microsoft365.NewAccount("daisuke@test.example", "鈴木 大輔"));
        var invitation = await InvitesAsync(app, tanaka, "suzuki@test.example");
        using var suzuki = new MemberBrowser(app, "suzuki");

        var page = await suzuki.TriesToSignInAsync(invitation, invitation + "/microsoft", account: "daisuke@test.example");

        Assert.Equal("/appointments", page.Address.AbsolutePath);
        Assert.Contains("daisuke@test.example", (await suzuki.Web.GetAsync("/connections")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_old_or_replaced_invitation_leads_nowhere(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var first = await InvitesAsync(app, tanaka, "suzuki@test.example");
        var members = await tanaka.Web.GetAsync("/members");
        await tanaka.Web.SubmitAsync(members, members.Document.QuerySelector("form[action$='/invite']")!.GetAttribute("action")!);
        await app.OutsideWorldSettlesAsync();
        var second = LinkIn(app.Simulator.Mail.To("suzuki@test.example")[^1].Text!);
        using var suzuki = app.NewBrowser();

        Assert.Equal(HttpStatusCode.NotFound, (await suzuki.GetAsync(first)).Status);
        Assert.Equal(HttpStatusCode.OK, (await suzuki.GetAsync(second)).Status);
        app.TimePasses(Duration.FromDays(15));
        Assert.Equal(HttpStatusCode.NotFound, (await suzuki.GetAsync(second)).Status);
    }

    [Theory]
    [EveryDatabase("suzuki@@test", "メールアドレスの形になっていません", "This is not an e-mail address")]
    [EveryDatabase("", "メールアドレスを入力してください", "Enter an e-mail address")]
    [EveryDatabase("tanaka@test.example", "すでに登録されています", "There is a member with this e-mail address already")]
    public async Task Adding_a_member_says_what_is_wrong_with_the_address(DatabaseKind kind, string mail, string japanese, string english)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        foreach (var (language, message) in ((string, string)[])[("ja", japanese), ("en", english)])
        {
            var page = await tanaka.Web.GetAsync("/members?lang=" + language);
            var answer = await tanaka.Web.SubmitAsync(page, "/members", ("email", mail), ("name", "鈴木 大輔"), ("role", "AppointmentManager"));

            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains(message, answer.ErrorAt("email"), StringComparison.Ordinal);
            Assert.Equal((mail, "鈴木 大輔", "AppointmentManager"), (answer.ValueOf("email"), answer.ValueOf("name"), answer.ValueOf("role")));
        }
    }

    [Theory]
    [EveryDatabase("ja", "メールアドレスまたはパスワードが違います")]
    [EveryDatabase("en", "The e-mail address or the password is wrong")]
    public async Task A_wrong_password_and_an_unknown_address_are_answered_alike(DatabaseKind kind, string language, string words)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var smith = await app.AnotherOrganizationAsync("smith", Password);
        using var browser = app.NewBrowser();
        var page = await browser.GetAsync("/sign-in?lang=" + language);

        foreach (var mail in (string[])["smith@test.example", "nobody@test.example"])
        {
            var answer = await browser.SubmitAsync(page, "/sign-in", ("email", mail), ("password", "not that one"));

            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains(words, answer.Text, StringComparison.Ordinal);
            Assert.Equal(mail, answer.ValueOf("email"));
            Assert.Equal("", answer.ValueOf("password"));
        }
    }

    private static Task<WebPage> CreatesAsync(MemberBrowser person, WebPage form) => person.Web.SubmitAsync(
        form, "/first-run",
        ("organizationName", "株式会社試験"), ("name", "田中 美咲"), ("email", person.Address), ("password", Password));

    private static async Task<string> InvitesAsync(App app, MemberBrowser administrator, string mail)
    {
        var page = await administrator.Web.SubmitAsync(
            await administrator.Web.GetAsync("/members"), "/members", ("email", mail), ("name", ""), ("role", "Member"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        await app.OutsideWorldSettlesAsync();
        return LinkIn(app.Simulator.Mail.To(mail)[^1].Text!);
    }

    private static string LinkIn(string text) => new Uri(Regex.Match(text, @"http\S+/invitation/\S+").Value).AbsolutePath;
}
