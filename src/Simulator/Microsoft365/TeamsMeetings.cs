using System.Globalization;
using System.Security.Cryptography;

namespace Hidori.Simulator.Microsoft365;

/// <summary>The link and the block of text that Teams puts into an entry.</summary>
internal static class TeamsMeetings
{
    public static TeamsMeeting New(Account organizer)
    {
        var thread = Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)).Replace('+', 'A').Replace('/', 'B');
        return new TeamsMeeting
        {
            JoinUrl = $"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{thread}%40thread.v2/0?context=%7b%22Tid%22%3a%22{organizer.Tenant}%22%2c%22Oid%22%3a%22{organizer.Id}%22%7d",
            ConferenceId = RandomNumberGenerator.GetInt32(100_000_000, 999_999_999).ToString(CultureInfo.InvariantCulture),
        };
    }

    public static string WithBlob(string html, TeamsMeeting meeting)
    {
        var blob = $"""
            <div style="width:100%; height:20px"><span style="white-space:nowrap; color:gray; opacity:.36">________________________________________________________________________________</span>
            </div>
            <div class="me-email-text">
            <a class="me-email-headline" href="{meeting.JoinUrl}" target="_blank" rel="noreferrer noopener">Microsoft Teams 会議に参加</a>
            <div>会議 ID: {meeting.ConferenceId}</div>
            </div>

            """;
        var end = html.LastIndexOf("</body>", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? html + blob : html.Insert(end, blob);
    }

    /// <summary>Exchange takes the meeting as offline once its block is gone from the body (concepts/outlook-calendar-online-meetings.md).</summary>
    public static bool HasBlob(string html, TeamsMeeting meeting) =>
        html.Contains(meeting.JoinUrl, StringComparison.OrdinalIgnoreCase)
        || html.Contains(System.Net.WebUtility.HtmlEncode(meeting.JoinUrl), StringComparison.OrdinalIgnoreCase);
}
