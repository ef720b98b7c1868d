using System.Globalization;
using NodaTime;

namespace Hidori.Simulator.ControlPanel;

/// <summary>What shall go wrong next.</summary>
internal sealed class FaultScreens(SimulatorHost host)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/faults", PanelEndpoints.Screen(Show));
        routes.MapPost("/faults", PanelEndpoints.Screen(Add));
        routes.MapPost("/faults/clear", PanelEndpoints.Screen(Clear));
    }

    private IResult Show(HttpContext http) => PanelPage.Of("障害", Markup.Of($"""
        <p>これから届く要求に起こす障害です。上から順に、最初に当てはまるものが使われます。</p>
        <ul class="list">{host.Faults.Pending.Select(Row)}</ul>
        {(host.Faults.Pending.Count == 0 ? Markup.Of($"<p>待機中の障害はありません。</p>") : Markup.Of($"<form method=\"post\" action=\"/faults/clear\"><button>すべて取り消す</button></form>"))}
        <h2>障害を追加</h2>
        <form method="post" class="stack">
        <label>起こること <select name="kind">{PanelPage.Options("lost",
            ("lost", "処理はされるが返事が届かない"), ("never", "要求が届かない"), ("401", "401 トークン無効"), ("403", "403 権限なし"), ("404", "404 見つからない"),
            ("409", "409 競合"), ("412", "412 変更キー不一致"), ("429", "429 混雑 (Retry-After 10 秒)"), ("500", "500 サーバーエラー"), ("503", "503 一時停止"), ("slow", "5 秒遅れる"),
            ("450", "メール: 450 一時拒否"), ("550", "メール: 550 宛先なし"))}</select></label>
        <label>相手 <select name="vendor">{PanelPage.Options("microsoft365", ("microsoft365", "Microsoft 365"), ("mail", "メール"))}</select></label>
        <label>メソッド <input name="method" placeholder="POST (メールでは RCPT, DATA)"></label>
        <label>経路 <input name="route" placeholder="/me/events、/me/events/*、/oauth2/v2.0/token など"></label>
        <label>メールボックス <input name="mailbox" placeholder="tanaka@sample.example"></label>
        <label>何回目から <input name="from" type="number" value="1" min="1"></label>
        <label>回数 (空欄はずっと) <input name="times" type="number" value="1" min="1"></label>
        <button class="main">追加</button></form>
        """));

    private static Markup Row((int Number, Fault Fault, int Hits) waiting) => Markup.Of($"""
        <li><form method="post" action="/faults/clear" class="row"><span><strong>{Words(waiting.Fault.Kind)}</strong>
        {waiting.Fault.Vendor} {waiting.Fault.Method ?? "すべて"} {waiting.Fault.Route ?? ""} {waiting.Fault.Mailbox ?? ""}
        {(waiting.Fault.Times is { } times ? $"{waiting.Hits}/{times} 回" : "ずっと")}</span>
        <button name="number" value="{waiting.Number}">取り消す</button></form></li>
        """);

    private static string Words(FaultKind kind) => kind switch
    {
        FaultKind.Refused refused => refused.StatusCode.ToString(CultureInfo.InvariantCulture),
        FaultKind.Delayed slow => $"{slow.Pause.TotalSeconds:0} 秒遅れる",
        FaultKind.Lost { HandlerRuns: true } => "返事が届かない",
        _ => "要求が届かない",
    };

    private IResult Add(HttpContext http)
    {
        var form = http.Request.Form;
        string? Text(string field) => form[field].ToString() is { Length: > 0 } text ? text.Trim() : null;
        int? Number(string field) => int.TryParse(Text(field), CultureInfo.InvariantCulture, out var number) ? number : null;
        FaultKind kind = Text("kind") switch
        {
            "never" => FaultKind.NeverArrives,
            "slow" => FaultKind.Slow(Duration.FromSeconds(5)),
            "429" => FaultKind.Status(429, retryAfterSeconds: 10),
            { } status when int.TryParse(status, CultureInfo.InvariantCulture, out var code) => FaultKind.Status(code),
            _ => FaultKind.DoneThenDisconnected,
        };
        host.Faults.Add(new Fault(kind, Text("method"), Text("route"))
        {
            Vendor = Text("vendor") ?? FaultContext.Microsoft365, Mailbox = Text("mailbox"), FromCall = Number("from") ?? 1, Times = Number("times"),
        });
        return Results.Redirect("/faults");
    }

    private IResult Clear(HttpContext http)
    {
        if (int.TryParse(http.Request.Form["number"], CultureInfo.InvariantCulture, out var number)) host.Faults.Remove(number);
        else host.Faults.Clear();
        return Results.Redirect("/faults");
    }
}
