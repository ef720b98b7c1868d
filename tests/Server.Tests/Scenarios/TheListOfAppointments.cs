using System.Net;
using System.Text;
using Hidori.Server.Tests.Kit;
using Hidori.Server.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>アポイントメント一覧: filters that go together, search, pages, CSV, and several withdrawn at once (SPEC A1, E2).</summary>
public sealed class TheListOfAppointments
{
    [Theory, EveryDatabase]
    public async Task What_is_narrowed_down_is_what_the_file_holds(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var formula = await tanaka.ProposesAsync(new ProposalText { Title = "=HYPERLINK(\"http://x\")", Company = "ミナト設計", GuestName = "髙橋 直子" });
        await sato.ProposesAsync(new ProposalText { Title = "佐藤の件", Company = "ｺｳﾍﾞ商事", GuestName = "ＷＡＤＡ", Candidates = ["2027-04-09T10:00/2027-04-09T11:00"] });

        Assert.Equal(["佐藤の件"], await TitlesAsync(tanaka, "?q=" + Uri.EscapeDataString("こうべ wada")));
        Assert.Equal(["=HYPERLINK(\"http://x\")"], await TitlesAsync(tanaka, "?q=" + Uri.EscapeDataString("ﾐﾅﾄ") + "&state=Open&format=Online&whose=own"));
        Assert.Equal(["佐藤の件"], await TitlesAsync(tanaka, $"?whose={await IdOfAsync(app, "sato")}"));
        Assert.Empty(await TitlesAsync(tanaka, "?q=" + Uri.EscapeDataString("こうべ") + "&whose=own"));
        Assert.Empty(await TitlesAsync(tanaka, "?q=%25&format=Online"));
        Assert.Empty(await TitlesAsync(tanaka, "?format=VisitToUs"));
        Assert.Equal(["佐藤の件"], await TitlesAsync(sato, $"?whose={await IdOfAsync(app, "sato")}"));
        Assert.Equal(["佐藤の件"], await TitlesAsync(sato, ""));

        var link = (await tanaka.Web.GetAsync("/appointments?whose=own")).Document.QuerySelector("a[href*='export.csv']")!.GetAttribute("href")!;
        var answer = await tanaka.Web.DownloadAsync(link);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var lines = Encoding.UTF8.GetString(bytes).Split("\r\n");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal(["\uFEFF状態", "結果", "開始"], lines[0].Split(',')[..3]);
        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\")\",ミナト設計,髙橋 直子,takahashi@guest.example,Web会議", lines[1], StringComparison.Ordinal);
        Assert.Contains($"/appointments/{formula.Appointment}", lines[1], StringComparison.Ordinal);
        Assert.Equal((string.Empty, 3), (lines[2], lines.Length));
        var english = await tanaka.Web.DownloadAsync("/appointments/export.csv?lang=en");
        Assert.StartsWith("State,Outcome,Start", await english.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_list_goes_on_page_by_page_and_back_and_the_file_has_all(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        await app.ReadsAsync(async db =>
        {
            var member = await db.Members.SingleAsync(TestContext.Current.CancellationToken);
            // All of one moment: what orders them is not the time alone.
            db.Appointments.AddRange(Enumerable.Range(0, 210).Select(_ => TestStorage.Proposal(member.Organization, member.Id)));
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        var pages = new List<IReadOnlyList<string>>();
        var page = await tanaka.Web.GetAsync("/appointments");
        pages.Add(IdsOn(page));
        while (pages.Count < 6 && page.Document.QuerySelector(".card > footer a[href*='after=']") is { } next)
            pages.Add(IdsOn(page = await tanaka.Web.GetAsync(next.GetAttribute("href")!)));
        var back = await tanaka.Web.GetAsync(page.Document.QuerySelector(".card > footer a[href*='before=']")!.GetAttribute("href")!);
        var file = await (await tanaka.Web.DownloadAsync("/appointments/export.csv")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal([50, 50, 50, 50, 10], pages.Select(p => p.Count));
        Assert.Equal(210, pages.SelectMany(p => p).Distinct().Count());
        Assert.Equal(pages[3], IdsOn(back));
        Assert.Null((await tanaka.Web.GetAsync("/appointments")).Document.QuerySelector(".card > footer a[href*='before=']"));
        Assert.All(pages.SelectMany(p => p), id => Assert.Contains(id, file, StringComparison.Ordinal));
        Assert.Equal(211, file.Split("\r\n").Length - 1);
    }

    [Theory, EveryDatabase]
    public async Task Several_are_withdrawn_together_and_each_says_what_became_of_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var first = await sato.ProposesAsync(new ProposalText { Title = "一件目" });
        var second = await sato.ProposesAsync(new ProposalText { Title = "二件目", Candidates = ["2027-04-12T10:00/2027-04-12T11:00"] });
        var foreign = await tanaka.ProposesAsync(new ProposalText { Title = "田中の件", Candidates = ["2027-04-13T10:00/2027-04-13T11:00"] });
        await app.OutsideWorldSettlesAsync();
        var query = $"id={first.Appointment}&id={second.Appointment}&id={foreign.Appointment}&back=%2Fappointments%3Fstate%3DOpen";

        Assert.Equal(2, (await sato.Web.GetAsync("/appointments")).Document.QuerySelectorAll("input[name=id][form=several]").Length);
        var asked = await sato.Web.GetAsync("/appointments/withdraw?" + query);
        using (var guest = new GuestBrowser(app))
            await guest.ChoosesAsync(second, 1);
        var tooLong = await SubmitAsync(sato, asked, new string('あ', 1001));
        var done = await SubmitAsync(sato, asked, "また改めます。");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("2 件の日程調整を取り下げますか", asked.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("田中の件", asked.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLong.Status);
        Assert.NotNull(tooLong.ErrorAt("message"));
        Assert.Equal(new string('あ', 1001), tooLong.ValueOf("message"));
        Assert.Equal("取り下げました", WordAt(done, "一件目"));
        Assert.Equal("取り下げられません(確定)", WordAt(done, "二件目"));
        Assert.Equal("/appointments?state=Open", done.Document.QuerySelector("footer a.btn")!.GetAttribute("href"));
        Assert.Equal("取り下げました", WordAt(await SubmitAsync(sato, asked, ""), "一件目"));
        Assert.Contains("取消", (await sato.SeesAsync(first)).Text, StringComparison.Ordinal);
        Assert.Contains("調整中", (await tanaka.SeesAsync(foreign)).Text, StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.Messages, m => m.Text!.Contains("また改めます。", StringComparison.Ordinal));
        Assert.Contains("選ばれていません", (await sato.Web.GetAsync("/appointments/withdraw?id=x")).Text, StringComparison.Ordinal);
    }

    private static Task<WebPage> SubmitAsync(MemberBrowser member, WebPage asked, string message) => member.Web.PostAsync(
        "/appointments/withdraw",
        [
            .. asked.Inputs("id").Select(i => ("id", i.Value)), ("back", asked.ValueOf("back")!), ("message", message),
            ("__RequestVerificationToken", asked.ValueOf("__RequestVerificationToken")!),
        ]);

    private static string WordAt(WebPage page, string title) =>
        page.Document.QuerySelectorAll(".rows > li").First(l => l.TextContent.Contains(title, StringComparison.Ordinal)).LastElementChild!.TextContent.Trim();

    private static async Task<List<string>> TitlesAsync(MemberBrowser member, string query) =>
        [.. (await member.Web.GetAsync("/appointments" + query)).Document.QuerySelectorAll("tbody th .muted").Select(e => e.TextContent)];

    private static IReadOnlyList<string> IdsOn(WebPage page) =>
        [.. page.Document.QuerySelectorAll("tbody a.main").Select(a => a.GetAttribute("href")!.Split('/')[^1])];

    private static Task<string> IdOfAsync(App app, string name) =>
        app.ReadsAsync(db => db.Members.Where(m => m.Mail == App.Mail(name)).Select(m => m.Id.ToString()).SingleAsync(TestContext.Current.CancellationToken));
}
