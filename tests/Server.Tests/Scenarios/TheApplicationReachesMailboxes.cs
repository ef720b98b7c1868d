using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Application permissions beside members' own grants, limited to a group (issue 3, SPEC M9, M21).</summary>
public sealed class TheApplicationReachesMailboxes
{
    private const string Path = "/administration/microsoft365/application";

    [Theory, EveryDatabase]
    public async Task From_proposal_to_meeting_without_the_members_sign_in(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, "tanaka", "sato");
        using var tanaka = await TurnsOnAsync(app);
        using var guest = new GuestBrowser(app);

        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();
        var holds = app.Outlook.CalendarOf(App.Mail("sato")).Count;
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(3, holds);
        Assert.Single(app.Outlook.CalendarOf(App.Mail("sato")));
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Contains("アプリケーションの許可", RowOf(await tanaka.Web.GetAsync(Path), "sato"), StringComparison.Ordinal);
        Assert.Contains("Microsoft に確かめました", RowOf(await tanaka.Web.GetAsync(Path), "sato"), StringComparison.Ordinal);
        Assert.Contains(app.Simulator.Requests.All, r => r.PathAndQuery.StartsWith("/graph/v1.0/users/", StringComparison.Ordinal) && r.Method == "POST");
    }

    [Theory, EveryDatabase, Trap(12)]
    public async Task Own_grants_go_first_and_whom_the_group_leaves_out_is_told(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, "tanaka", "sato", "suzuki");
        app.Outlook.LimitApplication(App.ClientId, App.Mail("tanaka"), App.Mail("sato"));
        using var tanaka = await TurnsOnAsync(app);

        var page = await tanaka.Web.GetAsync(Path);

        var members = await tanaka.Web.GetAsync("/members");
        Assert.Contains("本人の接続", RowOf(members, "tanaka"), StringComparison.Ordinal);
        Assert.Contains("アプリケーションの許可", RowOf(members, "sato"), StringComparison.Ordinal);
        Assert.Contains("本人が接続しているため", RowOf(page, "tanaka"), StringComparison.Ordinal);
        Assert.Contains("Microsoft に確かめました", RowOf(page, "sato"), StringComparison.Ordinal);
        Assert.Contains("グループに入っていないか", RowOf(page, "suzuki"), StringComparison.Ordinal);
        Assert.Contains("未接続", RowOf(page, "suzuki"), StringComparison.Ordinal);

        using (await app.SignsInAsync("sato"))
            await app.OutsideWorldSettlesAsync();
        Assert.Contains("本人の接続", RowOf(await tanaka.Web.GetAsync(Path), "sato"), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Ending_it_ends_only_what_it_served_and_it_can_begin_again(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, "tanaka", "sato");
        using var tanaka = await TurnsOnAsync(app);

        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(Path), "/application", ("on", "false"));
        await app.OutsideWorldSettlesAsync();
        var off = await tanaka.Web.GetAsync(Path);
        await tanaka.Web.SubmitAsync(off, "/application", ("on", "true"));
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("未接続", RowOf(off, "sato"), StringComparison.Ordinal);
        Assert.Contains("本人の接続", RowOf(off, "tanaka"), StringComparison.Ordinal);
        Assert.Contains("Microsoft に確かめました", RowOf(await tanaka.Web.GetAsync(Path), "sato"), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Ending_it_removes_the_holds_first_and_keeps_meetings(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, "tanaka", "sato");
        using var tanaka = await TurnsOnAsync(app);
        using var guest = new GuestBrowser(app);
        var meeting = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await guest.ChoosesAsync(meeting, 1);
        await app.OutsideWorldSettlesAsync();
        await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"], Candidates = ["2027-04-13T10:00/2027-04-13T11:00", "2027-04-14T10:00/2027-04-14T11:00", "2027-04-15T10:00/2027-04-15T11:00"] });
        await app.OutsideWorldSettlesAsync();
        var before = app.Outlook.CalendarOf(App.Mail("sato")).Count;

        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(Path), "/application", ("on", "false"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(4, before);
        Assert.Single(app.Outlook.CalendarOf(App.Mail("sato")));
        Assert.Contains("未接続", RowOf(await tanaka.Web.GetAsync(Path), "sato"), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Without_the_administrators_grant_nobody_is_reached(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, "tanaka", "sato");
        app.Outlook.GrantToApplication(App.Tenant, App.ClientId);
        using var tanaka = await TurnsOnAsync(app);

        Assert.Contains("管理者の同意がありません", RowOf(await tanaka.Web.GetAsync(Path), "sato"), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_expired_secret_is_told_once_and_heals(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.ExpireSecret(App.ClientId);

        await PassAsync(app, days: 3);
        Assert.Equal("Microsoft 365 の登録が受け付けられていません", Assert.Single(MailsOf(app)).Subject);
        Assert.Contains("期限が切れています", (await tanaka.Web.GetAsync("/administration/microsoft365")).Text, StringComparison.Ordinal);

        app.Outlook.ExpireSecret(App.ClientId, isExpired: false);
        await PassAsync(app, days: 1);
        Assert.Single(MailsOf(app));
        Assert.DoesNotContain("Microsoft がこの登録を受け付けていません", (await tanaka.Web.GetAsync("/administration/microsoft365")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_end_of_the_secret_is_told_in_steps(DatabaseKind kind)
    {
        await using var app = await RegisteringTheApplication.StartAsync(kind);
        using var tanaka = await RegisteringTheApplication.FirstRunAsync(app);
        await RegisteringTheApplication.EntersAsync(
            tanaka, ("tenant", App.Tenant), ("clientId", RegisteringTheApplication.ClientId), ("secret", RegisteringTheApplication.Secret),
            ("secretEndsOn", "2027-06-10"));

        await PassAsync(app, days: 66);

        Assert.Equal(5, app.Simulator.Mail.To(App.Mail("tanaka")).Count(m => m.Subject.Contains("登録の期限まで", StringComparison.Ordinal)));
    }

    [Theory, EveryDatabase]
    public async Task A_secret_that_ends_soon_stands_on_every_page_of_the_administrator(DatabaseKind kind)
    {
        await using var app = await RegisteringTheApplication.StartAsync(kind);
        using var tanaka = await RegisteringTheApplication.FirstRunAsync(app);
        var fields = new[] { ("tenant", App.Tenant), ("clientId", RegisteringTheApplication.ClientId), ("credential", "secret"), ("secret", RegisteringTheApplication.Secret) };

        await RegisteringTheApplication.EntersAsync(tanaka, [.. fields, ("secretEndsOn", "2028-04-01")]);
        var calm = await tanaka.Web.GetAsync("/appointments");
        await RegisteringTheApplication.EntersAsync(tanaka, [.. fields, ("secretEndsOn", "2027-04-20")]);
        var near = await tanaka.Web.GetAsync("/appointments");

        Assert.DoesNotContain("登録の期限", calm.Text, StringComparison.Ordinal);
        Assert.Contains("Microsoft 365 の登録の期限まで 15 日です", near.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_end_of_a_configured_secret_is_read_from_its_setting(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, "tanaka", "sato");
        app.Settings["Microsoft365:ClientSecretEndsOn"] = "2027-04-20";
        await app.RestartsAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");

        await PassAsync(app, days: 1);

        Assert.Contains("期限まで", (await tanaka.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("期限まで", (await sato.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        Assert.Contains("2027年4月20日", (await tanaka.Web.GetAsync("/administration/microsoft365")).Text, StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")), m => m.Subject.Contains("登録の期限まで", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_renewal_that_meets_a_refused_registration_is_with_the_administrator_at_once(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        app.Outlook.ExpireSecret(App.ClientId);
        app.TimePasses(Duration.FromHours(2));

        await sato.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var page = await tanaka.Web.GetAsync("/appointments");

        Assert.Contains("Microsoft が Hidori の登録を受け付けていません", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft が Hidori の登録を受け付けていません", (await sato.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    private static IReadOnlyList<Simulator.Mail.ReceivedMail> MailsOf(App app) =>
        [.. app.Simulator.Mail.To(App.Mail("tanaka")).Where(m => m.Subject.Contains("登録", StringComparison.Ordinal))];

    private static async Task PassAsync(App app, int days)
    {
        for (var day = 0; day < days; day++)
        {
            app.TimePasses(Duration.FromHours(24));
            await app.WorkerLooksAsync();
        }
    }

    private static async Task<App> StartAsync(DatabaseKind kind, params string[] people)
    {
        var app = await App.StartAsync(kind, people);
        app.Outlook.GrantToApplication(App.Tenant, App.ClientId, "Calendars.ReadWrite", "User.ReadBasic.All");
        return app;
    }

    private static async Task<MemberBrowser> TurnsOnAsync(App app)
    {
        var tanaka = await app.SignsInAsync("tanaka");
        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(Path), "/application", ("on", "true"), ("group", "hidori@test.example"));
        await app.OutsideWorldSettlesAsync();
        return tanaka;
    }

    private static string RowOf(WebPage page, string name) =>
        page.Document.QuerySelectorAll("tbody tr").First(r => r.TextContent.Contains(App.Mail(name), StringComparison.Ordinal)).TextContent;
}
