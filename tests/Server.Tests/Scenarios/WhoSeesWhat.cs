using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Roles and organizations decide who sees which appointment (SPEC E2).</summary>
public sealed class WhoSeesWhat
{
    [Theory, EveryDatabase]
    public async Task A_member_sees_only_the_appointments_they_arrange_or_attend(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki");
        using var sato = await app.SignsInAsync("sato");
        using var suzuki = await app.SignsInAsync("suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await sato.ProposesAsync(new ProposalText { Title = "佐藤の件" });

        await RefusedEverywhereAsync(suzuki, proposal);

        Assert.DoesNotContain("佐藤の件", (await suzuki.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        Assert.Contains("佐藤の件", (await sato.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        Assert.Contains("佐藤の件", (await tanaka.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await tanaka.SeesAsync(proposal)).Status);
        Assert.Contains("調整中", (await sato.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_appointment_manager_sees_every_appointment_but_not_the_members(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki");
        using var sato = await app.SignsInAsync("sato");
        using var before = await app.SignsInAsync("suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await sato.ProposesAsync(new ProposalText { Title = "佐藤の件" });

        await GivesRoleAsync(tanaka, "鈴木 大輔", "AppointmentManager");
        var ended = await before.Web.GetAsync("/appointments");
        using var suzuki = await app.SignsInAsync("suzuki");

        Assert.Equal("/sign-in", ended.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await suzuki.SeesAsync(proposal)).Status);
        Assert.Contains("佐藤の件", (await suzuki.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await suzuki.Web.GetAsync("/members")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await sato.Web.GetAsync("/members")).Status);
        Assert.Equal(HttpStatusCode.OK, (await tanaka.Web.GetAsync("/members")).Status);
    }

    [Theory, EveryDatabase]
    public async Task Another_organizations_administrator_sees_nothing_of_ours(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { Title = "極秘の件" });
        using var stranger = await app.AnotherOrganizationAsync("smith", "a-password-of-smith");

        await RefusedEverywhereAsync(stranger, proposal);

        Assert.DoesNotContain("極秘の件", (await stranger.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("田中", (await stranger.Web.GetAsync("/members")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("田中", (await stranger.Web.GetAsync("/proposals/new")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_principal_administrators_role_cannot_be_taken_by_another_administrator(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        await GivesRoleAsync(tanaka, "佐藤 健一", "MainAdministrator");
        using var sato = await app.SignsInAsync("sato");

        var page = await sato.Web.GetAsync("/members");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.Document.QuerySelectorAll("form[action$='/role']"));
        Assert.Contains("主管理者", page.Document.QuerySelectorAll("tr").First(r => r.TextContent.Contains("田中", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
    }

    private static async Task GivesRoleAsync(MemberBrowser administrator, string member, string role)
    {
        var page = await administrator.Web.GetAsync("/members");
        var form = page.Document.QuerySelectorAll("tr").First(r => r.TextContent.Contains(member, StringComparison.Ordinal)).QuerySelector("form")!;
        var answer = await administrator.Web.SubmitAsync(page, form.GetAttribute("action")!, ("role", role));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    /// <summary>To look and to act: 404, as if it did not exist.</summary>
    private static async Task RefusedEverywhereAsync(MemberBrowser stranger, ProposalMade proposal)
    {
        foreach (var path in (string[])[$"/appointments/{proposal.Appointment}", $"/appointments/{proposal.Appointment}/withdraw", $"/proposals/{proposal.Appointment}/sent"])
        {
            var page = await stranger.Web.GetAsync(path);
            Assert.True(page.Status == HttpStatusCode.NotFound, $"{path}: {page.Status}");
            Assert.DoesNotContain("高橋", page.Text, StringComparison.Ordinal);
        }

        // Any page's token will do: what protects is the gate, not the form.
        var token = (await stranger.Web.GetAsync("/proposals/new")).ValueOf("__RequestVerificationToken")!;
        foreach (var action in (string[])["withdraw", "cancel", "extend", "reschedule", "retry", "join-link"])
        {
            var answer = await stranger.Web.PostAsync($"/appointments/{proposal.Appointment}/{action}", ("__RequestVerificationToken", token));
            Assert.True(answer.Status == HttpStatusCode.NotFound, $"{action}: {answer.Status}");
        }
    }
}
