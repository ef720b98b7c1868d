using System.Net.Http.Json;
using System.Text.Json;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>The week of a proposal says of each host how old the reading is, or why and since when it is unknown (SPEC M21, M22).</summary>
public sealed class HowOldWhatIsShownIs
{
    [Theory, EveryDatabase]
    public async Task A_copy_tells_its_age_and_a_reading_of_this_moment_does_not(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);
        using var tanaka = await app.SignsInAsync("tanaka");
        var fresh = await ComposeAsync(tanaka);
        app.TimePasses(Duration.FromMinutes(5));

        var page = await ComposeAsync(tanaka);

        Assert.Equal("", AgeIn(fresh));
        Assert.Equal("5 分前の情報", AgeIn(page));
        Assert.Equal("5 分前の情報", (await LaneAsync(tanaka, page)).GetProperty("age").GetString());
    }

    [Theory, EveryDatabase, Trap(1, 22)]
    public async Task Past_its_limit_a_copy_that_cannot_be_renewed_is_shown_as_unknown_with_its_reason_and_age(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: true);
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.Notifications.DieSilently(App.Mail("tanaka"));
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("別件", App.At("2027-04-06 10:00"), App.At("2027-04-06 11:00")));

        // Just inside the limit the copy is believed, and says how old it is; beyond it, it is not.
        app.TimePasses(Duration.FromMinutes(75));
        app.Simulator.Faults.Decide = _ => FaultKind.Status(503);
        var believed = await ComposeAsync(tanaka);
        app.TimePasses(Duration.FromMinutes(1));
        var page = await ComposeAsync(tanaka);

        Assert.Equal("1 時間前の情報", AgeIn(believed));
        Assert.Equal("確認不可", AgeIn(page));
        Assert.Contains("カレンダーから返事がありません。最後に確認できたのは", page.Text, StringComparison.Ordinal);
        Assert.Equal("unknown", (await LaneAsync(tanaka, page)).GetProperty("state").GetString());
    }

    [Theory, EveryDatabase, Trap(22)]
    public async Task Past_its_limit_a_copy_gives_way_to_the_calendar_itself(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: true);
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.Notifications.DieSilently(App.Mail("tanaka"));
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("別件", App.At("2027-04-06 10:00"), App.At("2027-04-06 11:00")));

        app.TimePasses(Duration.FromMinutes(76));
        var lane = await LaneAsync(tanaka, await ComposeAsync(tanaka));

        Assert.Equal(JsonValueKind.Null, lane.GetProperty("age").ValueKind);
        Assert.Equal("2027-04-06T10:00", Assert.Single(lane.GetProperty("entries").EnumerateArray()).GetProperty("start").GetString());
    }

    [Theory, EveryDatabase]
    public async Task A_broken_link_is_unknown_since_it_broke_however_young_the_copy(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);
        using var tanaka = await app.SignsInAsync("tanaka");
        var brokenAt = app.Now;
        await app.InOrganizationAsync(scope => scope.GetRequiredService<Db>().Connections.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.State, ConnectionState.NeedsReconnection).SetProperty(c => c.BrokenAt, brokenAt),
            TestContext.Current.CancellationToken));

        var page = await ComposeAsync(tanaka);

        Assert.Equal("確認不可", AgeIn(page));
        Assert.Matches("カレンダーとの連携が切れています。\\(.*9:00 から\\)", page.Text);
    }

    private static Task<WebPage> ComposeAsync(MemberBrowser member) => member.Web.GetAsync("/proposals/new");

    /// <summary>The same host's calendar as the page's script reads it when the week turns.</summary>
    private static async Task<JsonElement> LaneAsync(MemberBrowser member, WebPage page)
    {
        var host = page.Document.QuerySelector("[data-host]")!.GetAttribute("data-host");
        using var answer = await member.Web.DownloadAsync($"/proposals/busy?week=2027-04-05&host={host}");
        var week = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return Assert.Single(week.GetProperty("lanes").EnumerateArray());
    }

    private static string AgeIn(WebPage page) => page.Document.QuerySelector("[data-age]")!.TextContent;
}
