using System.Net;
using System.Text.Json.Nodes;
using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.OAuth;
using Hidori.Server.Tests.GraphContract;
using Hidori.Server.Tests.Kit;
using Hidori.Server.Tests.Simulating;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>The answers Microsoft's own pages show (shared/graph/examples), given to the real adapter.</summary>
public sealed class WhatTheDocumentsShowIsRead
{
    private const string Pacific = "America/Los_Angeles";
    private static readonly EntryKey Key = new(AppointmentId.New(), CandidateId.New(), MemberId.New());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("user-post-events.01", "2017-04-15 11:00", "2017-04-15 12:00")]
    [InlineData("user-post-events.02", "2017-08-30 11:00", "2017-08-30 12:00")]
    [InlineData("user-post-events.03", "2017-09-04 12:00", "2017-09-04 14:00")]
    [InlineData("calendar-post-events.01", "2019-03-15 12:00", "2019-03-15 14:00")]
    public async Task A_created_entry_is_known_by_its_ids_and_stands_where_it_was_put(string page, string start, string end)
    {
        var shown = DocumentedAnswer.Of(page);
        var wire = new Canned(_ => shown.Send());
        await using var services = wire.Services();

        var entry = await PutAsync(services, Content(start, end));

        Assert.Equal((shown.Body.Text("id"), shown.Body.Text("iCalUId"), shown.Body.Text("@odata.etag")), (entry.RemoteId, entry.ICalUid, entry.Version));
        Assert.False(entry.RefusesJoinLink);
        // Were another time read than the page shows, the adapter would correct it.
        Assert.Equal(HttpMethod.Post, Assert.Single(wire.Asked).Method);
    }

    [Theory]
    [InlineData("user-post-events.04", "2017-04-15 11:00", "2017-04-15 12:00")]
    [InlineData("calendar-post-events.02", "2019-03-10 12:00", "2019-03-10 14:00")]
    [InlineData("outlook-calendar-online-meetings.02", "2019-11-20 13:00", "2019-11-20 14:00")]
    public async Task A_created_meeting_has_its_join_link(string page, string start, string end)
    {
        var shown = DocumentedAnswer.Of(page);
        var wire = new Canned(_ => shown.Send());
        await using var services = wire.Services();

        var entry = await PutAsync(services, Content(start, end) with { WithJoinLink = true });

        Assert.StartsWith("https://teams.microsoft.com/l/meetup-join/", entry.JoinLink, StringComparison.Ordinal);
        Assert.Equal((shown.Body.Text("onlineMeeting", "joinUrl"), false), (entry.JoinLink, entry.RefusesJoinLink));
        Assert.Single(wire.Asked);
    }

    [Fact]
    public async Task An_entry_made_online_later_has_its_join_link()
    {
        var shown = DocumentedAnswer.Of("outlook-calendar-online-meetings.04");
        await using var services = new Canned(_ => shown.Send()).Services();

        var entry = await Calendar(services).ReadAsync(Canned.Someone, shown.Body.Text("id"), Ct);

        Assert.Equal(
            (shown.Body.Text("id"), shown.Body.Text("iCalUId"), shown.Body.Text("onlineMeeting", "joinUrl")),
            (entry.RemoteId, entry.ICalUid, entry.JoinLink));
    }

    [Fact]
    public async Task The_online_meeting_read_on_its_own_has_its_join_link()
    {
        var shown = DocumentedAnswer.Of("outlook-calendar-online-meetings.03");
        // The page selects three members; we select this one too.
        shown.Body!["iCalUId"] = DocumentedAnswer.Of("outlook-calendar-online-meetings.02").Body.Text("iCalUId");
        await using var services = new Canned(_ => shown.Send()).Services();

        var entry = await Calendar(services).ReadAsync(Canned.Someone, shown.Body.Text("id"), Ct);

        Assert.Equal((shown.Body.Text("onlineMeeting", "joinUrl"), false), (entry.JoinLink, entry.RefusesJoinLink));
    }

    [Fact]
    public async Task A_meeting_that_teams_refused_is_there_without_a_link()
    {
        var shown = DocumentedAnswer.Of("user-post-events.04");
        shown.Body!.AsObject().Remove("onlineMeeting");
        foreach (var (name, value) in DocumentedAnswer.Of("observed.10").Body!.AsObject())
            shown.Body[name] = value?.DeepClone();
        var wire = new Canned(_ => shown.Send(), _ => shown.Send(200));
        await using var services = wire.Services();

        var entry = await PutAsync(services, Content("2017-04-15 11:00", "2017-04-15 12:00") with { WithJoinLink = true });

        Assert.Equal((shown.Body.Text("id"), null, true), (entry.RemoteId, entry.JoinLink, entry.RefusesJoinLink));
        Assert.Equal([HttpMethod.Post, HttpMethod.Get], wire.Asked.Select(a => a.Method));
    }

    [Theory]
    [InlineData("user-list-events.01", "2017-04-21 10:00", "2017-04-21 12:00", Pacific, "Orientation ")]
    [InlineData("event-get.01", "2017-04-21 10:00", "2017-04-21 12:00", Pacific, "Orientation ")]
    [InlineData("event-get.02", "2017-08-30 11:00", "2017-08-30 12:00", "UTC", "Plan summer company picnic")]
    [InlineData("observed.08", "2023-07-23 10:25", "2023-07-23 10:55", "UTC", null)]
    public async Task An_entry_that_does_not_say_how_it_is_shown_takes_its_time(string page, string start, string end, string zone, string? title)
    {
        var shown = DocumentedAnswer.Of(page);
        await using var services = new Canned(_ => List(shown)).Services();

        var entry = Assert.Single(await BusyAsync(services, start));

        Assert.Equal((Time(start, end, zone), BusyKind.Unknown, title), (entry.Time, entry.Kind, entry.Title));
        Assert.Equal((shown.Body!["value"]?[0] ?? shown.Body).Text("id"), entry.RemoteId);
        Assert.Null(entry.Ours);
    }

    [Theory]
    [InlineData("user-post-events.01", "2017-04-15 11:00", "2017-04-15 12:00", Pacific)]
    [InlineData("outlook-calendar-online-meetings.04", "2019-11-18 23:00", "2019-11-19 00:00", "UTC")]
    [InlineData("outlook-create-event-in-shared-delegated-calendar.06", "2019-12-26 02:00", "2019-12-26 06:00", "UTC")]
    public async Task A_busy_entry_is_busy(string page, string start, string end, string zone)
    {
        await using var services = new Canned(_ => List(DocumentedAnswer.Of(page))).Services();

        var entry = Assert.Single(await BusyAsync(services, start));

        Assert.Equal((Time(start, end, zone), BusyKind.Busy), (entry.Time, entry.Kind));
    }

    [Fact]
    public async Task Every_occurrence_of_a_series_takes_its_time()
    {
        await using var services = new Canned(_ => DocumentedAnswer.Of("event-list-instances.01").Send()).Services();

        var busy = await BusyAsync(services, "2019-04-16 00:00");

        Assert.Equal(
            ["2019-04-08T20:30:00Z", "2019-04-16T20:30:00Z", "2019-04-22T20:30:00Z", "2019-04-29T20:30:00Z"],
            busy.Select(e => InstantPattern.General.Format(e.Time.Start)));
    }

    [Fact]
    public async Task A_list_is_followed_to_its_last_page()
    {
        string[] pages = ["delta-query-events.01", "delta-query-events.02", "delta-query-events.03"];
        var wire = new Canned([.. pages.Select(p => (Func<HttpRequestMessage, HttpResponseMessage>)(_ => DocumentedAnswer.Of(p).Send()))]);
        await using var services = wire.Services();

        var busy = await BusyAsync(services, "2016-12-11 00:00");

        Assert.Equal(5, busy.Count);
        Assert.Equal(DocumentedAnswer.Of(pages[0]).Body.Text("@odata.nextLink"), Uri.UnescapeDataString(wire.Asked[1].Address.AbsoluteUri));
        Assert.Equal(3, wire.Asked.Count);
    }

    [Theory]
    [InlineData("calendar-list-calendarview.01")]
    [InlineData("user-list-calendarview.01")]
    [InlineData("calendar-list-events.01")]
    public async Task An_entry_without_a_time_makes_the_list_unreadable_and_never_free(string page)
    {
        await using var services = new Canned(_ => DocumentedAnswer.Of(page).Send()).Services();

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => BusyAsync(services, "2017-01-03 00:00"));
    }

    [Theory]
    [InlineData("calendar-get.01", "samanthab@adatum.onmicrosoft.com")]
    [InlineData("outlook-calendar-online-meetings.01", "alexw@contoso.onmicrosoft.com")]
    public async Task A_calendar_tells_its_owner_and_that_it_makes_links(string page, string address)
    {
        var me = DocumentedAnswer.Of("user-get.02");
        await using var services = new Canned(_ => me.Send(), _ => DocumentedAnswer.Of(page).Send()).Services();

        var probe = await Calendar(services).ProbeAsync(Canned.Someone with { AccountId = me.Body.Text("id") }, Ct);

        Assert.Equal(new MailboxProbe(address, "Adele Vance", IssuesJoinLinks: true), probe);
    }

    [Fact]
    public async Task An_all_day_entry_lies_in_the_zone_of_the_working_hours()
    {
        var day = await AllDayAsync(DocumentedAnswer.Of("calendar-getschedule.01").Body!);

        Assert.Equal(Time("2019-03-15 00:00", "2019-03-16 00:00", Pacific), day);
    }

    [Fact]
    public async Task An_address_that_the_directory_does_not_know_leaves_the_entrys_own_zone()
    {
        var day = await AllDayAsync(new JsonObject { ["value"] = new JsonArray(DocumentedAnswer.Of("observed.09").Body) });

        Assert.Equal(Time("2019-03-15 00:00", "2019-03-16 00:00", "Asia/Tokyo"), day);
    }

    [Theory]
    [InlineData("observed.01", null, typeof(MailboxMissingException))]
    [InlineData("observed.02", null, typeof(MailboxMissingException))]
    [InlineData("observed.03", 400, typeof(ProviderRefusedException))]
    [InlineData("observed.04", 400, typeof(ProviderRefusedException))]
    [InlineData("observed.05", null, typeof(EntryGoneException))]
    [InlineData("observed.05", 400, typeof(EntryGoneException))]
    [InlineData("observed.06", null, typeof(ProviderRefusedException))]
    [InlineData("observed.07", null, typeof(ThrottledException))]
    [InlineData("observed.11", null, typeof(ProviderRefusedException))]
    [InlineData("errors.01.example", 416, typeof(ProviderRefusedException))]
    [InlineData("errors.01.onlinemeeting", 403, typeof(PermissionLostException))]
    [InlineData("errors.02", 403, typeof(PermissionLostException))]
    [InlineData("auth-limit-mailbox-access.01", 403, typeof(PermissionLostException))]
    [InlineData("identity.10", null, typeof(ConnectionBrokenException))]
    public async Task A_refusal_has_its_meaning_and_its_words_stay_outside(string page, int? status, Type expected)
    {
        var shown = DocumentedAnswer.Of(page);
        await using var services = new Canned(call => call.Method == HttpMethod.Post ? shown.Send(status) : Nothing()).Services();

        var failure = await Assert.ThrowsAnyAsync<ProviderException>(() => PutAsync(services, Content("2017-04-15 11:00", "2017-04-15 12:00")));

        Assert.Equal(expected, failure.GetType());
        if (shown.Body is not null)
            Assert.DoesNotContain(shown.Body.Text("error", "message"), failure.ToString(), StringComparison.Ordinal);
        if (failure is ThrottledException throttled)
            Assert.Equal(Canned.Now + Duration.FromSeconds(10), throttled.Until);
    }

    [Fact]
    public async Task A_spent_transaction_id_leads_to_the_entry_it_made()
    {
        var first = DocumentedAnswer.Of("user-post-events.01");
        var wire = new Canned(call => call.Method.Method switch
        {
            "POST" => DocumentedAnswer.Of("observed.05").Send(),
            "GET" => List(first),
            _ => first.Send(200),
        });
        await using var services = wire.Services();

        var entry = await PutAsync(services, Content("2017-04-15 11:00", "2017-04-15 12:00"));

        Assert.Equal(first.Body.Text("id"), entry.RemoteId);
        Assert.Equal("/v1.0/me/events/" + first.Body.Text("id"), Uri.UnescapeDataString(wire.Asked[^1].Address.AbsolutePath));
    }

    [Fact]
    public async Task A_meeting_that_may_not_be_cancelled_is_deleted()
    {
        var standing = DocumentedAnswer.Of("user-post-events.01");
        var wire = new Canned(call => call.Method.Method switch
        {
            "POST" => DocumentedAnswer.Of("observed.11").Send(),
            "GET" => List(standing),
            _ => DocumentedAnswer.Of("event-delete.01").Send(),
        });
        await using var services = wire.Services();

        await Calendar(services).RemoveAsync(Canned.Someone, Key, standing.Body.Text("id"), inDoubt: false, Ct);

        Assert.Equal([HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete], wire.Asked.Select(a => a.Method));
    }

    [Fact]
    public async Task A_meeting_is_cancelled_by_an_answer_without_a_body()
    {
        var standing = DocumentedAnswer.Of("user-post-events.01");
        var wire = new Canned(call => call.Method == HttpMethod.Get ? List(standing) : DocumentedAnswer.Of("event-cancel.01").Send());
        await using var services = wire.Services();

        await Calendar(services).RemoveAsync(Canned.Someone, Key, standing.Body.Text("id"), inDoubt: false, Ct);

        Assert.Equal([HttpMethod.Get, HttpMethod.Post], wire.Asked.Select(a => a.Method));
    }

    [Fact]
    public async Task A_refreshed_grant_has_both_tokens()
    {
        var shown = DocumentedAnswer.Of("identity.06");
        await using var services = new Canned(_ => shown.Send()).Services();

        var answer = await RefreshAsync(services);

        Assert.Equal((shown.Body.Text("access_token"), shown.Body.Text("refresh_token")), (answer.AccessToken, answer.RefreshToken));
        Assert.Equal(Duration.FromSeconds(3599), answer.ExpiresIn);
        Assert.Equal([shown.Body.Text("scope")], answer.Scopes);
    }

    [Fact]
    public async Task A_refused_refresh_tells_why()
    {
        var shown = DocumentedAnswer.Of("identity.05");
        await using var services = new Canned(_ => shown.Send()).Services();

        var failure = await Assert.ThrowsAsync<TokenRefusedException>(() => RefreshAsync(services));

        Assert.Equal((TokenRefusal.OperatorMistake, "invalid_scope"), (failure.Refusal, failure.Error));
        Assert.Equal([70011], failure.VendorCodes);
        Assert.Equal(SignInProblem.RegistrationWrong, MicrosoftIdentity.Explain(failure.Error, null, failure.VendorCodes));
    }

    private static ICalendarProvider Calendar(IServiceProvider services) => services.GetRequiredService<ICalendarProvider>();

    private static Task<RemoteEntry> PutAsync(IServiceProvider services, CalendarContent content) =>
        Calendar(services).PutAsync(Canned.Someone, Key, content, null, 0, inDoubt: false, ours: null, Ct);

    private static Task<TokenAnswer> RefreshAsync(IServiceProvider services)
    {
        var identity = services.GetRequiredService<MicrosoftIdentity>();
        return services.GetRequiredService<OAuthClient>().RefreshAsync(
            identity.TokenEndpoint("contoso"), identity.Credentials(), "old", MicrosoftIdentity.Scopes, Ct);
    }

    /// <summary>A month on both sides of a day.</summary>
    private static async Task<IReadOnlyList<BusyEntry>> BusyAsync(IServiceProvider services, string around)
    {
        var day = App.At(around + " UTC");
        var window = new Interval(day - Duration.FromDays(30), day + Duration.FromDays(30));
        return (await Calendar(services).ReadBusyAsync(Canned.Someone, window, Ct)).Entries;
    }

    /// <summary>A day off on 2019-03-15, made in Tokyo, in a mailbox whose free/busy answers so.</summary>
    private static async Task<Interval> AllDayAsync(JsonNode schedule)
    {
        const string dayOff = """
            {"value":[{"id":"d","isAllDay":true,"showAs":"oof","originalStartTimeZone":"Tokyo Standard Time",
             "start":{"dateTime":"2019-03-15T00:00:00.0000000","timeZone":"UTC"},"end":{"dateTime":"2019-03-16T00:00:00.0000000","timeZone":"UTC"}}]}
            """;
        await using var services = new Canned(call => call.RequestUri!.Segments[^1] switch
        {
            "calendarView" => Canned.Answer(HttpStatusCode.OK, dayOff),
            "me" => DocumentedAnswer.Of("user-get.02").Send(),
            _ => Canned.Answer(HttpStatusCode.OK, schedule.ToJsonString()),
        }).Services();
        return Assert.Single(await BusyAsync(services, "2019-03-15 00:00")).Time;
    }

    /// <summary>A list as shown, or one that holds the entry shown.</summary>
    private static HttpResponseMessage List(DocumentedAnswer shown) => shown.Body!["value"] is JsonArray
        ? shown.Send()
        : Canned.Answer(HttpStatusCode.OK, new JsonObject { ["value"] = new JsonArray(shown.Body.DeepClone()) }.ToJsonString());

    private static HttpResponseMessage Nothing() => Canned.Answer(HttpStatusCode.OK, """{"value":[]}""");

    private static CalendarContent Content(string start, string end) => new(
        EntryPurpose.Meeting, "ご相談", Time(start, end, Pacific), Pacific, "お客様: サンプル商事 山本", "", WithJoinLink: false, []);

    private static Interval Time(string start, string end, string zone) => new(App.At($"{start} {zone}"), App.At($"{end} {zone}"));
}
