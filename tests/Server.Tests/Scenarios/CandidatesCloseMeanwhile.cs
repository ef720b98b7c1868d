using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What came into a host's calendar since sending closes a candidate before the guest presses it (SPEC P4, M22).</summary>
public sealed class CandidatesCloseMeanwhile
{
    [Theory, EveryDatabase]
    public async Task A_candidate_that_the_copy_knows_to_be_taken_is_greyed_with_the_reason(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);
        using var tanaka = await app.SignsInAsync("tanaka");
        // Accepted when sending: it stands in nobody's way.
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("知っている予定", App.At("2027-04-21 10:00"), App.At("2027-04-21 11:00")));
        var proposal = await tanaka.ProposesAsync(new ProposalText
        {
            Candidates = ["2027-04-20T10:00/2027-04-20T11:00", "2027-04-21T10:00/2027-04-21T11:00", "2027-04-22T10:00/2027-04-22T11:00"],
            OverlapAccepted = true,
        });
        await app.OutsideWorldSettlesAsync();
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("あとから", App.At("2027-04-20 10:30"), App.At("2027-04-20 11:30")));
        app.TimePasses(Duration.FromMinutes(31));
        await app.WorkerLooksAsync();
        using var guest = new GuestBrowser(app);
        var calls = app.Simulator.Requests.Count;

        var page = await guest.OpensAsync(proposal);

        Assert.Equal(calls, app.Simulator.Requests.Count);
        Assert.Equal([1], NumbersOf(page, closed: true));
        Assert.Equal([2, 3], NumbersOf(page, closed: false));
        Assert.Contains("受付を終了しました", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("あとから", page.Text, StringComparison.Ordinal);

        foreach (var day in (string[])["21", "22"])
            app.Outlook.Put(App.Mail("tanaka"), new NewItem("全部", App.At($"2027-04-{day} 10:30"), App.At($"2027-04-{day} 11:30")));
        app.TimePasses(Duration.FromMinutes(31));
        await app.WorkerLooksAsync();
        var none = await guest.OpensAsync(proposal);

        Assert.Empty(NumbersOf(none, closed: false));
        Assert.NotEmpty(none.Document.QuerySelectorAll("a[href*='/other-times']"));
    }

    private static IReadOnlyList<int> NumbersOf(WebPage page, bool closed) =>
        [.. page.Inputs("candidate").Index().Where(i => i.Item.IsDisabled == closed).Select(i => i.Index + 1)];
}
