using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What does not succeed for a day is given up where people see it, and begins again when they ask (HOUSE §4.4).</summary>
public sealed class GivenUpForPeople
{
    /// <remarks>With 429 the pause that Microsoft asked for is kept, but a row given up during it must begin again too.</remarks>
    [Theory, EveryDatabase]
    public Task A_write_that_fails_for_a_day_stops_says_so_and_goes_on_when_asked(DatabaseKind kind) =>
        AfterADayAsync(kind, FaultKind.Status(503));

    [Theory, EveryDatabase]
    public Task A_write_that_is_throttled_for_a_day_goes_on_when_asked(DatabaseKind kind) =>
        AfterADayAsync(kind, FaultKind.Status(429, retryAfterSeconds: 3_000));

    private static async Task AfterADayAsync(DatabaseKind kind, FaultKind fault)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Simulator.Faults.Add(new Fault(fault, "POST", "/me/calendar/events") { Times = null });
        var proposal = await tanaka.ProposesAsync(new ProposalText { Candidates = ["2027-04-16T10:00/2027-04-16T11:00"] });

        await app.OutsideWorldSettlesAsync(Duration.FromHours(26));
        var page = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}");
        Assert.Contains("自動の再試行を止めています", page.Text, StringComparison.Ordinal);
        Assert.Contains("カレンダー未反映", page.Text, StringComparison.Ordinal);
        var calls = app.Simulator.Requests.Count;
        await app.OutsideWorldSettlesAsync(Duration.FromHours(2));
        Assert.Equal(calls, app.Simulator.Requests.Count);

        app.Simulator.Faults.Clear();
        await tanaka.PressesAsync(proposal.Appointment, "retry");
        await app.OutsideWorldSettlesAsync(Duration.FromHours(1));
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        page = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}");
        Assert.DoesNotContain("カレンダー未反映", page.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_mailbox_that_is_gone_is_named_as_what_it_is(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        app.Outlook.SetMailboxState(App.Mail("tanaka"), Hidori.Simulator.Microsoft365.MailboxState.Missing);

        await app.OutsideWorldSettlesAsync();
        var page = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}");

        Assert.Contains("メールボックスが見つかりません", page.Text, StringComparison.Ordinal);
    }
}
