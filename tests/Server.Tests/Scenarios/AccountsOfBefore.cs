using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What becomes of an account that was replaced and still has entries, when its access ends (SPEC M7, M9, A0).</summary>
public sealed class AccountsOfBefore
{
    private const string Old = "tanaka";
    private const string New = "tanaka.new";
    private const string Administration = "/administration/microsoft365/application";

    [Theory, EveryDatabase]
    public async Task When_its_grant_dies_what_is_there_waits_in_words_and_everything_new_goes_on(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        using var sato = await app.SignsInAsync("sato");
        using var guest = new GuestBrowser(app);
        var kept = await ConfirmedAsync(app, tanaka, guest);
        await SwitchesAsync(tanaka);
        app.Outlook.RevokeRefreshTokens(App.Mail(Old));
        app.TimePasses(Duration.FromHours(2));

        await tanaka.PressesAsync(kept.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "13:00"), ("newEnd", "14:00"), ("overlapAccepted", "true"));
        await tanaka.ProposesAsync(new ProposalText { Candidates = ["2027-04-12T10:00/2027-04-12T11:00"] });
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(App.At("2027-04-06 10:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail(Old))).Start);
        Assert.Equal(ShowAs.Tentative, Assert.Single(app.Outlook.CalendarOf(App.Mail(New))).ShowAs);
        var connections = await tanaka.Web.GetAsync("/connections");
        Assert.Contains("Hidori から変更・取り消しができません", connections.Text, StringComparison.Ordinal);
        Assert.Contains("接続中", connections.Text, StringComparison.Ordinal);
        var page = await sato.SeesAsync(kept);
        Assert.Contains("カレンダー未反映", page.Text, StringComparison.Ordinal);

        // The way out that needs nobody else: somebody whose calendar can be written to takes over, at the new time.
        await sato.Web.SubmitAsync(page, "/main-host", ("to", page.Document.QuerySelector("button[name=to]")!.GetAttribute("value")!));
        await app.OutsideWorldSettlesAsync();
        Assert.Equal(App.At("2027-04-09 13:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("sato")), i => i.IsOrganizer).Start);
    }

    [Theory, EveryDatabase]
    public async Task Served_by_the_application_it_keeps_its_entries_until_an_administrator_ends_that(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        app.Outlook.GrantToApplication(App.Tenant, App.ClientId, "Calendars.ReadWrite", "User.ReadBasic.All");
        using var tanaka = await app.SignsInAsync(Old);
        using var guest = new GuestBrowser(app);
        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/connections/microsoft365/disconnect"), "/disconnect");
        await TurnsAsync(app, tanaka, on: true);
        var administration = await tanaka.Web.GetAsync(Administration);
        await tanaka.Web.SubmitAsync(administration, administration.Document.QuerySelector("tbody form")!.GetAttribute("action")!);
        await app.OutsideWorldSettlesAsync();
        var kept = await ConfirmedAsync(app, tanaka, guest);
        await SwitchesAsync(tanaka);

        await tanaka.PressesAsync(kept.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "13:00"), ("newEnd", "14:00"), ("overlapAccepted", "true"));
        await app.OutsideWorldSettlesAsync();
        var followed = Assert.Single(app.Outlook.CalendarOf(App.Mail(Old))).Start;
        await TurnsAsync(app, tanaka, on: false);
        await tanaka.PressesAsync(kept.Appointment, "cancel");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(App.At("2027-04-09 13:00"), followed);
        Assert.Single(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Contains("Hidori から変更・取り消しができません", (await tanaka.Web.GetAsync("/connections")).Text, StringComparison.Ordinal);
        Assert.Contains("カレンダー未反映", (await tanaka.SeesAsync(kept)).Text, StringComparison.Ordinal);
    }

    /// <summary>Found by a random history: the move swept away what its owner had done in Outlook shortly before (SPEC M19).</summary>
    [Theory, EveryDatabase]
    public async Task A_hold_that_was_dragged_in_the_old_Outlook_is_noticed_before_it_moves(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        app.TimePasses(Duration.FromMinutes(3));
        var dragged = app.Outlook.CalendarOf(App.Mail(Old))[0];
        app.Outlook.MoveEvent(App.Mail(Old), dragged.Id, dragged.Start + Duration.FromHours(3));

        await SwitchesAsync(tanaka, "Move");
        await app.OutsideWorldSettlesAsync();
        var left = Assert.Single(app.Outlook.CalendarOf(App.Mail(Old)));
        var arrived = app.Outlook.CalendarOf(App.Mail(New)).Count;
        var seen = await tanaka.SeesAsync(proposal);
        await tanaka.PressesAsync(proposal.Appointment, "restore");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal((dragged.Id, dragged.Start + Duration.FromHours(3), 2), (left.Id, left.Start, arrived));
        Assert.NotNull(seen.Document.QuerySelector("#outside"));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Contains(app.Outlook.CalendarOf(App.Mail(New)), i => i.Start == dragged.Start);
    }

    /// <summary>Found by a random history: the copy was looked for beside the hold it replaces, which was still in the old account.</summary>
    [Theory, EveryDatabase]
    public async Task Chosen_before_the_holds_have_moved_the_co_host_has_the_meeting_in_the_new_account(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        using var sato = await app.SignsInAsync("sato");
        using var guest = new GuestBrowser(app);
        var proposal = await sato.ProposesAsync(new ProposalText { CoHosts = [Old] });
        await app.OutsideWorldSettlesAsync();

        await SwitchesAsync(tanaka, "Move");
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        await sato.PressesAsync(proposal.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "13:00"), ("newEnd", "14:00"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(App.Mail(New), Assert.Single(Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).Attendees).Address);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Equal(App.At("2027-04-09 13:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail(New))).Start);
        Assert.DoesNotContain("以前のアカウント", (await tanaka.Web.GetAsync("/connections")).Text, StringComparison.Ordinal);
    }

    /// <summary>What is on its way out does not decide where new entries go, least of all when it cannot leave.</summary>
    [Theory, EveryDatabase]
    public async Task New_candidates_for_a_meeting_that_cannot_be_removed_are_held_in_the_new_account(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        using var guest = new GuestBrowser(app);
        var proposal = await ConfirmedAsync(app, tanaka, guest);
        await guest.Web.SubmitAsync(await guest.Web.GetAsync(proposal.GuestPath + "/date"), "/date", ("wishMessage", "別の日に"));
        await SwitchesAsync(tanaka);
        app.Outlook.RevokeRefreshTokens(App.Mail(Old));
        app.TimePasses(Duration.FromHours(2));

        var offer = $"/proposals/{proposal.Appointment}/candidates";
        var added = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(offer), offer, ("action", "add:2027-04-13T13:00/2027-04-13T15:00"));
        await tanaka.Web.SubmitAsync(added, offer, ("action", "send"));
        await app.OutsideWorldSettlesAsync();

        var hold = Assert.Single(app.Outlook.CalendarOf(App.Mail(New)));
        Assert.Equal((App.At("2027-04-13 13:00"), ShowAs.Tentative), (hold.Start, hold.ShowAs));
    }

    private static async Task<App> StartAsync(DatabaseKind kind)
    {
        var app = await App.StartAsync(kind);
        app.Outlook.AddUser(new NewAccount(App.Mail(New), "田中 美咲"));
        return app;
    }

    private static async Task<ProposalMade> ConfirmedAsync(App app, MemberBrowser host, GuestBrowser guest)
    {
        var proposal = await host.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        return proposal;
    }

    /// <summary>To the other account.</summary>
    private static async Task SwitchesAsync(MemberBrowser member, string choice = "Keep")
    {
        var asked = await member.TriesToSignInAsync("/connections", "/microsoft365/another", account: App.Mail(New));
        await member.Web.SubmitAsync(asked, "/connections/microsoft365/switch", ("choice", choice));
    }

    private static async Task TurnsAsync(App app, MemberBrowser administrator, bool on)
    {
        await administrator.Web.SubmitAsync(
            await administrator.Web.GetAsync(Administration), "/application", ("on", on ? "true" : "false"), ("group", "hidori@test.example"));
        await app.OutsideWorldSettlesAsync();
    }
}
