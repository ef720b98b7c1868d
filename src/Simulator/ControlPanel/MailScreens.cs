using System.Text;
using Hidori.Simulator.Mail;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Simulator.ControlPanel;

/// <summary>What was mailed, as the recipient would see it.</summary>
internal sealed class MailScreens(SimulatorHost host)
{
    private static readonly ZonedDateTimePattern Stamp = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss", null);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/mail", PanelEndpoints.Screen(List));
        routes.MapPost("/mail/clear", PanelEndpoints.Screen(_ =>
        {
            host.Mail.Clear();
            return Results.Redirect("/mail");
        }));
        routes.MapGet("/mail/{number:int}", PanelEndpoints.Screen(http => Find(http) is { } mail ? One(mail) : Results.NotFound()));
        routes.MapGet("/mail/{number:int}/raw", PanelEndpoints.Screen(http =>
            Find(http) is { } mail ? Results.Text(Encoding.UTF8.GetString(mail.Raw.Span), "text/plain; charset=utf-8") : Results.NotFound()));
        routes.MapGet("/mail/{number:int}/parts/{part:int}", PanelEndpoints.Screen(Part));
    }

    private ReceivedMail? Find(HttpContext http)
    {
        var number = (string?)http.Request.RouteValues["number"];
        return host.Mail.Messages.FirstOrDefault(m => m.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == number);
    }

    private IResult List(HttpContext http) => PanelPage.Of("メール", Markup.Of($"""
        {(host.Mail.Messages.Count == 0 ? Markup.Of($"<p>まだ届いていません。</p>") : default)}
        <ul class="list">{host.Mail.Messages.Reverse().Select(m => Markup.Of($"<li><a href=\"/mail/{m.Number}\"><strong>{m.Subject}</strong><span>{string.Join(", ", m.EnvelopeTo)}</span><span class=\"quiet\">{When(m)}</span></a></li>"))}</ul>
        <form method="post" action="/mail/clear"><button>すべて消す</button></form>
        """));

    private static IResult One(ReceivedMail mail) => PanelPage.Of(mail.Subject == "" ? "(件名なし)" : mail.Subject, Markup.Of($"""
        <dl>
        <dt>差出人</dt><dd>{mail.From}</dd>
        <dt>宛先</dt><dd>{mail.To} <span class="quiet">(配送先 {string.Join(", ", mail.EnvelopeTo)})</span></dd>
        <dt>受信</dt><dd>{When(mail)}</dd>
        <dt>Message-ID</dt><dd><code>{mail.MessageId}</code></dd>
        </dl>
        {(mail.HtmlWithPictures is { } html ? Markup.Of($"<h2>HTML</h2><iframe sandbox title=\"HTML 本文\" srcdoc=\"{html}\"></iframe>") : default)}
        {(mail.Text is { } text ? Markup.Of($"<h2>テキスト</h2><pre>{text}</pre>") : default)}
        {(mail.Parts.Any(p => p.FileName is not null || p.MediaType == "text/calendar") ? Markup.Of($"<h2>添付</h2>") : default)}
        <ul>{mail.Parts.Select((p, i) => (p, i)).Where(x => x.p.FileName is not null || x.p.MediaType == "text/calendar").Select(x => Markup.Of($"<li><a href=\"/mail/{mail.Number}/parts/{x.i}\">{x.p.FileName ?? "invite.ics"}</a> {x.p.MediaType} {x.p.Method}</li>"))}</ul>
        <p><a href="/mail/{mail.Number}/raw">ソースを表示</a> / <a href="/mail">一覧へ</a></p>
        """));

    private IResult Part(HttpContext http)
    {
        if (Find(http) is not { } mail || !int.TryParse((string?)http.Request.RouteValues["part"], out var index) || index >= mail.Parts.Count)
            return Results.NotFound();
        var part = mail.Parts[index];
        return Results.File(part.Content.ToArray(), part.MediaType, part.FileName ?? "invite.ics");
    }

    private static string When(ReceivedMail mail) => Stamp.Format(mail.ReceivedAt.InZone(DateTimeZoneProviders.Tzdb["Asia/Tokyo"]));
}
