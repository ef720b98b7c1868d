using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>利用を停止: what is open is listed first; then out at once, and offered nowhere (SPEC M7, E2).</summary>
public sealed class SuspendingAMember
{
    [Theory, EveryDatabase]
    public async Task A_suspended_member_is_out_at_once_and_comes_back_when_resumed(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        await sato.ProposesAsync(new ProposalText { ByMail = false });
        await app.OutsideWorldSettlesAsync();

        var asked = await tanaka.Web.GetAsync(PathOfSuspend(await tanaka.Web.GetAsync("/members")));
        var members = await tanaka.Web.SubmitAsync(asked, "/suspend");
        var compose = await tanaka.Web.GetAsync("/proposals/new");
        var after = await sato.Web.GetAsync("/appointments");
        using var tries = new MemberBrowser(app, "sato");
        var refused = await tries.TriesToSignInAsync();
        await tanaka.Web.SubmitAsync(members, "/resume");
        using var again = await app.SignsInAsync("sato");

        Assert.Contains("3 件(日程調整 1 件分)", asked.Text, StringComparison.Ordinal);
        Assert.Contains("停止中", members.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(App.DisplayName("sato"), compose.Text, StringComparison.Ordinal);
        Assert.Equal("/sign-in", after.Address.AbsolutePath);
        Assert.Contains("利用を停止しています", refused.Text, StringComparison.Ordinal);
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("sato")).Count);
        Assert.Equal("/appointments", (await again.Web.GetAsync("/appointments")).Address.AbsolutePath);
    }

    /// <summary>Their link still works, so nothing of the promise to the guest changes.</summary>
    [Theory, EveryDatabase]
    public async Task A_guest_confirms_the_proposal_of_a_suspended_main_host(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var proposal = await sato.ProposesAsync(new ProposalText { ByMail = false });
        await app.OutsideWorldSettlesAsync();
        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(PathOfSuspend(await tanaka.Web.GetAsync("/members"))), "/suspend");
        using var guest = new GuestBrowser(app);

        var done = await guest.ChoosesAsync(proposal, 2);
        await app.OutsideWorldSettlesAsync();
        var seen = await tanaka.SeesAsync(proposal);
        await tanaka.PressesAsync(proposal.Appointment, "cancel");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("カレンダー未反映", seen.Text, StringComparison.Ordinal);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("sato")));
        Assert.Equal(2, app.Simulator.Mail.To("takahashi@guest.example").Count);
    }

    /// <summary>What cannot be read is never free (SPEC M21), and a meeting that is confirmed already stays, pending (A0).</summary>
    [Theory, EveryDatabase]
    public async Task Once_the_account_of_who_left_is_closed_guests_are_asked_to_wait_and_administrators_are_told(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var open = await sato.ProposesAsync(new ProposalText { ByMail = false });
        var confirmed = await sato.ProposesAsync(new ProposalText { ByMail = false, Candidates = ["2027-04-09T10:00/2027-04-09T11:00"] });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(confirmed, 1);
        await app.OutsideWorldSettlesAsync();
        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(PathOfSuspend(await tanaka.Web.GetAsync("/members"))), "/suspend");
        app.Outlook.SetSignIn(App.Mail("sato"), SignInBlock.Disabled);
        app.Outlook.ForgetAccessTokens(App.Mail("sato"));

        var refused = await guest.ChoosesAsync(open, 1);
        await tanaka.PressesAsync(confirmed.Appointment, "cancel");
        await app.OutsideWorldSettlesAsync();
        var pending = await tanaka.SeesAsync(confirmed);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("カレンダー未反映", pending.Text, StringComparison.Ordinal);
        Assert.Contains("佐藤 健一さんの Microsoft 365 の接続が切れています", pending.Text, StringComparison.Ordinal);
        Assert.Contains(app.Simulator.Mail.To(App.Mail("tanaka")), m => m.Subject.Contains("接続", StringComparison.Ordinal));
        Assert.Contains("調整中", (await tanaka.SeesAsync(open)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Nobody_suspends_themselves_or_the_principal_administrator(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var members = await tanaka.Web.GetAsync("/members");
        var path = PathOfSuspend(members);

        var byAMember = await sato.Web.GetAsync(path);

        Assert.Single(members.Document.QuerySelectorAll("a[href$='/suspend']"));
        Assert.Equal(HttpStatusCode.Forbidden, byAMember.Status);
    }

    private static string PathOfSuspend(WebPage members) =>
        members.Document.QuerySelector("a[href$='/suspend']")!.GetAttribute("href")!;
}
