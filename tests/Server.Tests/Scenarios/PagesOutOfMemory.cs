using System.Net;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Server.Features.GuestBooking;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>
/// Booking pages are shown out of memory, valid by version and never by time: whoever looks after a commit, on any node, sees
/// it (SPEC M22, M23), and who looks when nothing changed costs one statement.
/// </summary>
public sealed class PagesOutOfMemory
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_look_costs_one_statement_and_after_a_change_as_many_for_many_hosts_as_for_one(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka", "sato", "suzuki");
        var alone = await BookingPageMade.OpenAsync(app, "hitori", ["tanaka"]);
        var together = await BookingPageMade.OpenAsync(app, "minna", ["tanaka", "sato", "suzuki"], s => s with { Rule = s.Rule with { Attendance = PageAttendance.AnyOne } });
        using var web = app.NewBrowser();
        await alone.OffersAsync(web);
        await together.OffersAsync(web);
        using var count = new StatementCount(app.Database);

        var forOne = await StatementsAsync(count, () => alone.OffersAsync(web));
        var forAll = await StatementsAsync(count, () => together.OffersAsync(web));
        await app.Database.ExecuteAsync("UPDATE organizations SET zone_id = zone_id");
        var forOneAnew = await StatementsAsync(count, () => alone.OffersAsync(web));
        var forAllAnew = await StatementsAsync(count, () => together.OffersAsync(web));
        await app.Database.ExecuteAsync("UPDATE members SET name = name");
        var forOneAfter = await StatementsAsync(count, () => alone.OffersAsync(web));
        var forAllAfter = await StatementsAsync(count, () => together.OffersAsync(web));
        await together.BooksAsync(web, "2027-04-07 14:00");
        count.Take();
        var afterABooking = await StatementsAsync(count, () => together.OffersAsync(web));

        Assert.Equal((1, 1), (forOne, forAll));
        Assert.Equal((2, 2, 2), (forOneAfter, forAllAfter, afterABooking));
        Assert.Equal((2, 2), (forOneAnew, forAllAnew));
    }

    [Theory, EveryDatabase]
    public async Task No_look_costs_more_than_three_statements_with_rooms_at_first_after_other_settings_and_by_a_one_time_URL(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka", "sato", "suzuki");
        app.MicrosoftConsentsTo("Place.Read.All");
        app.Outlook.AddRoom(new NewRoom("sakura@test.example", "会議室 桜"));
        app.Outlook.AddRoom(new NewRoom("matsu@test.example", "会議室 松"));
        var rooms = await app.HasRoomsAsync(("sakura@test.example", "会議室 桜"), ("matsu@test.example", "会議室 松"));
        var page = await BookingPageMade.OpenAsync(app, "raihou", ["tanaka", "sato", "suzuki"], s => s with
        {
            Meeting = s.Meeting with { Format = AppointmentFormat.VisitToUs, WithJoinLink = false },
            Rule = new PageRule(PageAttendance.AnyOne),
            Rooms = rooms,
        });
        using var tanaka = await app.SignsInAsync("tanaka");
        var links = $"/booking-pages/{page.Id}/links";
        var list = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(links), links, ("note", "港産業様"));
        var oneTime = new Uri(list.Document.QuerySelector("input[readonly]")!.GetAttribute("value")!).AbsolutePath;
        using var here = app.NewBrowser();
        var offers = await page.OffersAsync(here);
        using var there = new Browser((await app.AnotherNodeAsync()).Address);
        using var elsewhere = new Browser((await app.AnotherNodeAsync()).Address);
        using var count = new StatementCount(app.Database);

        var atFirst = await StatementsAsync(count, () => page.OffersAsync(there));
        var again = await StatementsAsync(count, () => page.OffersAsync(there));
        var byLinkAtFirst = await StatementsAsync(count, () => elsewhere.GetAsync(oneTime));
        var byLinkAgain = await StatementsAsync(count, () => elsewhere.GetAsync(oneTime));
        await app.Database.ExecuteAsync("UPDATE room_copies SET read_at = read_at");
        var afterARoom = await StatementsAsync(count, () => page.OffersAsync(there));
        await app.Database.ExecuteAsync("UPDATE organizations SET zone_id = zone_id");
        var afterAllShared = await StatementsAsync(count, () => page.OffersAsync(there));
        await ChangeAsync(app, page, s => s with { Limits = s.Limits with { StepMinutes = 60 } });
        await app.Database.ExecuteAsync("UPDATE organizations SET zone_id = zone_id");
        count.Take();
        var afterSettings = await StatementsAsync(count, () => page.OffersAsync(there));
        var byLinkAfterSettings = await StatementsAsync(count, () => elsewhere.GetAsync(oneTime));
        app.TimePasses(Duration.FromMinutes(9));
        var later = await StatementsAsync(count, () => page.OffersAsync(there));
        app.TimePasses(Duration.FromDays(1));
        await app.WorkerLooksAsync();
        await page.OffersAsync(here);
        count.Take();
        var nextDay = await StatementsAsync(count, () => page.OffersAsync(there));

        Assert.NotEmpty(offers);
        Assert.Equal((3, 1, 2), (atFirst, again, afterARoom));
        Assert.Equal((3, 1, 3), (byLinkAtFirst, byLinkAgain, byLinkAfterSettings));
        Assert.Equal((2, 3), (afterAllShared, afterSettings));
        // Whom somebody looks at is noted for the worker to write.
        Assert.Equal((2, 2), (later, nextDay));
    }

    [Theory, EveryDatabase]
    public async Task Whatever_is_committed_anywhere_is_seen_by_the_next_look(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka", "sato");
        var other = await app.AnotherNodeAsync();
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "sato"]);
        using var here = app.NewBrowser();
        using var there = new Browser(other.Address);
        async Task<bool> OffersAsync(string when)
        {
            var offers = await page.OffersAsync(here);
            Assert.Equal(offers, await page.OffersAsync(there));
            return offers.Contains(when);
        }

        Assert.True(await OffersAsync("04-07 14:00"));
        await page.BooksAsync(there, "2027-04-07 14:00");
        Assert.False(await OffersAsync("04-07 14:00"));

        Assert.True(await OffersAsync("04-07 16:00"));
        app.Outlook.Put(App.Mail("sato"), new NewItem("別件", App.At("2027-04-07 16:00"), App.At("2027-04-07 16:30")));
        await CopiesOfMailboxes.AsksAsync(app);
        Assert.False(await OffersAsync("04-07 16:00"));

        Assert.True(await OffersAsync("04-08 10:00"));
        await app.ReadsAsync(async db =>
        {
            var organization = await db.Organizations.SingleAsync(Ct);
            db.OrganizationDays.Add(new OrganizationDayRow { Organization = organization.Id, Date = new LocalDate(2027, 4, 8), Kind = OrganizationDay.Closed });
            return await db.SaveChangesAsync(Ct);
        });
        Assert.False(await OffersAsync("04-08 10:00"));

        Assert.True(await OffersAsync("04-07 15:30"));
        await ChangeAsync(app, page, s => s with { Meeting = s.Meeting with { Minutes = [120] } });
        Assert.False(await OffersAsync("04-07 15:30"));

        Assert.True(await OffersAsync("04-09 10:00"));
        await app.SuspendsAsync("sato");
        Assert.False(await OffersAsync("04-09 10:00"));
        await app.Database.ExecuteAsync("UPDATE members SET state = 'Active'");
        Assert.True(await OffersAsync("04-09 10:00"));
        await app.Database.ExecuteAsync("UPDATE connections SET state = 'NeedsReconnection'");
        Assert.False(await OffersAsync("04-09 10:00"));

        await app.Database.ExecuteAsync("UPDATE booking_pages SET state = 'Paused', version = version + 1");
        Assert.Equal(HttpStatusCode.Gone, (await here.GetAsync(page.Path)).Status);
    }

    [Theory, EveryDatabase]
    public async Task Who_has_the_page_already_is_told_so_until_it_says_something_else(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = app.Address };
        async Task<HttpResponseMessage> AskAsync(string? tag, string? packed = null, string query = "")
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page.Path + query);
            if (tag is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            if (packed is not null)
                request.Headers.TryAddWithoutValidation("Accept-Encoding", packed);
            return await http.SendAsync(request, Ct);
        }

        using var first = await AskAsync(null);
        var tag = first.Headers.ETag!.ToString();
        using var again = await AskAsync(tag);
        using var english = await AskAsync(tag, query: "?lang=en");
        using var packed = await AskAsync(null, "gzip, br");
        app.TimePasses(Duration.FromMinutes(3));
        using var later = await AskAsync(tag);
        await page.BooksAsync(web, "2027-04-07 14:00");
        using var after = await AskAsync(tag);

        Assert.Equal((HttpStatusCode.OK, "private, no-cache"), (first.StatusCode, string.Join(", ", first.Headers.GetValues("Cache-Control").Single().Split(", ").OrderDescending())));
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync(Ct)).Length));
        Assert.Equal(HttpStatusCode.OK, english.StatusCode);
        Assert.Equal(["br"], packed.Content.Headers.ContentEncoding);
        await using var unpacked = new System.IO.Compression.BrotliStream(await packed.Content.ReadAsStreamAsync(Ct), System.IO.Compression.CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        Assert.Equal(await first.Content.ReadAsStringAsync(Ct), await text.ReadToEndAsync(Ct));
        Assert.Equal(HttpStatusCode.NotModified, later.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.False(first.Headers.Contains("Set-Cookie"));
    }

    /// <summary>The gate's connections are kept, and a database that was restarted has ended them.</summary>
    [Theory, EveryDatabase]
    public async Task A_connection_that_ended_meanwhile_costs_nobody_the_page(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        await page.OffersAsync(web);
        var before = await page.OffersAsync(web);
        if (kind == DatabaseKind.Postgres)
            await app.Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        else
            SqliteConnection.ClearAllPools();

        Assert.NotEmpty(before);
        Assert.Equal(before, await page.OffersAsync(web));
    }

    /// <summary>What is added here has to be added to <see cref="SlotsView.Says"/>, or an old page would be shown in its place.</summary>
    [Fact]
    public void Everything_that_the_page_shows_decides_whether_it_is_the_same()
    {
        static IEnumerable<string> Of(Type type) => type.GetProperties().Where(p => p.PropertyType.Namespace is "NodaTime"
            || Nullable.GetUnderlyingType(p.PropertyType)?.Namespace is "NodaTime" || p.PropertyType == typeof(IReadOnlyList<SlotDay>)
            || p.PropertyType == typeof(IReadOnlyList<Instant>)).Select(p => p.Name);

        Assert.Equal(["Days", "First", "NextFree", "Previous", "Next", "Now", "Moving"], Of(typeof(SlotsView)));
        Assert.Equal(["Date", "Starts"], Of(typeof(SlotDay)));
        Assert.Equal(4, typeof(SlotDay).GetProperties().Length);
        Assert.Empty(new[] { typeof(PageFacts), typeof(SlotChoice), typeof(Ui.GuestFrame) }.SelectMany(Of));
    }

    /// <summary>Any changes in any order: what two nodes show out of memory is what the database says to somebody who remembers nothing.</summary>
    [Theory, EveryDatabase]
    public async Task Memory_never_differs_from_the_database(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka", "sato");
        var other = await app.AnotherNodeAsync();
        var page = await BookingPageMade.OpenAsync(
            app, "soudan", ["tanaka", "sato"],
            s => s with { Rule = s.Rule with { Attendance = PageAttendance.AnyOne }, Limits = s.Limits with { PerDay = 3 } });
        using var here = app.NewBrowser();
        var chance = new Random(20271127);
        for (var step = 0; step < 15; step++)
        {
            var truth = await app.InOrganizationAsync(scope => FromScratchAsync(scope, page.Id));
            Assert.Equal(truth, await app.InOrganizationAsync(scope => FromMemoryAsync(scope, page.Id)));
            Assert.Equal(truth, await app.InOrganizationAsync(scope => FromMemoryAsync(scope, page.Id), other.Services));
            await ChangeSomethingAsync(app, page, here, chance, truth);
        }
    }

    private static async Task ChangeSomethingAsync(App app, BookingPageMade page, Browser web, Random chance, IReadOnlyList<int> offered)
    {
        var who = chance.Next(2) == 0 ? "tanaka" : "sato";
        switch (chance.Next(5))
        {
            case 0 when offered.Count > 0:
                var start = Instant.FromUnixTimeSeconds(offered[chance.Next(offered.Count)] * 60L).InZone(DateTimeZoneProviders.Tzdb[App.Zone]);
                await page.BooksAsync(web, start.ToString("uuuu-MM-dd HH:mm", null));
                break;
            case 1:
                var day = $"2027-04-{chance.Next(7, 28):00}";
                app.Outlook.Put(App.Mail(who), new NewItem("別件", App.At($"{day} 10:00"), App.At($"{day} 17:00")));
                await CopiesOfMailboxes.AsksAsync(app);
                break;
            case 2:
                await app.WorkerLooksAsync();
                break;
            case 3:
                await ChangeAsync(app, page, s => s with { Limits = s.Limits with { StepMinutes = s.Limits.StepMinutes == 30 ? 60 : 30 } });
                break;
            default:
                app.TimePasses(Duration.FromMinutes(chance.Next(1, 600)));
                await app.WorkerLooksAsync();
                break;
        }
    }

    private static async Task<IReadOnlyList<int>> FromMemoryAsync(IServiceProvider scope, BookingPageId id)
    {
        var found = await scope.GetRequiredService<PageLooks>().FindAsync(new PageAddress.Id(id), scope.GetRequiredService<PageMemory>().Find(id)?.Whole, Ct);
        var book = await scope.GetRequiredService<PageBooks>().OpenAsync(id, PageStamp.Of(found!), Ct);
        return [.. book.Offer.FindAll(book.Page.Settings.Meeting.Minutes[0], Now(scope)).Minutes];
    }

    private static async Task<IReadOnlyList<int>> FromScratchAsync(IServiceProvider scope, BookingPageId id)
    {
        var page = await scope.GetRequiredService<Db>().BookingPages.AsNoTracking().SingleAsync(p => p.Id == id, Ct);
        var window = new Interval(Now(scope), Now(scope) + Duration.FromDays(page.Settings.Limits.FurthestDays + 2));
        var desk = await scope.GetRequiredService<PageDesks>().ShownAsync(page, window, moving: null, Ct);
        return [.. desk.Offer.FindAll(page.Settings.Meeting.Minutes[0], Now(scope)).Minutes];
    }

    private static Instant Now(IServiceProvider scope) => scope.GetRequiredService<IClock>().GetCurrentInstant();

    private static Task<int> ChangeAsync(App app, BookingPageMade made, Func<BookingPageSettings, BookingPageSettings> change) => app.ReadsAsync(async db =>
    {
        var page = await db.BookingPages.SingleAsync(p => p.Id == made.Id, Ct);
        page.Change(page.Slug, page.Name, change(page.Settings), page.Seats, app.Now);
        return await db.SaveChangesAsync(Ct);
    });

    private static async Task<int> StatementsAsync<T>(StatementCount count, Func<Task<T>> look)
    {
        count.Take();
        await look();
        return count.Take();
    }
}
