using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>SPEC X4: equal nodes over one database; the work of one goes on at another.</summary>
public sealed class RacesBetweenNodes
{
    [Theory, EveryDatabase]
    public async Task Two_nodes_work_on_the_same_appointments_and_every_meeting_stands_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        var other = await app.AnotherNodeAsync();
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposals = new List<ProposalMade>();
        for (var hour = 9; hour < 15; hour++)
        {
            proposals.Add(await tanaka.ProposesAsync(new ProposalText
            {
                GuestMail = $"guest-{hour}@guest.example",
                CoHosts = hour % 2 == 0 ? ["sato"] : [],
                Candidates = [$"2027-04-06T{hour:00}:00/2027-04-06T{hour:00}:30", $"2027-04-07T{hour:00}:00/2027-04-07T{hour:00}:30"],
            }));
        }

        await BothSettleAsync(app, other);
        await Task.WhenAll(proposals.Select(async (proposal, n) =>
        {
            using var guest = new GuestBrowser(app);
            Assert.Equal(HttpStatusCode.OK, (await guest.ChoosesAsync(proposal, (n % 2) + 1)).Status);
        }));
        await BothSettleAsync(app, other);

        var meetings = app.Outlook.CalendarOf(App.Mail("tanaka"));
        Assert.Equal(6, meetings.Count);
        Assert.All(meetings, m => Assert.Equal(ShowAs.Busy, m.ShowAs));
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("sato")).Count);
        for (var hour = 9; hour < 15; hour++)
            Assert.Equal(2, app.Simulator.Mail.To($"guest-{hour}@guest.example").Count);
    }

    [Theory, EveryDatabase]
    public async Task A_session_and_a_guests_link_made_by_one_node_hold_at_the_other(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        var other = await app.AnotherNodeAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());

        using var there = new Browser(other.Address);
        there.Cookies.Add(tanaka.Web.Cookies.GetAllCookies());
        var sent = await there.GetAsync($"/proposals/{proposal.Appointment}/sent");
        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.Contains(proposal.GuestPath, sent.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);

        // A form that one node drew is taken by the other: they share what protects forms, too.
        using var guest = new Browser(app.Address);
        var page = await guest.GetAsync(proposal.GuestPath);
        var candidate = page.Document.QuerySelector("input[name=candidate]")!.GetAttribute("value")!;
        var done = await guest.SubmitAsync(page with { Address = new Uri(other.Address, proposal.GuestPath) }, proposal.GuestPath, ("candidate", candidate));
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);

        while (await other.Worker.RunOneAsync(TestContext.Current.CancellationToken))
        {
        }

        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")), e => e.ShowAs == ShowAs.Busy);
    }

    /// <summary>Two hands on each node, as fast as they can.</summary>
    private static async Task BothSettleAsync(App app, Node other)
    {
        var ct = TestContext.Current.CancellationToken;
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(new[] { app.Worker, app.Worker, other.Worker, other.Worker }.Select(worker => Task.Run(
                async () =>
                {
                    while (await worker.RunOneAsync(ct))
                    {
                    }
                },
                ct)));
        }

        await app.OutsideWorldSettlesAsync();
    }
}
