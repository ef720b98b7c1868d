using System.Text.Json.Nodes;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

/// <summary>calendarView/delta as graph.md §7.3 has it (M20, M22).</summary>
public sealed class FollowingChanges : IAsyncLifetime
{
    private const string Tanaka = "tanaka@test.example";
    private const string First = "/me/calendarView/delta?startDateTime=2026-04-01T00:00:00Z&endDateTime=2026-05-01T00:00:00Z";
    private SimulatedTenant _tenant = null!;
    private GraphClient _graph = null!;

    private Microsoft365World World => _tenant.World;

    public async ValueTask InitializeAsync()
    {
        _tenant = await SimulatedTenant.StartAsync();
        _graph = await _tenant.GraphAsync(Tanaka);
        _graph.Prefer += ", odata.maxpagesize=2";
    }

    public ValueTask DisposeAsync() => _tenant.DisposeAsync();

    [Fact]
    public async Task A_first_round_comes_in_pages_and_the_next_tells_what_changed()
    {
        var ids = Enumerable.Range(2, 5).Select(day => Put(day)).ToList();

        var (all, link, pages) = await RoundAsync(First);
        Assert.Equal((3, 5), (pages, all.Count));
        Assert.Empty((await RoundAsync(link)).Rows);

        World.MoveEvent(Tanaka, ids[0], Instant.FromUtc(2026, 4, 20, 1, 0));
        World.DeleteEvent(Tanaka, ids[1]);
        World.MoveEvent(Tanaka, ids[2], Instant.FromUtc(2026, 7, 1, 1, 0));
        var (changed, next, _) = await RoundAsync(link);

        Assert.Equal("", Reason(changed, ids[0]));
        Assert.Equal("deleted", Reason(changed, ids[1]));
        Assert.Equal("changed", Reason(changed, ids[2]));
        Assert.Equal(3, changed.Count);
        Assert.Empty((await RoundAsync(next)).Rows);
    }

    [Fact]
    public async Task A_new_entry_outside_the_window_is_named_as_removed()
    {
        var link = (await RoundAsync(First)).Link;

        var id = Put(2, month: 9);

        Assert.Equal("changed", Reason((await RoundAsync(link)).Rows, id));
    }

