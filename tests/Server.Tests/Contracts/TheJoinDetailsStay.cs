using System.Text.RegularExpressions;
using Hidori.Domain;
using Hidori.Domain.Outside;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>
/// SPEC M14: our text is kept up to date beside Teams' join details, which stay byte for byte, whatever Exchange makes
/// of the HTML in between (reference/graph.md §6.3).
/// </summary>
public sealed class TheJoinDetailsStay : IAsyncLifetime
{
    private static readonly Instant Start = Instant.FromUtc(2026, 4, 6, 1, 0);
    private readonly EntryKey _key = new(AppointmentId.New(), CandidateId.New(), MemberId.New());
    private Microsoft365Outside _outside = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _outside = await Microsoft365Outside.StartAsync(Ct);

    public ValueTask DisposeAsync() => _outside.DisposeAsync();

    public static TheoryData<Func<string, string>> Rewritings => new()
    {
        html => html,
        html => html.Replace(" id=\"", " id=\"x_", StringComparison.Ordinal).Replace(" class=\"", " class=\"x_", StringComparison.Ordinal),
        html => html.Replace("<body>", "<body>\r\n<div><div dir=\"ltr\">\r\n", StringComparison.Ordinal)
            .Replace("</body>", "</div></div>\r\n</body>", StringComparison.Ordinal),
        html => Regex.Replace(
            html, "(<div id=\"hidori-entry\"[^>]*>)(.*?)(</div>)", "$1<div style=\"margin:0\"><div>$2</div></div>$3", RegexOptions.Singleline),
        html => html.Replace("<br>", "<br />", StringComparison.Ordinal).Replace("<div", "<DIV", StringComparison.Ordinal)
            .Replace("</div>", "</DIV>", StringComparison.Ordinal),
        html => Regex.Replace(html, "(<div id=\"hidori-entry\"[^>]*>[^<]*)</div>", "$1", RegexOptions.Singleline),
    };

    [Theory]
    [MemberData(nameof(Rewritings), DisableDiscoveryEnumeration = true)]
    public async Task Over_several_updates_of_our_text(Func<string, string> exchangeRewrites)
    {
        var meeting = await PutAsync("お客様: 山本 0 回目", known: null);
        for (var round = 1; round <= 4; round++)
        {
            _outside.World.EditEvent(_outside.Tanaka.AccountId, meeting.RemoteId, bodyHtml: exchangeRewrites(TheEntry().BodyHtml));
            var before = JoinDetails();

            var updated = await PutAsync($"お客様: 山本 {round} 回目", meeting.RemoteId);

            Assert.Equal(before, JoinDetails());
            Assert.Equal(meeting.JoinLink, updated.JoinLink);
            var body = TheEntry().BodyHtml;
            Assert.Equal(2, body.Split("お客様").Length);
            Assert.Contains($"{round} 回目", body, StringComparison.Ordinal);
            Assert.True(body.IndexOf("お客様", StringComparison.Ordinal) < body.IndexOf("____", StringComparison.Ordinal));
        }
    }

    private Task<Integrations.RemoteEntry> PutAsync(string text, string? known) => _outside.Calendar.PutAsync(
        _outside.Tanaka, _key,
        new CalendarContent(
            EntryPurpose.Meeting, "ご相談", new Interval(Start, Start + Duration.FromHours(1)), "Asia/Tokyo", text, "",
            WithJoinLink: true, []),
        known, generation: 0, inDoubt: false, ours: null, Ct);

    private CalendarItem TheEntry() => Assert.Single(_outside.World.CalendarOf(_outside.Tanaka.AccountId));

    /// <summary>All after the line that Teams draws above its details.</summary>
    private string JoinDetails()
    {
        var body = TheEntry().BodyHtml;
        Assert.Contains(TheEntry().JoinUrl!, body, StringComparison.Ordinal);
        return body[body.IndexOf("____", StringComparison.Ordinal)..];
    }
}
