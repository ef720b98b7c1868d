using System.Globalization;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Simulator.ControlPanel;

/// <summary>Everybody's week side by side, with the changes a person can make in Outlook.</summary>
internal sealed class CalendarScreens(SimulatorHost host)
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja-JP");
    private static readonly LocalDateTimePattern Field = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private Microsoft365World World => host.Microsoft365;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/calendars", PanelEndpoints.Screen(Week));
        routes.MapPost("/calendars", PanelEndpoints.Screen(Add));
        routes.MapPost("/calendars/change", PanelEndpoints.Screen(Change));
    }

    private IResult Week(HttpContext http)
    {
        var monday = Monday(http.Request.Query["week"]);
        var accounts = World.Accounts;
        var chosen = http.Request.Query["who"] is { Count: > 0 } who ? accounts.Where(a => who.Contains(a.Address)).ToList() : accounts;
        var days = Enumerable.Range(0, 7).Select(monday.PlusDays).ToList();
        var back = http.Request.Path + http.Request.QueryString;
        return PanelPage.Of("予定表", Markup.Of($"""
            <div class="weeks"><a href="{Link(http, monday.PlusDays(-7))}">前の週</a><strong>{Words(monday)} の週</strong><a href="{Link(http, monday.PlusDays(7))}">次の週</a></div>
            <details><summary>表示する人を選ぶ</summary><form method="get">
            <input type="hidden" name="week" value="{LocalDatePattern.Iso.Format(monday)}">
            {accounts.Select(a => Markup.Of($"<label><input type=\"checkbox\" name=\"who\" value=\"{a.Address}\"{(chosen.Contains(a) ? Markup.Of($" checked") : default)}> {a.DisplayName}</label> "))}
            <button>表示</button></form></details>
            <details><summary>予定を追加</summary>{AddForm(accounts, monday, back)}</details>
            <div class="scroll"><table class="week">
            <thead><tr><th></th>{chosen.Select(a => Markup.Of($"<th>{a.DisplayName}</th>"))}</tr></thead>
            <tbody>{days.Select(d => Markup.Of($"<tr><th>{Words(d)}</th>{chosen.Select(a => Cell(a, d, back))}</tr>"))}</tbody>
            </table></div>
            {Deleted(chosen, back)}
            <p class="quiet">時刻は日本時間。斜線は仮の予定、左の太線は日取りが書いた予定です。</p>
            """));
    }

    /// <summary>The Deleted Items of those on the screen, newest first: a person drags entries back from there.</summary>
    private Markup Deleted(IEnumerable<AccountSummary> chosen, string back)
    {
        var items = chosen.SelectMany(a => World.DeletedItemsOf(a.Address).Reverse().Take(20).Select(i => (Account: a, Item: i))).ToList();
        return items.Count == 0 ? default : Markup.Of($"""
            <details><summary>削除済みアイテム ({items.Count})</summary><ul class="list">{items.Select(x => Markup.Of($"""
            <li><form method="post" action="/calendars/change" class="row"><input type="hidden" name="back" value="{back}">
            <input type="hidden" name="who" value="{x.Account.Address}"><input type="hidden" name="id" value="{x.Item.Id}">
            <span>{x.Account.DisplayName}: {Field.Format(x.Item.Start.InZone(Zone).LocalDateTime)} <strong>{x.Item.Subject}</strong></span>
            <button name="do" value="restore">元に戻す</button></form></li>
            """))}</ul></details>
            """);
    }

    private Markup Cell(AccountSummary account, LocalDate day, string back)
    {
        var window = new Interval(day.AtStartOfDayInZone(Zone).ToInstant(), day.PlusDays(1).AtStartOfDayInZone(Zone).ToInstant());
        return Markup.Of($"<td>{World.CalendarOf(account.Address, window).Select(i => Card(account, i, back))}</td>");
    }

    private static Markup Card(AccountSummary account, CalendarItem item, string back)
    {
        var (start, end) = (item.Start.InZone(Zone).LocalDateTime, item.End.InZone(Zone).LocalDateTime);
        var kind = item.ShowAs.ToString().ToLowerInvariant() + (item.ExtendedProperties.Count > 0 ? " ours" : "") + (item.IsCancelled ? " cancelled" : "");
        return Markup.Of($"""
            <details class="entry {kind}"><summary><span class="time">{(item.IsAllDay ? "終日" : $"{Time.Format(start.TimeOfDay)}–{Time.Format(end.TimeOfDay)}")}</span> {item.Subject}</summary>
            <p>{Showing(item.ShowAs)}{(item.Sensitivity == Sensitivity.Normal ? "" : " / 非公開")}{(item.IsOrganizer ? "" : $" / 開催者 {item.OrganizerAddress}")}{(item.Location is { } place ? $" / {place}" : "")}</p>
            {(item.Attendees.Count == 0 ? default : Markup.Of($"<ul>{item.Attendees.Select(a => Markup.Of($"<li>{a.Address} {Answer(a.Response)}</li>"))}</ul>"))}
            {(item.JoinUrl is { } join ? Markup.Of($"<p><a href=\"{join}\" rel=\"noreferrer\">Teams 会議</a></p>") : default)}
            {item.ExtendedProperties.Select(p => Markup.Of($"<p class=\"quiet\">{p.Value}</p>"))}
            <form method="post" action="/calendars/change">
            <input type="hidden" name="back" value="{back}"><input type="hidden" name="who" value="{account.Address}"><input type="hidden" name="id" value="{item.Id}">
            <label>開始 <input type="datetime-local" name="start" value="{Field.Format(start)}"></label>
            <label>終了 <input type="datetime-local" name="end" value="{Field.Format(end)}"></label>
            <button name="do" value="move">移動</button> <button name="do" value="delete">削除</button>
            {(item.IsOrganizer ? default : Markup.Of($"<button name=\"do\" value=\"accept\">承諾</button> <button name=\"do\" value=\"decline\">辞退</button>"))}
            </form></details>
            """);
    }

    private static Markup AddForm(IEnumerable<AccountSummary> accounts, LocalDate monday, string back) => Markup.Of($"""
        <form method="post" class="stack"><input type="hidden" name="back" value="{back}">
        <label>だれの予定 <select name="who">{accounts.Select(a => Markup.Of($"<option value=\"{a.Address}\">{a.DisplayName}</option>"))}</select></label>
        <label>件名 <input name="subject" value="打合せ" required></label>
        <label>開始 <input type="datetime-local" name="start" value="{Field.Format(monday.At(new LocalTime(10, 0)))}" required></label>
        <label>終了 <input type="datetime-local" name="end" value="{Field.Format(monday.At(new LocalTime(11, 0)))}" required></label>
        <label>表示 <select name="showAs">{PanelPage.Options(ShowAs.Busy, [.. Enum.GetValues<ShowAs>().Select(s => (s, Showing(s)))])}</select></label>
        <label><input type="checkbox" name="allDay" value="true"> 終日</label>
        <label><input type="checkbox" name="private" value="true"> 非公開</label>
        <button class="main">追加</button></form>
        """);

    private IResult Add(HttpContext http)
    {
        var form = http.Request.Form;
        var (start, end) = (Field.Parse(form["start"].ToString()), Field.Parse(form["end"].ToString()));
        if (!start.Success || !end.Success || end.Value < start.Value) return Results.BadRequest();
        var isAllDay = form["allDay"] == "true";
        if (isAllDay) (start, end) = (ParseResult<LocalDateTime>.ForValue(start.Value.Date.AtMidnight()), ParseResult<LocalDateTime>.ForValue(end.Value.Date.PlusDays(1).AtMidnight()));
        World.Put(form["who"].ToString(), new NewItem(form["subject"].ToString(), At(start.Value), At(end.Value))
        {
            ShowAs = PanelPage.Choice<ShowAs>(http, "showAs"),
            IsAllDay = isAllDay,
            Sensitivity = form["private"] == "true" ? Sensitivity.Private : Sensitivity.Normal,
        });
        return PanelPage.Back(http, "/calendars");
    }

    private IResult Change(HttpContext http)
    {
        var form = http.Request.Form;
        var (who, id) = (form["who"].ToString(), form["id"].ToString());
        switch (form["do"].ToString())
        {
            case "move" when Field.Parse(form["start"].ToString()) is { Success: true } start && Field.Parse(form["end"].ToString()) is { Success: true } end:
                World.MoveEvent(who, id, At(start.Value), At(end.Value));
                break;
            case "delete":
                World.DeleteEvent(who, id);
                break;
            case "restore":
                World.RestoreEvent(who, id);
                break;
            case "accept":
                World.Respond(who, id, ResponseType.Accepted);
                break;
            case "decline":
                World.Respond(who, id, ResponseType.Declined);
                break;
            default:
                return Results.BadRequest();
        }
        return PanelPage.Back(http, "/calendars");
    }

    private LocalDate Monday(string? week)
    {
        var date = LocalDatePattern.Iso.Parse(week ?? "") is { Success: true } parsed ? parsed.Value : World.Now.InZone(Zone).Date;
        return date.PlusDays(1 - (int)date.DayOfWeek);
    }

    private static string Link(HttpContext http, LocalDate week) =>
        "/calendars?week=" + LocalDatePattern.Iso.Format(week) + string.Concat(http.Request.Query["who"].Select(w => "&who=" + Uri.EscapeDataString(w ?? "")));

    private static string Words(LocalDate date) => date.ToString("M月d日(ddd)", Japanese);

    private static Instant At(LocalDateTime local) => local.InZoneLeniently(Zone).ToInstant();

    private static string Showing(ShowAs showAs) => showAs switch
    {
        ShowAs.Free => "空き時間",
        ShowAs.Tentative => "仮の予定",
        ShowAs.Busy => "予定あり",
        ShowAs.Oof => "外出中",
        ShowAs.WorkingElsewhere => "他の場所で作業中",
        ShowAs.Unknown => "不明",
    };

    private static string Answer(ResponseType response) => response switch
    {
        ResponseType.None or ResponseType.NotResponded => "(未回答)",
        ResponseType.Organizer => "(開催者)",
        ResponseType.TentativelyAccepted => "(仮承諾)",
        ResponseType.Accepted => "(承諾)",
        ResponseType.Declined => "(辞退)",
    };
}
