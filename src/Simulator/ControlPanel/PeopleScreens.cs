using Hidori.Simulator.Microsoft365;
using NodaTime;

namespace Hidori.Simulator.ControlPanel;

/// <summary>What an administrator or an accident may do to accounts, rooms and the tenant.</summary>
internal sealed class PeopleScreens(SimulatorHost host)
{
    private Microsoft365World World => host.Microsoft365;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/people", PanelEndpoints.Screen(Show));
        routes.MapPost("/people", PanelEndpoints.Screen(ChangePerson));
        routes.MapPost("/people/tenant", PanelEndpoints.Screen(ChangeTenant));
    }

    private IResult Show(HttpContext http) => PanelPage.Of("人と会議室", Markup.Of($"""
        {World.Tenants.Select(Tenant)}
        <ul class="cards">{World.Accounts.Select(Person)}</ul>
        """));

    private static Markup Tenant(TenantSummary tenant) => Markup.Of($"""
        <form method="post" action="/people/tenant" class="row"><strong>{tenant.Name}</strong> <span class="quiet">{tenant.Domain}</span>
        <input type="hidden" name="tenant" value="{tenant.Id}">
        <label>ユーザーの同意 <select name="consent">{PanelPage.Options(tenant.UserConsent,
            (UserConsent.Allowed, "許可"), (UserConsent.ManagedByMicrosoft, "Microsoft に管理を任せる"),
            (UserConsent.AdminOnly, "管理者のみ"), (UserConsent.AdminRequestWorkflow, "管理者への依頼"), (UserConsent.LowImpactOnly, "影響の低いものだけ"))}</select></label>
        <button>変更</button></form>
        """);

    private static Markup Person(AccountSummary account) => Markup.Of($"""
        <li><h2>{account.DisplayName}</h2><p class="quiet">{account.Address}{(account.IsAdmin ? " / 管理者" : "")}{(account.HasConsented ? " / 同意済み" : "")}</p>
        <form method="post" class="stack"><input type="hidden" name="who" value="{account.Address}">
        <label>メールボックス <select name="mailbox">{PanelPage.Options(account.Mailbox,
            (MailboxState.Ready, "あり"), (MailboxState.Missing, "なし"), (MailboxState.OnPremises, "オンプレミス"), (MailboxState.ConsumerAccount, "個人用"),
            (MailboxState.Provisioning, "準備中"), (MailboxState.SoftDeleted, "削除済み"))}</select></label>
        {(account.RoomPolicy is { } policy ? RoomFields(policy) : PersonFields(account))}
        <div class="actions"><button name="do" value="save">変更</button>{(account.RoomPolicy is null ? Markup.Of($"<button name=\"do\" value=\"revoke\">同意を取り消す</button><button name=\"do\" value=\"expire\">サインインを無効にする</button>") : default)}</div>
        </form></li>
        """);

    private static Markup PersonFields(AccountSummary account) => Markup.Of($"""
        <label>サインイン <select name="signIn">{PanelPage.Options(account.SignIn,
            (SignInBlock.None, "できる"), (SignInBlock.NotAssigned, "アプリに割り当てられていない (50105)"),
            (SignInBlock.ConditionalAccess, "条件付きアクセスが拒否 (53003)"), (SignInBlock.SecondFactorNeeded, "多要素認証が必要 (50076)"),
            (SignInBlock.Disabled, "アカウント無効 (50057)"), (SignInBlock.PasswordExpired, "パスワード期限切れ (50055)"))}</select></label>
        <label>Teams <select name="teams">{PanelPage.Options(Teams(account.Teams), ("now", "すぐに発行"), ("late", "8秒後に発行"), ("never", "なし"))}</select></label>
        """);

    private static Markup RoomFields(RoomPolicy policy) => Markup.Of($"""
        <label>会議室の返事 <select name="policy">{PanelPage.Options(policy,
            (RoomPolicy.AcceptsUnlessBusy, "空いていれば承諾"), (RoomPolicy.AlwaysAccepts, "常に承諾"),
            (RoomPolicy.AlwaysDeclines, "常に辞退"), (RoomPolicy.NeverAnswers, "返事をしない"),
            (RoomPolicy.AsksDelegate, "代理人が決める"))}</select></label>
        """);

    private static string Teams(TeamsAvailability teams) => teams.After is not { } after ? "never" : after == Duration.Zero ? "now" : "late";

    private IResult ChangePerson(HttpContext http)
    {
        var form = http.Request.Form;
        var who = form["who"].ToString();
        switch (form["do"].ToString())
        {
            case "revoke":
                World.RevokeConsent(who, alsoAccessTokens: true);
                break;
            case "expire":
                World.RevokeRefreshTokens(who);
                World.ForgetAccessTokens(who);
                break;
            default:
                World.SetMailboxState(who, PanelPage.Choice<MailboxState>(http, "mailbox"));
                if (form.ContainsKey("policy")) World.SetRoomPolicy(who, PanelPage.Choice<RoomPolicy>(http, "policy"));
                if (form.ContainsKey("signIn")) World.SetSignIn(who, PanelPage.Choice<SignInBlock>(http, "signIn"));
                if (form.ContainsKey("teams")) World.SetTeams(who, form["teams"].ToString() switch
                {
                    "never" => TeamsAvailability.Never,
                    "late" => TeamsAvailability.Late(Duration.FromSeconds(8)),
                    _ => TeamsAvailability.AtOnce,
                });
                break;
        }
        return Results.Redirect("/people");
    }

    private IResult ChangeTenant(HttpContext http)
    {
        World.SetUserConsent(http.Request.Form["tenant"].ToString(), PanelPage.Choice<UserConsent>(http, "consent"));
        return Results.Redirect("/people");
    }
}
