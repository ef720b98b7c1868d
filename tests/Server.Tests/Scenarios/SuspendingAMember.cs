using System.Net;
using Hidori.Server.Tests.Kit;
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
