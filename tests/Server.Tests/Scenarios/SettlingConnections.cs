using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A differing mail is settled by one click (SPEC M4); whoever disconnects leaves no holds behind (SPEC M7).</summary>
public sealed class SettlingConnections
{
    [Theory, EveryDatabase]
    public async Task The_Microsoft_address_becomes_the_registered_one(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using (await app.SignsInAsync("sato"))
            await app.RegistersAsync("sato", "kenichi.sato@test.example");
        using var sato = await app.SignsInAsync("sato");

        var page = await sato.Web.SubmitAsync(await sato.Web.GetAsync("/connections"), "/connections/mail", ("choice", "microsoft"));

        Assert.Contains("Microsoft 365 に合わせました", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("kenichi.sato@test.example", page.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Keeping_both_ends_the_question_until_the_registration_changes(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using (await app.SignsInAsync("sato"))
            await app.RegistersAsync("sato", "kenichi.sato@test.example");
        using var sato = await app.SignsInAsync("sato");

        var kept = await sato.Web.SubmitAsync(await sato.Web.GetAsync("/connections"), "/connections/mail", ("choice", "keep"));
        await app.RegistersAsync("kenichi.sato", "ken@test.example");
        var changed = await sato.Web.GetAsync("/connections");

        Assert.DoesNotContain("登録のメールアドレスと異なります", kept.Text, StringComparison.Ordinal);
        Assert.Contains("登録のメールアドレスと異なります", changed.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase, Trap(10)]
    public async Task While_the_addresses_differ_the_invitation_goes_to_the_linked_mailbox(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using (await app.SignsInAsync("sato"))
            await app.RegistersAsync("sato", "kenichi.sato@test.example");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        using var guest = new GuestBrowser(app);

        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal([App.Mail("sato")], meeting.Attendees.Select(a => a.Address));
        Assert.Equal(meeting.ICalUId, Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).ICalUId);
    }

    [Theory, EveryDatabase, Trap(10)]
    public async Task A_co_host_whose_link_names_no_address_is_invited_by_the_registered_one(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using (await app.SignsInAsync("sato"))
            await app.Database.ExecuteAsync($"UPDATE connections SET address = '' WHERE address = '{App.Mail("sato")}'");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        using var guest = new GuestBrowser(app);

        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal([App.Mail("sato")], meeting.Attendees.Select(a => a.Address));
    }

    [Theory, EveryDatabase]
    public async Task An_address_that_another_member_has_is_not_taken(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki");
        using (await app.SignsInAsync("sato"))
            await app.RegistersAsync("sato", "kenichi.sato@test.example");
        await app.RegistersAsync("suzuki", App.Mail("sato"));
        using var sato = await app.SignsInAsync("sato");

        var page = await sato.Web.SubmitAsync(await sato.Web.GetAsync("/connections"), "/connections/mail", ("choice", "microsoft"));

        Assert.Contains("ほかの社員が登録しています", page.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Disconnecting_removes_the_holds_first_and_then_forgets_the_grant(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        await app.OutsideWorldSettlesAsync();
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);

        var asked = await tanaka.Web.GetAsync("/connections/microsoft365/disconnect");
        await tanaka.Web.SubmitAsync(asked, "/disconnect");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("解除の前に Outlook から消します", asked.Text, StringComparison.Ordinal);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var row = await ConnectionAsync(app);
        Assert.Equal((ConnectionState.Disconnected, ConnectionClosing.Over), (row.State, row.Closing));
        Assert.Null(row.ProtectedRefreshToken);
        Assert.Null(row.ProtectedAccessToken);
    }

    [Theory, EveryDatabase]
    public async Task A_grant_that_is_dead_is_forgotten_at_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        await app.OutsideWorldSettlesAsync();
        app.Outlook.RevokeRefreshTokens(App.Mail("tanaka"));
        app.TimePasses(Duration.FromHours(2));
        await tanaka.Web.GetAsync("/proposals/new");

        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/connections/microsoft365/disconnect"), "/disconnect");

        Assert.Null((await ConnectionAsync(app)).ProtectedRefreshToken);
    }

    private static Task<ConnectionRow> ConnectionAsync(App app) =>
        app.ReadsAsync(db => db.Connections.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken));
}
