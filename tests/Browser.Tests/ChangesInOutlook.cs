using Hidori.Browser.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>SPEC M18, M19: what somebody does in Outlook, and what the host sees and does about it.</summary>
public sealed class ChangesInOutlook(App app, Chromium chromium) : IClassFixture<App>
{
    [Theory]
    [InlineData(Screen.Desktop, "2027-04-13")]
    [InlineData(Screen.Phone, "2027-04-14")]
    public async Task A_moved_meeting_is_shown_and_followed_and_a_deleted_one_is_put_back(Screen screen, string date)
    {
        var title = $"Outlookで動く打合せ {screen}";
        await using var host = await chromium.OpenAsync(app, screen);
        await host.SignsInAsync("tanaka");
        var sent = await new Composer(host).ProposesAsync(title, date);
        await ChoosesTheFirstAsync(sent, screen);
        await App.EventuallyAsync("the meeting", () => app.Meetings("tanaka", title).Count == 1);

        var entry = app.Meetings("tanaka", title).Single();
        app.Simulator.Microsoft365.MoveEvent(App.Mail("tanaka"), entry.Id, entry.Start + Duration.FromHours(1));
        await SeesAfterTheCheckAsync(host, sent, "この予定が別の日時に移動されています");
        await host.SeesAGoodPageAsync();
        await host.OpensAsync("/appointments?pending=true");
        await host.SeesAsync("Outlookで変更あり");
        await host.SeesAGoodPageAsync();
        await host.OpensAsync($"/appointments/{sent.Appointment}");
        await host.Page.Locator("button", new() { HasText = "Outlookに合わせる" }).ClickAsync();
        await host.SeesAsync("田中 美咲が Outlook に合わせて変更");
        await host.SeesAsync("14:00〜15:00");
        Assert.DoesNotContain("元に戻す", await host.ReadsAsync(), StringComparison.Ordinal);
        await host.SeesAGoodPageAsync();

        app.Simulator.Microsoft365.DeleteEvent(App.Mail("tanaka"), entry.Id);
        await SeesAfterTheCheckAsync(host, sent, "この予定が削除されています");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("button", new() { HasText = "元に戻す" }).ClickAsync();
        await App.EventuallyAsync("the meeting again", () => app.Meetings("tanaka", title).Any(m => m.Id != entry.Id));
        Assert.Equal(entry.Start + Duration.FromHours(1), app.Meetings("tanaka", title).Single().Start);
    }

    [Theory]
    [InlineData(Screen.Desktop, "2027-04-15")]
    [InlineData(Screen.Phone, "2027-04-16")]
    public async Task A_meeting_is_edited_and_a_taken_time_needs_a_second_word(Screen screen, string date)
    {
        var title = $"直す打合せ {screen}";
        await using var host = await chromium.OpenAsync(app, screen);
        await host.SignsInAsync("tanaka");
        var sent = await new Composer(host).ProposesAsync(title, date);
        await ChoosesTheFirstAsync(sent, screen);
        await App.EventuallyAsync("the meeting", () => app.Meetings("tanaka", title).Count == 1);

        await host.OpensAsync($"/appointments/{sent.Appointment}/edit");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("#f-place").FillAsync("本社 3F 応接室");
        await host.Page.Locator("main form button[type=submit]").ClickAsync();
        await host.SeesAsync("本社 3F 応接室");
        await host.SeesAGoodPageAsync();

        var meeting = app.Meetings("tanaka", title).Single();
        app.Simulator.Microsoft365.Put(App.Mail("tanaka"), new("別件", meeting.Start + Duration.FromHours(4), meeting.End + Duration.FromHours(4)));
        await host.Page.Locator("summary", new() { HasText = "日時を変更" }).ClickAsync();
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("#f-newStart").FillAsync("17:00");
        await host.Page.Locator("#f-newEnd").FillAsync("18:00");
        await host.Page.Locator("form[action$='/reschedule'] button").ClickAsync();
        await host.SeesAsync("田中 美咲さんには、この時間に予定があります");
        Assert.True(await host.Page.Locator("input[name=overlapAccepted]").IsVisibleAsync());
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("input[name=overlapAccepted]").CheckAsync();
        await host.Page.Locator("form[action$='/reschedule'] button").ClickAsync();
        await host.SeesAsync("17:00〜18:00");
        await App.EventuallyAsync("the move", () => app.Meetings("tanaka", title).Single().Start == meeting.Start + Duration.FromHours(4));
        Assert.Equal(meeting.JoinUrl, app.Meetings("tanaka", title).Single().JoinUrl);
    }

    private async Task ChoosesTheFirstAsync(Sent sent, Screen screen)
    {
        await using var guest = await chromium.OpenAsync(app, screen);
        await guest.OpensAsync(sent.GuestPath);
        await guest.Page.Locator("label.option").First.ClickAsync();
        await guest.Page.Locator("button", new() { HasText = "アポイントメントを確定する" }).ClickAsync();
        await guest.SeesAsync("アポイントメントが確定しました");
    }

    /// <summary>An hour passes: entries are looked at once more.</summary>
    private async Task SeesAfterTheCheckAsync(Visitor host, Sent sent, string words)
    {
        app.TimePasses(TimeSpan.FromMinutes(65));
        await host.ComesToSeeAsync($"/appointments/{sent.Appointment}", words);
    }
}
