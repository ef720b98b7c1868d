using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A co-host who linked nothing is asked for through the main host's link (SPEC M20), also before confirming (SPEC P4).</summary>
public sealed class ColleaguesWithoutALink
{
    [Theory, EveryDatabase, Trap(11)]
    public async Task What_a_colleague_took_since_closes_its_candidate(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        var proposal = await ProposesWithSatoAsync(app);
        TakesTime(app, "2027-04-06 10:30");
        using var guest = new GuestBrowser(app);

        var refused = await guest.ChoosesAsync(proposal, 1);
        var done = await guest.ChoosesAsync(refused, proposal, 2);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (refused.Status, done.Status));
        Assert.Equal([true, false, false], refused.Inputs("candidate").Select(o => o.IsDisabled));
        Assert.DoesNotContain("歯医者", refused.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase, Trap(1)]
    public async Task While_colleagues_cannot_be_asked_for_nothing_is_confirmed(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        var proposal = await ProposesWithSatoAsync(app);
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(503), "POST", "/me/calendar/getSchedule") { Times = null });
        using var guest = new GuestBrowser(app);

        var refused = await guest.ChoosesAsync(proposal, 2);
        app.Simulator.Faults.Clear();
        var done = await guest.ChoosesAsync(proposal, 2);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (refused.Status, done.Status));
        Assert.Contains("いまは確定できません", refused.Text, StringComparison.Ordinal);
    }

    /// <summary>The sender was told so before sending; nobody could ever confirm otherwise.</summary>
    [Theory, EveryDatabase]
    public async Task Who_shows_no_times_to_anybody_stands_in_nobodys_way(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        app.Outlook.AddUser(new NewAccount(App.Mail("shinobu"), "隠 しのぶ") { HidesFreeBusy = true });
        await app.RegistersAsync("sato", App.Mail("shinobu"));
        var proposal = await ProposesWithSatoAsync(app);
        TakesTime(app, "2027-04-06 10:30", whose: "shinobu");
        using var guest = new GuestBrowser(app);

        Assert.Equal(HttpStatusCode.OK, (await guest.ChoosesAsync(proposal, 1)).Status);
    }

    [Theory, EveryDatabase]
    public async Task What_the_sender_overlapped_knowingly_does_not_stand_in_the_way_until_it_moves(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        var first = TakesTime(app, "2027-04-06 10:00");
        TakesTime(app, "2027-04-07 14:00");
        var proposal = await ProposesWithSatoAsync(app, overlapAccepted: true);
        app.Outlook.MoveEvent(App.Mail("sato"), first, App.At("2027-04-06 10:30"));
        using var guest = new GuestBrowser(app);

        var moved = await guest.ChoosesAsync(proposal, 1);
        var asItWas = await guest.ChoosesAsync(proposal, 2);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (moved.Status, asItWas.Status));
    }

    private static string TakesTime(App app, string start, string whose = "sato") => app.Outlook.Put(
        App.Mail(whose), new NewItem("歯医者", App.At(start), App.At(start) + Duration.FromHours(1)));

    /// <summary>Sato never signs in.</summary>
    private static async Task<ProposalMade> ProposesWithSatoAsync(App app, bool overlapAccepted = false)
    {
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"], OverlapAccepted = overlapAccepted });
        await app.OutsideWorldSettlesAsync();
        return proposal;
    }
}
