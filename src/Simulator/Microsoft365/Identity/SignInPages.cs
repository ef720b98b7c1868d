using Hidori.Simulator.ControlPanel;
using NodaTime;

namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>The sign-in pages in the spirit of Microsoft's: plain forms that a person clicks and a test can fill.</summary>
internal static class SignInPages
{
    public static IResult Page(Markup content, int status = 200) => Results.Text($"""
        <!DOCTYPE html>
        <html lang="ja">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>サインイン (シミュレーター)</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/simulator.css">
        </head>
        <body class="sign-in">
        <main>
        {content.Text}
        <p class="quiet">これは Hidori のシミュレーターです。Microsoft のサイトではありません。</p>
        </main>
        </body>
        </html>
        """, "text/html; charset=utf-8", statusCode: status);

    public static Markup Accounts(WorldState state, AppRegistration app, string? hint)
    {
        var people = state.Accounts.Where(a => a.Room is null)
            .OrderByDescending(a => hint is not null && a.IsCalled(hint)).ToList();
        return Markup.Of($"""
            <h1>アカウントを選択する</h1>
            <p>「{app.Name}」に続行するには</p>
            <form method="post">{people.Select(Choice)}</form>
            """);
    }

    private static Markup Choice(Account account) => Markup.Of($"""
        <button class="account" name="account" value="{account.UserPrincipalName}">
        <strong>{account.DisplayName}</strong><span>{account.UserPrincipalName}</span>{(account.IsAdmin ? Markup.Of($"<em>管理者</em>") : default)}
        </button>
        """);

    public static Markup Consent(AppRegistration app, Account account, Tenant tenant, IEnumerable<string> scopes) => Markup.Of($"""
        <p class="who">{account.UserPrincipalName}</p>
        <h1>要求されているアクセス許可</h1>
        <p><strong>{app.Name}</strong> に次を許可します。</p>
        {ScopeList(scopes)}
        <form method="post">
        <input type="hidden" name="account" value="{account.UserPrincipalName}">
        {(account.IsAdmin ? Markup.Of($"<label><input type=\"checkbox\" name=\"organization\" value=\"true\"> 組織の代理として同意する ({tenant.Name})</label>") : default)}
        <div class="actions"><button name="decision" value="cancel">キャンセル</button><button class="main" name="decision" value="accept">承諾</button></div>
        </form>
        """);

    public static Markup NeedsAdmin(AppRegistration app, Account account, Tenant tenant) => Markup.Of($"""
        <p class="who">{account.UserPrincipalName}</p>
        <h1>管理者の承認が必要</h1>
        <p><strong>{app.Name}</strong> には、{tenant.Name} の管理者だけが付与できるアクセス許可が必要です。使用する前に、このアプリへのアクセス許可を付与するよう管理者に依頼してください。</p>
        <form method="post">
        <input type="hidden" name="account" value="{account.UserPrincipalName}">
        <div class="actions"><button name="decision" value="cancel">同意せずにアプリケーションに戻る</button></div>
        </form>
        """);

    public static Markup Admins(WorldState state, AppRegistration app, IEnumerable<string> scopes) => Markup.Of($"""
        <h1>要求されているアクセス許可 (組織全体)</h1>
        <p><strong>{app.Name}</strong> が組織のすべてのユーザーについて次を利用することに、管理者として同意します。</p>
        {ScopeList(scopes)}
        <form method="post">
        <label>サインインする管理者 <select name="account">{state.Accounts.Where(a => a.Room is null).OrderByDescending(a => a.IsAdmin).Select(a => Markup.Of($"<option value=\"{a.UserPrincipalName}\">{a.DisplayName} {(a.IsAdmin ? "(管理者)" : "")}</option>"))}</select></label>
        <div class="actions"><button name="decision" value="cancel">キャンセル</button><button class="main" name="decision" value="accept">承諾</button></div>
        </form>
        """);

    public static Markup Refused(AadstsError error, Instant now) => Markup.Of($"""
        <h1>サインインできません</h1>
        <p>申し訳ありませんが、サインイン中に問題が発生しました。</p>
        <p class="error">{error.Description(now)}</p>
        """);

    public static Markup SignedOut() => Markup.Of($"<h1>サインアウトしました</h1>");

    private static Markup ScopeList(IEnumerable<string> scopes) =>
        Markup.Of($"<ul>{scopes.Select(s => Markup.Of($"<li>{Scopes.Words(s)} <code>{s}</code></li>"))}</ul>");

    public static IResult Back(AuthorizeRequest request, string code) =>
        Back(request, [new("code", code), new("session_state", Guid.CreateVersion7().ToString())]);

    public static IResult Back(AuthorizeRequest request, AadstsError error, Instant now)
    {
        List<KeyValuePair<string, string>> values = [new("error", error.Error), new("error_description", error.Description(now))];
        if (error.SubError is { } sub) values.Add(new("error_subcode", sub));
        return Back(request, values);
    }

    private static IResult Back(AuthorizeRequest request, List<KeyValuePair<string, string>> values)
    {
        if (request.State is { } state) values.Add(new("state", state));
        if (request.ResponseMode == "form_post")
        {
            return Page(Markup.Of($"""
                <h1>アプリケーションに戻ります</h1>
                <form method="post" action="{request.RedirectUri}">
                {values.Select(v => Markup.Of($"<input type=\"hidden\" name=\"{v.Key}\" value=\"{v.Value}\">"))}
                <div class="actions"><button class="main">続ける</button></div>
                </form>
                """));
        }
        var query = string.Join('&', values.Select(v => $"{v.Key}={Uri.EscapeDataString(v.Value)}"));
        return Results.Redirect(request.RedirectUri + (request.RedirectUri.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query);
    }
}