    [Fact]
    public async Task A_series_comes_with_its_master_and_stubs_for_its_occurrences()
    {
        var id = Series();
        var (rows, link, _) = await RoundAsync(First);
        Assert.Equal(["seriesMaster", "occurrence", "occurrence", "occurrence", "occurrence"], rows.Select(r => r.Text("type")));
        Assert.Equal((id, "", "朝会"), (rows[1].Text("seriesMasterId"), rows[1].Text("subject"), rows[0].Text("subject")));

        World.DeleteEvent(Tanaka, rows[1].Text("id"));
        World.MoveEvent(Tanaka, rows[2].Text("id"), Instant.FromUtc(2026, 4, 15, 5, 0));
        World.MoveEvent(Tanaka, rows[3].Text("id"), Instant.FromUtc(2026, 6, 15, 5, 0));
        var changed = (await RoundAsync(link)).Rows;

        Assert.Equal("deleted", Reason(changed, rows[1].Text("id")));
        Assert.Equal("exception", changed.Single(r => r.Text("id") == rows[2].Text("id")).Text("type"));
        Assert.Equal("changed", Reason(changed, rows[3].Text("id")));
        Assert.Equal("occurrence", changed.Single(r => r.Text("id") == rows[4].Text("id")).Text("type"));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 5)]
    public async Task A_deleted_series_is_named_by_its_master_and_maybe_by_its_occurrences(bool each, int removed)
    {
        World.Behaviour.DeltaNamesOccurrencesOfDeletedSeries = each;
        var id = Series();
        var link = (await RoundAsync(First)).Link;

        World.DeleteEvent(Tanaka, id);

        Assert.Equal(removed, (await RoundAsync(link)).Rows.Count(r => r["@removed"] is not null));
    }

    [Fact]
    public async Task An_entry_may_come_twice_and_late()
    {
        World.Behaviour.DeltaRepeatsItems = true;
        World.Behaviour.DeltaLag = Duration.FromMinutes(2);
        var link = (await RoundAsync(First)).Link;
        Put(2);

        var (atOnce, next, _) = await RoundAsync(link);
        _tenant.Time.Advance(TimeSpan.FromMinutes(2));
        var later = (await RoundAsync(next)).Rows;

        Assert.Empty(atOnce);
        Assert.Equal(2, later.Count);
    }

    [Fact]
    public async Task A_restored_entry_keeps_its_immutable_id()
    {
        var id = Put(2);
        var link = (await RoundAsync(First)).Link;
        World.DeleteEvent(Tanaka, id);
        var (gone, next, _) = await RoundAsync(link);

        World.RestoreEvent(Tanaka, Assert.Single(World.DeletedItemsOf(Tanaka)).Id);

        Assert.Equal("deleted", Reason(gone, id));
        Assert.Equal("", Reason((await RoundAsync(next)).Rows, id));
        Assert.Equal(id, (await _graph.GetAsync("/me/events/" + id)).Text("id"));
    }

    [Theory]
    [InlineData("&$select=subject")]
    [InlineData("&$expand=extensions")]
    [InlineData("&$filter=showAs eq 'busy'")]
    [InlineData("&$orderby=subject")]
    public async Task Query_options_are_refused(string option)
    {
        Assert.Equal(400, (await _graph.SendAsync("GET", First + option)).Status);
    }

    [Fact]
    public async Task A_forgotten_or_aged_token_starts_anew_where_the_answer_points()
    {
        Put(2);
        var link = (await RoundAsync(First)).Link;
        World.ForgetDeltaTokens(Tanaka);

        using var reset = await _graph.RawAsync("GET", link);

        Assert.Equal(410, (int)reset.StatusCode);
        var (rows, fresh, _) = await RoundAsync(reset.Headers.Location!.AbsoluteUri);
        Assert.Single(rows);
        _tenant.Time.Advance(TimeSpan.FromDays(31));
        World.Behaviour.DeltaResetStatus = 400;
        var (status, body) = await (await _tenant.GraphAsync(Tanaka)).SendAsync("GET", fresh);
        Assert.Equal((400, "SyncStateNotFound"), (status, body.ErrorCode()));
    }

    [Fact]
    public async Task Each_calendar_has_rounds_of_its_own()
    {
        World.AddCalendar(Tanaka, "別");
        var other = (await _graph.GetAsync("/me/calendars"))["value"]!.AsArray().Single(c => c.Text("name") == "別").Text("id");
        var url = First.Replace("/me/", $"/me/calendars/{other}/", StringComparison.Ordinal);
        var id = Put(2);
        var here = (await RoundAsync(First)).Link;
        var there = await RoundAsync(url);
        Assert.Empty(there.Rows);

        World.MoveToCalendar(Tanaka, id, "別");

        Assert.Equal("deleted", Reason((await RoundAsync(here)).Rows, id));
        Assert.Equal("", Reason((await RoundAsync(there.Link)).Rows, id));
    }


    /// <summary>Empty for an entry that is there.</summary>
    private static string Reason(IEnumerable<JsonObject> rows, string id)
    {
        var row = rows.Single(r => r.Text("id") == id);
        return row.ContainsKey("@removed") ? row.Text("@removed", "reason") : "";
    }

    private string Put(int day, int month = 4)
    {
        var start = Instant.FromUtc(2026, month, day, 1, 0);
        return World.Put(Tanaka, new NewItem("件", start, start + Duration.FromHours(1)));
    }

    private string Series() => World.Put(Tanaka, new NewItem("朝会", Instant.FromUtc(2026, 4, 6, 0, 0), Instant.FromUtc(2026, 4, 6, 1, 0))
    {
        Recurrence = RecurrenceRule.Weekly(new LocalDate(2026, 4, 6), null, IsoDayOfWeek.Monday),
    });

    private async Task<(List<JsonObject> Rows, string Link, int Pages)> RoundAsync(string url)
    {
        var rows = new List<JsonObject>();
        for (var pages = 1; ; pages++)
        {
            var page = await _graph.GetAsync(url);
            rows.AddRange(page["value"]!.AsArray().Select(r => r!.AsObject()));
            if (page.ContainsKey("@odata.deltaLink")) return (rows, page.Text("@odata.deltaLink"), pages);
            url = page.Text("@odata.nextLink");
        }
    }
}
