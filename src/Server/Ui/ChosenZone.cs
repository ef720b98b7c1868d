namespace Hidori.Server.Ui;

/// <summary>The zone that somebody chose on a guest's page, kept in their browser for every other one.</summary>
public static class ChosenZone
{
    private const string Name = "zone";

    /// <summary>What is asked for now, by address or form; what was chosen before in this browser; else the usual one.</summary>
    public static string Of(HttpContext http, string usual)
    {
        var asked = http.Request.Query[Name].ToString();
        if (asked.Length == 0 && http.Request.HasFormContentType)
            asked = http.Request.Form[Name].ToString();
        if (asked.Length > 0 && Zones.IsKnown(asked))
        {
            http.Response.Cookies.Append(Name, asked, new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(365),
            });
            return asked;
        }

        return http.Request.Cookies[Name] is { } kept && Zones.IsKnown(kept) ? kept : usual;
    }
}
