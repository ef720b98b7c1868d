using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What goes to OpenTelemetry is read by people who may open no guest's link (SPEC X6, X7).</summary>
public sealed class SpansTellNoSecrets
{
    private static readonly string[] Exported = ["Microsoft.AspNetCore", "System.Net.Http", "Hidori.Outside"];

    [Theory, EveryDatabase]
    public async Task No_span_of_a_visit_a_look_or_a_call_shows_a_link_a_token_or_an_address(DatabaseKind kind)
    {
        var spans = new ConcurrentQueue<Span>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => Exported.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => spans.Enqueue(Span.Of(activity)),
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await App.StartAsync(kind, "tanaka");
        var secrets = await LiveAsync(app);

        // The spans of the people's own browsers are theirs.
        var ours = spans.Where(s => !(s.Source == "System.Net.Http" && s.Says("server.port") == $"{app.Address.Port}")).ToList();
        Assert.Contains(ours, s => s.Says("http.route") == "/p/{secret}/" && s.Name.StartsWith("POST", StringComparison.Ordinal));
        Assert.Contains(ours, s => s.Says("http.route") == "/p/{secret}/other-times");
        Assert.Contains(ours, s => s.Says("http.route") == "/invitation/{secret}");
        Assert.Contains(ours, s => s.Name == "outbox.look");
        var calls = ours.Where(s => s.Says("url.full") is not null).ToList();
        Assert.Contains(calls, s => s.Says("url.full")!.Contains("/me/calendar/events", StringComparison.Ordinal));
        Assert.Contains(calls, s => s.Says("url.full")!.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal));
        Assert.All(calls, s => Assert.True(s.Says("url.full")!.Split('?') is [_] or [_, "*"], s.ToString()));
        Assert.All(secrets, secret => Assert.True(secret.Value.Length > 8, secret.Key));
        foreach (var (what, secret) in secrets)
            Assert.All(ours, s => Assert.False(s.Shows(secret), $"{what} stands in {s}"));
    }

    /// <summary>Everything a link is good for, once, and all that must not be seen.</summary>
    private static async Task<Dictionary<string, string>> LiveAsync(App app)
    {
        using var tanaka = await app.SignsInAsync("tanaka");
        await tanaka.Web.GetAsync("/appointments?q=" + Uri.EscapeDataString("takahashi@guest.example"));
        var members = await tanaka.Web.SubmitAsync(
            await tanaka.Web.GetAsync("/members"), "/members", ("email", "suzuki@test.example"), ("name", "鈴木 大輔"), ("role", "Member"));
        var chosen = await tanaka.ProposesAsync(new ProposalText());
        var unsuitable = await tanaka.ProposesAsync(new ProposalText { Candidates = ["2027-04-20T10:00/2027-04-20T11:00"] });
        await app.OutsideWorldSettlesAsync();

        using var guest = new GuestBrowser(app);
        await guest.Web.GetAsync(chosen.GuestPath + "?lang=en");
        await guest.ChoosesAsync(chosen, 1, "takahashi@guest.example まで");
        await guest.AsksForOtherTimesAsync(unsuitable, "午後が助かります");
        await guest.Web.GetAsync(unsuitable.GuestPath.Replace("/p/", "/nowhere/", StringComparison.Ordinal));
        await guest.Web.PostAsync(unsuitable.GuestPath, ("candidate", "without a token"));
        await app.OutsideWorldSettlesAsync();
        await guest.Web.GetAsync(chosen.GuestPath + "/invite.ics");
        var invitation = Regex.Match(app.Simulator.Mail.To("suzuki@test.example")[^1].Text!, @"/invitation/(\S+)");
        await guest.Web.GetAsync(invitation.Value);
        await guest.Web.GetAsync("/first-run?token=TheTokenOfTheFirstRun");

        var secrets = new Dictionary<string, string>
        {
            ["the link that was chosen by"] = chosen.GuestPath["/p/".Length..],
            ["the link that asked for other times"] = unsuitable.GuestPath["/p/".Length..],
            ["the invitation"] = invitation.Groups[1].Value,
            ["the token of the first run"] = "TheTokenOfTheFirstRun",
            ["the join link"] = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")), e => e.JoinUrl is not null).JoinUrl!,
            ["the guest's address"] = "takahashi@guest.example",
            ["a member's address"] = "@test.example",
        };
        foreach (var answer in app.Simulator.Requests.All.Where(e => e.ResponseBody.Contains("\"refresh_token\"", StringComparison.Ordinal)))
        {
            using var json = JsonDocument.Parse(answer.ResponseBody);
            foreach (var name in (string[])["access_token", "refresh_token", "id_token"])
                secrets[$"{name} of exchange {answer.Number}"] = json.RootElement.GetProperty(name).GetString()!;
            secrets[$"the code of exchange {answer.Number}"] = Regex.Match(answer.RequestBody, "(?:^|&)code=([^&]+)").Groups[1].Value;
        }

        Assert.True(secrets.Count >= 11, "no tokens were seen on the wire");
        Assert.Contains("suzuki@test.example", members.Text, StringComparison.Ordinal);
        return secrets;
    }

    /// <summary>All words of a span, as an exporter sends them.</summary>
    private sealed record Span(string Source, string Name, Dictionary<string, string> Tags, IReadOnlyList<string> Words)
    {
        public static Span Of(Activity activity)
        {
            var tags = activity.TagObjects.ToDictionary(t => t.Key, t => $"{t.Value}", StringComparer.Ordinal);
            return new(
                activity.Source.Name, activity.DisplayName, tags,
                [
                    activity.DisplayName, activity.OperationName, activity.StatusDescription ?? "", activity.TraceStateString ?? "",
                    .. tags.Select(t => $"{t.Key}={t.Value}"), .. activity.Baggage.Select(b => $"{b.Key}={b.Value}"),
                    .. activity.Events.SelectMany(e => e.Tags.Select(t => $"{e.Name}.{t.Key}={t.Value}")),
                ]);
        }

        public string? Says(string tag) => Tags.GetValueOrDefault(tag);

        public bool Shows(string secret) => Words.Any(w =>
            w.Contains(secret, StringComparison.OrdinalIgnoreCase) || Uri.UnescapeDataString(w).Contains(secret, StringComparison.OrdinalIgnoreCase));

        public override string ToString() => $"{Source}: {string.Join(" | ", Words)}";
    }
}
