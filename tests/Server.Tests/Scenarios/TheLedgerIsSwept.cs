using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>SPEC P8: the sweeper proves against the mailbox that nothing of ours is orphaned and nothing is missing.</summary>
public sealed class TheLedgerIsSwept
{
    private static readonly Duration ADay = Duration.FromHours(25);

    [Theory, EveryDatabase]
    public async Task Once_a_day_ledger_and_mailbox_are_compared_and_the_page_says_so(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);
        using var tanaka = await app.SignsInAsync("tanaka");
        await tanaka.ProposesAsync(new ProposalText { Candidates = ["2027-04-20T10:00/2027-04-20T11:00", "2027-04-21T10:00/2027-04-21T11:00"] });
        await app.OutsideWorldSettlesAsync();
        app.TimePasses(ADay);
        await app.WorkerLooksAsync();

        Assert.Contains("Hidori の予定 2 件が Outlook とすべて一致", (await tanaka.Web.GetAsync("/connections")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_hold_that_came_back_from_deleted_items_is_taken_away_again(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { Candidates = ["2027-04-20T10:00/2027-04-20T11:00"] });
        await app.OutsideWorldSettlesAsync();
        var hold = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        await tanaka.PressesAsync(proposal.Appointment, "withdraw");
        await app.OutsideWorldSettlesAsync();
        app.TimePasses(Duration.FromMinutes(10));
        app.Outlook.RestoreEvent(App.Mail("tanaka"), hold.Id);

        app.TimePasses(ADay);
        await app.WorkerLooksAsync();
        var page = await tanaka.Web.GetAsync("/connections");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("1 件を確認中", page.Text, StringComparison.Ordinal);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }
}
