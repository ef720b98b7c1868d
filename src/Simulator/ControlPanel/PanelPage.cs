namespace Hidori.Simulator.ControlPanel;

/// <summary>The frame around every screen of the panel.</summary>
internal static class PanelPage
{
    public static IResult Of(string title, Markup content) => Results.Text($"""
        <!DOCTYPE html>
        <html lang="ja">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Markup.Of($"{title}").Text} - シミュレーター</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/simulator.css">
        </head>
        <body>
        <header><a href="/">シミュレーター</a>
        <nav><a href="/calendars">予定表</a><a href="/mail">メール</a><a href="/people">人と会議室</a><a href="/notifications">変更通知</a><a href="/faults">障害</a></nav></header>
        <main>
        <h1>{Markup.Of($"{title}").Text}</h1>
        {content.Text}
        </main>
        </body>
        </html>
        """, "text/html; charset=utf-8");

    /// <summary>After a change: show the page again, so that a reload repeats nothing.</summary>
    public static IResult Back(HttpContext http, string otherwise) =>
        Results.Redirect(http.Request.Form["back"] is [{ Length: > 0 } back] && back.StartsWith('/') && !back.StartsWith("//", StringComparison.Ordinal) ? back : otherwise);

    public static Markup Options<T>(T chosen, params IReadOnlyList<(T Value, string Words)> options) where T : notnull => Markup.Of(
        $"{options.Select(o => Markup.Of($"<option value=\"{o.Value.ToString()}\"{(o.Value.Equals(chosen) ? Markup.Of($" selected") : default)}>{o.Words}</option>"))}");

    public static T Choice<T>(HttpContext http, string field) where T : struct, Enum =>
        Enum.TryParse<T>(http.Request.Form[field], out var value) ? value : default;
}
