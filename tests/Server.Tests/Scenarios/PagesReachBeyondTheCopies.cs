using Hidori.Domain.Availability;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A page further ahead than copies of mailboxes reach: as far as they do they are shown, and only beyond is a calendar asked (SPEC M21, M22).</summary>
public sealed class PagesReachBeyondTheCopies
{
    [Theory, EveryDatabase]
    public async Task Only_what_no_copy_holds_is_asked_for(DatabaseKind kind)
    {
        await using var app = await FilledAsync(kind);
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();
        var before = app.Simulator.Requests.All.Count;

        var near = BookingPageMade.Offered(await web.GetAsync(page.Path + "?from=2027-04-12"));
        var far = BookingPageMade.Offered(await web.GetAsync(page.Path + "?from=2027-09-06"));
        var seam = BookingPageMade.Offered(await web.GetAsync(page.Path + "?from=2027-08-10"));

        AssertHas(near, "04-14 15:00", without: "04-14 14:00");
        AssertHas(far, "09-08 15:00", without: "09-08 14:00");
        // Away over the end of the copy.
        Assert.DoesNotContain(seam, t => t.StartsWith("08-10", StringComparison.Ordinal));
        AssertHas(seam, "08-12 15:00", without: "08-12 10:00");
        var asked = app.Simulator.Requests.All.Skip(before).Where(r => r.PathAndQuery.Contains("calendarView", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal(Instant.FromUtc(2027, 8, 11, 0, 0), await app.ReadsAsync(db => db.Mailboxes.AsNoTracking().Select(m => m.WindowEndsAt!.Value).SingleAsync(Ct)));
        Assert.Contains("startDateTime=2027-08-", Uri.UnescapeDataString(Assert.Single(asked).PathAndQuery), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Where_the_rest_cannot_be_read_the_copy_still_stands_and_the_rest_is_not_free(DatabaseKind kind)
    {
        await using var app = await FilledAsync(kind);
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();
        app.Simulator.Faults.Decide = _ => FaultKind.Status(503);

        var near = await web.GetAsync(page.Path + "?from=2027-04-12");
        var far = await web.GetAsync(page.Path + "?from=2027-09-06");
        var grid = await OfTanakaAsync(app, new Interval(App.At("2027-04-12 00:00"), App.At("2027-09-13 00:00")));
        app.Simulator.Faults.Clear();
        app.TimePasses(Duration.FromMinutes(1));
        var later = BookingPageMade.Offered(await web.GetAsync(page.Path + "?from=2027-09-06"));

        AssertHas(BookingPageMade.Offered(near), "04-14 15:00", without: "04-14 14:00");
        Assert.Contains("一部の予定表を確認できない", near.Text, StringComparison.Ordinal);
        Assert.Empty(BookingPageMade.Offered(far));
        Assert.Equal(UnknownReason.Unavailable, Assert.IsType<BusyTimes.Unknown>(grid).Reason);
        AssertHas(later, "09-08 15:00", without: "09-08 14:00");
    }

    private static void AssertHas(IReadOnlyList<string> offered, string free, string without)
    {
        Assert.Contains(free, offered);
        Assert.DoesNotContain(without, offered);
    }

    /// <summary>Tanaka's copy is young; something stands within it, over its end and beyond it.</summary>
    private static async Task<App> FilledAsync(DatabaseKind kind)
    {
        var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false, "tanaka");
        foreach (var start in (Instant[])[App.At("2027-04-14 14:00"), App.At("2027-09-08 14:00")])
            app.Outlook.Put(App.Mail("tanaka"), new NewItem("別件", start, start + Duration.FromHours(1)));
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("出張", App.At("2027-08-10 09:00"), App.At("2027-08-12 13:00")));
        await CopiesOfMailboxes.AsksAsync(app);
        return app;
    }

    private static Task<BookingPageMade> OpenAsync(App app) =>
        BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { Limits = s.Limits with { FurthestDays = 200 } });

    private static Task<BusyTimes> OfTanakaAsync(App app, Interval window) => app.InOrganizationAsync(async scope =>
    {
        var tanaka = await scope.GetRequiredService<Db>().Connections.AsNoTracking().Select(c => c.Member).SingleAsync(Ct);
        return (await scope.GetRequiredService<BusyForPages>().ReadAsync([tanaka], window, Ct))[tanaka];
    });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
