using Hidori.Simulator.Microsoft365;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Simulator.ControlPanel;

/// <summary>Who listens to which mailbox, what was delivered, and ways to disturb it.</summary>
internal sealed class NotificationScreens(SimulatorHost host)
{
    private static readonly ZonedDateTimePattern Stamp = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss", null);

    private ChangeNotifications Notifications => host.Microsoft365.Notifications;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notifications", PanelEndpoints.Screen(Show));
        routes.MapPost("/notifications", PanelEndpoints.Screen(Change));
        routes.MapPost("/notifications/trouble", PanelEndpoints.Screen(Disturb));
    }

    private IResult Show(HttpContext http) => PanelPage.Of("変更通知", Markup.Of($"""
        <p>アプリが購読しているメールボックスです。予定が変わると、通知先に知らせます。</p>
        {(Notifications.Subscriptions.Count == 0 ? Markup.Of($"<p>購読はありません。</p>") : default)}
        <ul class="cards">{Notifications.Subscriptions.Select(Card)}</ul>
        <h2>次の配信で起こること</h2>
        <form method="post" action="/notifications/trouble" class="row">
        <label>障害 <select name="trouble">{PanelPage.Options(DeliveryTrouble.Lost,
            (DeliveryTrouble.Lost, "届かない"), (DeliveryTrouble.Twice, "二度届く"), (DeliveryTrouble.Reversed, "順序が逆"), (DeliveryTrouble.Late, "10分遅れる"))}</select></label>
        <button>追加</button></form>
        <h2>これまでの配信</h2>
        <ul class="list">{Notifications.Attempts.Reverse().Take(50).Select(Row)}</ul>
        """));

    private static Markup Card(SubscriptionSummary subscription) => Markup.Of($"""
        <li><h2>{subscription.Mailbox}</h2>
        <p class="quiet">{subscription.NotificationUrl}<br>期限 {When(subscription.Expires)}{(subscription.IsDead ? " / 黙って停止中" : "")}</p>
        <form method="post" class="stack"><input type="hidden" name="who" value="{subscription.Mailbox}">
        <div class="actions"><button name="do" value="ReauthorizationRequired">再承認を求める</button><button name="do" value="Missed">取りこぼしを知らせる</button>
        <button name="do" value="SubscriptionRemoved">購読を終わらせる</button><button name="do" value="die">黙って止める</button></div></form></li>
        """);

    private static Markup Row(DeliveryAttempt attempt) => Markup.Of($"""
        <li><details><summary>{When(attempt.At)} {(attempt.IsLost ? "届かなかった" : attempt.Status == 0 ? "応答なし" : $"{attempt.Status}")}</summary>
        <p class="quiet">{attempt.Url}</p><pre>{attempt.Body}</pre></details></li>
        """);

    private IResult Change(HttpContext http)
    {
        var who = http.Request.Form["who"].ToString();
        if (http.Request.Form["do"] == "die") Notifications.DieSilently(who);
        else Notifications.Tell(who, PanelPage.Choice<LifecycleEvent>(http, "do"));
        return Results.Redirect("/notifications");
    }

    private IResult Disturb(HttpContext http)
    {
        Notifications.GoWrong(PanelPage.Choice<DeliveryTrouble>(http, "trouble"));
        return Results.Redirect("/notifications");
    }

    private static string When(Instant at) => Stamp.Format(at.InZone(DateTimeZoneProviders.Tzdb["Asia/Tokyo"]));
}
