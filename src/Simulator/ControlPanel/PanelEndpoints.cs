namespace Hidori.Simulator.ControlPanel;

/// <summary>The screens for people: what the outside world looks like, and ways to disturb it.</summary>
internal static class PanelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, SimulatorHost host)
    {
        routes.MapGet("/", (RequestDelegate)(http => Index(host).ExecuteAsync(http)));
        routes.MapGet("/simulator.css", (RequestDelegate)(http => Results.Text(Style.Value, "text/css; charset=utf-8").ExecuteAsync(http)));
        new CalendarScreens(host).Map(routes);
        new MailScreens(host).Map(routes);
        new PeopleScreens(host).Map(routes);
        new NotificationScreens(host).Map(routes);
        new FaultScreens(host).Map(routes);
    }

    /// <summary>Reads the form first, so that a screen can be written without waiting.</summary>
    public static RequestDelegate Screen(Func<HttpContext, IResult> screen) => async http =>
    {
        if (http.Request.HasFormContentType) await http.Request.ReadFormAsync(http.RequestAborted);
        await screen(http).ExecuteAsync(http);
    };

    private static IResult Index(SimulatorHost host) => PanelPage.Of("外の世界", Markup.Of($"""
        <p>Microsoft 365 とメールサーバーの代わりです。実在のサービスにはつながりません。</p>
        <ul class="tiles">
        <li><a href="/calendars"><strong>予定表</strong><span>全員の一週間。予定の追加・移動・削除</span></a></li>
        <li><a href="/mail"><strong>メール</strong><span>{host.Mail.Messages.Count} 通</span></a></li>
        <li><a href="/people"><strong>人と会議室</strong><span>{host.Microsoft365.Accounts.Count} 件。同意・メールボックス・Teams</span></a></li>
        <li><a href="/notifications"><strong>変更通知</strong><span>購読 {host.Microsoft365.Notifications.Subscriptions.Count} 件</span></a></li>
        <li><a href="/faults"><strong>障害</strong><span>{host.Faults.Pending.Count} 件待機中</span></a></li>
        </ul>
        <h2>接続先</h2>
        <dl>
        <dt>サインイン</dt><dd><code>{host.LoginAddress.ToString()}</code></dd>
        <dt>Graph</dt><dd><code>{host.GraphAddress.ToString()}</code></dd>
        <dt>SMTP</dt><dd><code>localhost:{host.SmtpPort}</code></dd>
        <dt>これまでの要求</dt><dd>{host.Requests.Count}</dd>
        </dl>
        """));
}
