using System.Net;
using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Hidori.Integrations;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>What only Microsoft 365 does, and how the adapter meets it (reference/graph.md).</summary>
public sealed class Microsoft365OnTheWire : IAsyncLifetime
{
    private static readonly Instant Ten = Instant.FromUtc(2026, 4, 6, 1, 0);
    private static readonly Interval April = new(Instant.FromUtc(2026, 3, 31, 15, 0), Instant.FromUtc(2026, 4, 30, 15, 0));
    private readonly EntryKey _key = new(AppointmentId.New(), CandidateId.New(), MemberId.New());
    private Microsoft365Outside _outside = null!;

    private static readonly CalendarContent Hold = new(
        EntryPurpose.Hold, "【仮予約】サンプル商事:山本", new Interval(Ten, Ten + Duration.FromHours(1)), "Asia/Tokyo",
        "お客様: サンプル商事 山本", "", WithJoinLink: false, []);

    private static readonly CalendarContent Meeting = Hold with
    {
        Purpose = EntryPurpose.Meeting,
        Subject = "ご相談",
        WithJoinLink = true,
        Attendees = [new Attendee("佐藤 健一", "sato@test.example")],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _outside = await Microsoft365Outside.StartAsync(Ct);

    public ValueTask DisposeAsync() => _outside.DisposeAsync();

    private Task<RemoteEntry> PutAsync(
        CalendarContent content, RemoteEntry? known = null, int generation = 0, bool inDoubt = false,
        WrittenEntry? ours = null) =>
        _outside.Calendar.PutAsync(_outside.Tanaka, _key, content, known?.RemoteId, generation, inDoubt, ours, Ct);

    private Task<BusyTimes.Known> ReadAsync(Connection? whose = null) =>
        _outside.Calendar.ReadBusyAsync(whose ?? _outside.Tanaka, April, Ct);

    private List<Exchange> GraphCalls => [.. _outside.Host.Requests.All.Where(e => e.PathAndQuery.StartsWith("/graph", StringComparison.Ordinal))];

    [Fact, Trap(8)]
    public async Task Every_request_asks_for_immutable_ids_and_utc_and_can_be_traced()
    {
        var hold = await PutAsync(Hold);
        await PutAsync(Meeting, hold);
        await ReadAsync();
        await _outside.Calendar.HasCopyAsync(_outside.Sato, hold.ICalUid, Ct);
        await _outside.Calendar.ProbeAsync(_outside.Tanaka, Ct);
        await _outside.Calendar.RemoveAsync(_outside.Tanaka, _key, hold.RemoteId, inDoubt: true, Ct);

        Assert.All(GraphCalls, call =>
        {
            Assert.Equal("IdType=\"ImmutableId\", outlook.timezone=\"UTC\"", call.RequestHeaders["Prefer"]);
            Assert.True(Guid.TryParse(call.RequestHeaders["client-request-id"], out _));
        });
        Assert.Equal(GraphCalls.Count, GraphCalls.Select(c => c.RequestHeaders["client-request-id"]).Distinct().Count());
    }

    [Fact, Trap(12)]
    public async Task Where_the_application_acts_every_mailbox_is_named_by_its_account()
    {
        var tanaka = _outside.Tanaka with { AccessMode = AccessMode.Application };

        var hold = await _outside.Calendar.PutAsync(tanaka, _key, Hold, null, 0, inDoubt: false, ours: null, Ct);
        await ReadAsync(tanaka);
        await _outside.Calendar.ProbeAsync(tanaka, Ct);
        await _outside.Calendar.RemoveAsync(tanaka, _key, hold.RemoteId, inDoubt: true, Ct);

        Assert.NotEmpty(GraphCalls);
        Assert.All(GraphCalls, call => Assert.StartsWith($"/graph/v1.0/users/{tanaka.AccountId}", call.PathAndQuery, StringComparison.Ordinal));
    }

    [Fact, Trap(8)]
    public async Task A_transaction_id_goes_with_a_creation_and_never_with_a_change()
    {
        var hold = await PutAsync(Hold);
        await PutAsync(Meeting, hold);

        Assert.Contains("transactionId", Assert.Single(GraphCalls, c => c.Method == "POST").RequestBody, StringComparison.Ordinal);
        Assert.DoesNotContain("transactionId", Assert.Single(GraphCalls, c => c.Method == "PATCH").RequestBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_differ_is_not_sent()
    {
        var meeting = await PutAsync(Meeting);

        await PutAsync(Meeting, meeting);
        Assert.DoesNotContain(GraphCalls, c => c.Method == "PATCH");
        await PutAsync(Meeting with { Subject = "ご相談 (2)" }, meeting);

        var change = Assert.Single(GraphCalls, c => c.Method == "PATCH").RequestBody;
        Assert.Contains("subject", change, StringComparison.Ordinal);
        foreach (var member in new[] { "body", "attendees", "start", "showAs", "isOnlineMeeting", "singleValueExtendedProperties" })
            Assert.DoesNotContain($"\"{member}\"", change, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Asia/Tokyo", "Tokyo Standard Time")]
    [InlineData("Europe/London", "GMT Standard Time")]
    [InlineData("UTC", "UTC")]
    [InlineData("Antarctica/Troll", "Antarctica/Troll")]
    public async Task Outlook_is_told_the_zone_the_appointment_was_planned_in(string zone, string expected)
    {
        await PutAsync(Hold with { ZoneId = zone });

        var item = Assert.Single(_outside.World.CalendarOf(_outside.Tanaka.AccountId));
        Assert.Equal((expected, Ten), (item.TimeZone, item.Start));
    }

    [Theory]
    [InlineData(409, false)]
    [InlineData(409, true)]
    [InlineData(400, false)]
    [InlineData(400, true)]
    public async Task A_spent_transaction_id_leads_to_its_entry_or_to_gone(int status, bool tellsId)
    {
        (_outside.World.Behaviour.DuplicateTransactionStatus, _outside.World.Behaviour.TellsExistingEventId) = (status, tellsId);
        var first = await PutAsync(Hold);

        var again = await PutAsync(Hold with { Subject = "新" });
        _outside.DeletesByHand(_outside.Tanaka, first.RemoteId);

        Assert.Equal(first.RemoteId, again.RemoteId);
        await Assert.ThrowsAsync<EntryGoneException>(() => PutAsync(Hold));
    }

    [Theory]
    [InlineData(409)]
    [InlineData(412)]
    public async Task An_entry_that_changed_under_our_hands_is_read_again_once(int status)
    {
        var hold = await PutAsync(Hold);
        _outside.Host.Faults.Add(new Fault(FaultKind.Status(status), "PATCH"));

        await PutAsync(Meeting, hold);
        _outside.Host.Faults.Add(new Fault(FaultKind.Status(status), "PATCH") { Times = 2 });

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => PutAsync(Meeting with { Subject = "新" }, hold));
    }

    [Fact]
    public async Task A_change_between_our_reading_and_writing_is_not_overwritten()
    {
        var hold = await PutAsync(Hold);

        await PutAsync(Meeting, hold);

        Assert.Equal(hold.Version, Assert.Single(GraphCalls, c => c.Method == "PATCH").RequestHeaders["If-Match"]);
    }

    [Theory]
    [InlineData(MailboxState.Missing)]
    [InlineData(MailboxState.OnPremises)]
    [InlineData(MailboxState.ConsumerAccount)]
    public async Task An_account_without_a_usable_mailbox_is_recognised(MailboxState state)
    {
        _outside.World.SetMailboxState(_outside.Tanaka.AccountId, state);

        await Assert.ThrowsAsync<MailboxMissingException>(() => ReadAsync());
        await Assert.ThrowsAsync<MailboxMissingException>(() => PutAsync(Hold));
        await Assert.ThrowsAsync<MailboxMissingException>(() => _outside.Calendar.ProbeAsync(_outside.Tanaka, Ct));
    }

    [Fact, Trap(13)]
    public async Task A_token_refused_again_after_renewal_is_a_broken_connection()
    {
        _outside.Host.Faults.Add(new Fault(FaultKind.Status(401), Route: "/me/**") { Times = null });

        await Assert.ThrowsAsync<ConnectionBrokenException>(() => ReadAsync());

        Assert.Equal(1, _outside.Tokens.Renewals);
    }

    [Fact]
    public async Task A_token_of_another_account_is_never_used_for_a_connection()
    {
        var other = _outside.Connect(new NewAccount("suzuki@test.example", "鈴木"));
        await _outside.SignInAsync(_outside.Tanaka, Ct);
        _outside.Tokens.Keep(other, await _outside.Tokens.GetAsync(_outside.Tanaka, Ct), "none");

        await Assert.ThrowsAsync<ConnectionBrokenException>(() => _outside.Calendar.ProbeAsync(other, Ct));
    }

    [Fact, Trap(6)]
    public async Task Three_calls_at_most_are_in_flight_to_one_mailbox()
    {
        _outside.World.Behaviour.MaxConcurrentPerMailbox = 3;
        _outside.Host.Faults.Decide = _ => FaultKind.Slow(Duration.FromMilliseconds(50));

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ReadAsync()));

        Assert.DoesNotContain(GraphCalls, c => c.Status == 429);
    }

    [Fact, Trap(9)]
    public async Task Calendars_in_any_order_make_no_difference()
    {
        _outside.World.AddCalendar(_outside.Tanaka.AccountId, "趣味", group: "その他");
        _outside.World.AddCalendar(_outside.Tanaka.AccountId, "あ");
        _outside.World.SortCalendars(_outside.Tanaka.AccountId, "その他", "あ", "趣味", "予定表");
        _outside.World.Put(_outside.Tanaka.AccountId, new NewItem("散歩", Ten, Ten + Duration.FromHours(1)) { Calendar = "趣味" });

        await PutAsync(Hold);
        var busy = await ReadAsync();

        Assert.Equal("予定表", _outside.World.CalendarOf(_outside.Tanaka.AccountId).Single(i => i.Subject == Hold.Subject).CalendarName);
        Assert.Equal([Hold.Subject], busy.Entries.Select(e => e.Title));
    }

    [Fact, Trap(9)]
    public async Task An_entry_that_the_host_moved_to_another_calendar_is_still_the_same()
    {
        var hold = await PutAsync(Hold);
        _outside.World.AddCalendar(_outside.Tanaka.AccountId, "営業");
        _outside.World.MoveToCalendar(_outside.Tanaka.AccountId, hold.RemoteId, "営業");

        var meeting = await PutAsync(Meeting, hold);

        Assert.Equal(hold.RemoteId, meeting.RemoteId);
        Assert.Single(_outside.World.CalendarOf(_outside.Tanaka.AccountId));
    }

    [Fact]
    public async Task A_cancelled_copy_that_still_lies_there_is_no_copy()
    {
        _outside.World.Behaviour.KeepsCancelledCopies = true;
        var meeting = await PutAsync(Meeting);

        await _outside.Calendar.RemoveAsync(_outside.Tanaka, _key, meeting.RemoteId, inDoubt: false, Ct);

        Assert.Single(_outside.World.CalendarOf(_outside.Sato.AccountId));
        Assert.False(await _outside.Calendar.HasCopyAsync(_outside.Sato, meeting.ICalUid, Ct));
    }

    [Fact]
    public async Task A_room_that_the_host_added_stays_with_its_answer_and_its_name_as_the_place()
    {
        _outside.World.AddRoom(new NewRoom("room@test.example", "会議室 桜"));
        var meeting = await PutAsync(Meeting);
        await _outside.AddsAttendeeAsync(_outside.Tanaka, meeting.RemoteId, "room@test.example");
        _outside.TimePasses(Duration.FromMinutes(1));

        await PutAsync(Meeting with { Subject = "ご相談 (2)" }, meeting);

        var room = _outside.World.CalendarOf(_outside.Tanaka.AccountId)[0].Attendees[^1];
        Assert.Equal(("room@test.example", AttendeeType.Resource, ResponseType.Accepted), (room.Address, room.Type, room.Response));
    }

    [Theory, Trap(4, 14)]
    [InlineData("GMT Standard Time", "2026-04-05T23:00:00Z", false)]
    [InlineData("Eastern Standard Time", "2026-04-06T04:00:00Z", false)]
    [InlineData("Line Islands Standard Time", "2026-04-05T10:00:00Z", false)]
    [InlineData("Eastern Standard Time", "2026-04-06T04:00:00Z", true)]
    public async Task An_all_day_entry_lies_in_the_mailboxs_zone_wherever_that_is(string zone, string start, bool hidesFreeBusy)
    {
        var traveller = _outside.Connect(new NewAccount("tabi@test.example", "旅") { TimeZone = zone, HidesFreeBusy = hidesFreeBusy });
        await _outside.SignInAsync(traveller, Ct);
        var begins = NodaTime.Text.InstantPattern.General.Parse(start).Value;
        _outside.World.Put(traveller.AccountId, new NewItem("休暇", begins, begins + Duration.FromDays(1)) { IsAllDay = true, ShowAs = ShowAs.Oof });

        var busy = await ReadAsync(traveller);

        Assert.Equal(new Interval(begins, begins + Duration.FromDays(1)), Assert.Single(busy.Entries).Time);
    }

    [Fact]
    public async Task The_window_asked_for_holds_the_all_day_entries_of_every_zone_taken_as_utc()
    {
        await ReadAsync();

        var asked = System.Web.HttpUtility.ParseQueryString(new Uri(_outside.Host.Address, Assert.Single(GraphCalls).PathAndQuery).Query);
        Assert.Equal(("2026-03-31T03:00:00Z", "2026-05-01T05:00:00Z"), (asked["startDateTime"], asked["endDateTime"]));
    }

    [Fact]
    public async Task The_zone_of_a_mailbox_is_asked_for_once()
    {
        var day = Instant.FromUtc(2026, 4, 5, 15, 0);
        _outside.World.Put(_outside.Tanaka.AccountId, new NewItem("休暇", day, day + Duration.FromDays(1)) { IsAllDay = true });

        await ReadAsync();
        await ReadAsync();

        Assert.Single(GraphCalls, c => c.PathAndQuery.Contains("getSchedule", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_join_details_as_microsoft_writes_them_survive_a_new_text()
    {
        var meeting = await PutAsync(Meeting);
        var rewritten = $"""
            <html>
            <head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>
            <body dir="ltr">
            <div id="x_hidori-entry" class="x_hidori-entry" style="margin:0"><div>お客様: サンプル商事 山本</div></div>
            <div>自分用: 名刺</div>
            <div style="width:100%; height:20px"><span>________________________________</span></div>
            <div class="me-email-text"><div><a class="me-email-headline" href="{meeting.JoinLink}">Microsoft Teams 会議に参加</a></div></div>
            </body>
            </html>
            """;
        _outside.World.EditEvent(_outside.Tanaka.AccountId, meeting.RemoteId, bodyHtml: rewritten);

        var changed = await PutAsync(Meeting with { Body = "新しい本文" }, meeting);

        var body = Assert.Single(_outside.World.CalendarOf(_outside.Tanaka.AccountId)).BodyHtml;
        Assert.Equal(meeting.JoinLink, changed.JoinLink);
        Assert.Contains("新しい本文</div>\n<div>自分用: 名刺</div>", body.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("サンプル商事", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_only_looks_different_is_left_alone()
    {
        var meeting = await PutAsync(Meeting);
        _outside.World.EditEvent(
            _outside.Tanaka.AccountId, meeting.RemoteId,
            bodyHtml: $"<div class=\"hidori-entry\">\r\n<span>お客様:&nbsp;サンプル商事</span>\r\n山本 </div><a href=\"{meeting.JoinLink}\">参加</a>");

        await PutAsync(Meeting with { Subject = "新" }, meeting);

        Assert.DoesNotContain("\"body\"", Assert.Single(GraphCalls, c => c.Method == "PATCH").RequestBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_leads_elsewhere_is_not_followed_with_our_token()
    {
        var wire = Canned.Always(HttpStatusCode.OK, """{"value":[],"@odata.nextLink":"https://evil.example/v1.0/me/calendarView?$skip=10"}""");
        await using var services = wire.Services();

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => CannedReadAsync(services));

        Assert.Equal("graph.microsoft.com", Assert.Single(wire.Asked).Address.Host);
    }

    [Fact]
    public async Task A_list_without_end_is_given_up()
    {
        var wire = Canned.Always(HttpStatusCode.OK, """{"value":[],"@odata.nextLink":"https://graph.microsoft.com/v1.0/me/calendarView?$skip=10"}""");
        await using var services = wire.Services();

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => CannedReadAsync(services));
    }

    [Theory, Trap(1, 2)]
    [InlineData(HttpStatusCode.OK, "<html>maintenance</html>", "text/html")]
    [InlineData(HttpStatusCode.OK, "{\"value\":[{\"id\":\"1\",", "application/json")]
    [InlineData(HttpStatusCode.OK, "", "application/json")]
    [InlineData(HttpStatusCode.OK, "{}", "application/json")]
    [InlineData(HttpStatusCode.OK, "[]", "application/json")]
    [InlineData(HttpStatusCode.OK, "{\"value\":[{\"id\":\"1\"}]}", "application/json")]
    [InlineData(HttpStatusCode.OK, "{\"value\":[{\"id\":\"1\",\"start\":{\"dateTime\":\"10:00\",\"timeZone\":\"UTC\"},\"end\":{}}]}", "application/json")]
    [InlineData(HttpStatusCode.Found, "", "text/html")]
    [InlineData(HttpStatusCode.BadGateway, "<html>bad gateway</html>", "text/html")]
    public async Task An_answer_that_cannot_be_read_is_no_answer(HttpStatusCode status, string body, string type)
    {
        await using var services = Canned.Always(status, body, type).Services();

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => CannedReadAsync(services));
    }

    [Fact]
    public async Task A_time_to_come_back_is_understood_as_a_date_too()
    {
        await using var services = new Canned(_ =>
        {
            var answer = Canned.Answer(HttpStatusCode.TooManyRequests, """{"error":{"code":"ApplicationThrottled","message":"tanaka@test.example"}}""");
            answer.Headers.TryAddWithoutValidation("Retry-After", "Wed, 01 Apr 2099 00:10:00 GMT");
            return answer;
        }).Services();

        var failure = await Assert.ThrowsAsync<ThrottledException>(() => CannedReadAsync(services));

        Assert.Equal(Instant.FromUtc(2099, 4, 1, 0, 10), failure.Until);
        Assert.DoesNotContain("tanaka", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory, Trap(3)]
    [InlineData(400, "ErrorInvalidIdMalformed", "ProviderRefusedException")]
    [InlineData(401, "InvalidAuthenticationToken", "ConnectionBrokenException")]
    [InlineData(403, "ErrorAccessDenied", "PermissionLostException")]
    [InlineData(404, "MailboxNotEnabledForRESTAPI", "MailboxMissingException")]
    [InlineData(404, "ResourceNotFound", "MailboxMissingException")]
    [InlineData(404, "ErrorInvalidUser", "ConnectionBrokenException")]
    [InlineData(404, "SomethingNew", "ProviderRefusedException")]
    [InlineData(408, "x", "ProviderUnavailableException")]
    [InlineData(410, "syncStateNotFound", "ProviderUnavailableException")]
    [InlineData(429, "TooManyRequests", "ThrottledException")]
    [InlineData(500, "ErrorInternalServerError", "ProviderUnavailableException")]
    [InlineData(503, "ErrorServerBusy", "ProviderUnavailableException")]
    [InlineData(507, "ErrorQuotaExceeded", "ProviderRefusedException")]
    public async Task Each_error_has_its_meaning_and_names_nobody(int status, string code, string expected)
    {
        await using var services = Canned.Always(
            (HttpStatusCode)status, $$$"""{"error":{"code":"{{{code}}}","message":"tanaka@test.example"}}""").Services();

        var failure = await Assert.ThrowsAnyAsync<ProviderException>(
            () => services.GetRequiredService<ICalendarProvider>().ProbeAsync(Canned.Someone, Ct));

        Assert.Equal(expected, failure.GetType().Name);
        Assert.Contains(code, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tanaka", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"error\":{\"code\":\"ErrorItemNotFound\"}}", 404, false)]
    [InlineData("{\"id\":\"c\",\"isDefaultCalendar\":true}", 200, false)]
    [InlineData("{\"id\":\"c\",\"isDefaultCalendar\":false}", 200, true)]
    public async Task An_id_that_answers_from_deleted_items_is_gone_and_one_from_another_calendar_is_not(
        string calendar, int status, bool stands)
    {
        const string entry = """
            {"id":"known","iCalUId":"uid","subject":"旧","isOrganizer":true,"showAs":"tentative","attendees":[],
             "start":{"dateTime":"2026-04-06T01:00:00.0000000","timeZone":"UTC"},
             "end":{"dateTime":"2026-04-06T02:00:00.0000000","timeZone":"UTC"}}
            """;
        var wire = new Canned(request => request.RequestUri!.AbsolutePath switch
        {
            "/v1.0/me/calendar/events" => Canned.Answer(HttpStatusCode.OK, """{"value":[]}"""),
            "/v1.0/me/events/known/calendar" => Canned.Answer((HttpStatusCode)status, calendar),
            "/v1.0/me/events/known" => Canned.Answer(HttpStatusCode.OK, entry),
            _ => Canned.Answer(HttpStatusCode.NotFound),
        });
        await using var services = wire.Services();

        var put = services.GetRequiredService<ICalendarProvider>()
            .PutAsync(Canned.Someone, _key, Hold, "known", 0, false, ours: null, Ct);

        if (stands)
            Assert.Equal("known", (await put).RemoteId);
        else
            await Assert.ThrowsAsync<EntryGoneException>(() => put);
        Assert.Equal(stands, wire.Asked.Exists(a => a.Method == HttpMethod.Patch));
    }

    [Fact]
    public async Task A_zone_that_exchange_reads_otherwise_is_corrected_in_utc()
    {
        static string Entry(int hour) => $$$"""
            {"id":"e","iCalUId":"uid","isOrganizer":true,"attendees":[],
             "start":{"dateTime":"2026-04-06T{{{hour:00}}}:00:00.0000000","timeZone":"UTC"},
             "end":{"dateTime":"2026-04-06T{{{hour + 1:00}}}:00:00.0000000","timeZone":"UTC"}}
            """;
        var wire = new Canned(
            _ => Canned.Answer(HttpStatusCode.Created, Entry(hour: 2)), _ => Canned.Answer(HttpStatusCode.OK, Entry(hour: 1)));
        await using var services = wire.Services();

        await services.GetRequiredService<ICalendarProvider>().PutAsync(Canned.Someone, _key, Hold, null, 0, false, ours: null, Ct);

        Assert.Equal([HttpMethod.Post, HttpMethod.Patch], wire.Asked.Select(a => a.Method));
        Assert.Contains("\"start\":{\"dateTime\":\"2026-04-06T01:00:00\",\"timeZone\":\"UTC\"}", wire.Asked[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_what_was_deleted_for_good_is_done()
    {
        var wire = new Canned(request => request.Method == HttpMethod.Get
            ? Canned.Answer(HttpStatusCode.OK, """{"value":[]}""")
            : Canned.Answer(HttpStatusCode.Forbidden, """{"error":{"code":"ErrorCannotDeleteObject","message":"Object cannot be deleted."}}"""));
        await using var services = wire.Services();

        await services.GetRequiredService<ICalendarProvider>().RemoveAsync(Canned.Someone, _key, "known", inDoubt: false, Ct);

        // "Gone" is checked once more in the calendar before it is believed.
        Assert.Equal([HttpMethod.Get, HttpMethod.Delete, HttpMethod.Get], wire.Asked.Select(a => a.Method));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task A_conflict_that_makes_no_sense_is_worth_another_try(string method)
    {
        var hold = method == "DELETE" ? await PutAsync(Hold) : null;
        _outside.Host.Faults.Add(new Fault(FaultKind.Status(409), method));

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => hold is null
            ? PutAsync(Hold)
            : _outside.Calendar.RemoveAsync(_outside.Tanaka, _key, hold.RemoteId, inDoubt: false, Ct));
    }

    [Fact]
    public async Task A_write_is_sent_once_whatever_happens()
    {
        var wire = Canned.Always(HttpStatusCode.ServiceUnavailable);
        await using var services = wire.Services();

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => services.GetRequiredService<ICalendarProvider>()
            .PutAsync(Canned.Someone, _key, Hold, null, 0, false, ours: null, Ct));

        Assert.Single(wire.Asked);
    }

    private static Task<BusyTimes.Known> CannedReadAsync(IServiceProvider services) =>
        services.GetRequiredService<ICalendarProvider>().ReadBusyAsync(Canned.Someone, April, Ct);
}
