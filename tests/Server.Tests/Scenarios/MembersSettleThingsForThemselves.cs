using System.Net;
using Hidori.Server.Tests.Kit;

using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>個人設定: name and reading, language, zone, working hours, form and signature (SPEC E1b).</summary>
public sealed class MembersSettleThingsForThemselves
{
    [Theory, EveryDatabase]
    public async Task What_is_saved_is_there_again_and_speaks_in_pages_and_mails(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        var saved = await SaveAsync(
            tanaka, ("name", "田中 みさき"), ("reading", "たなか みさき"), ("language", "en"), ("zone", "Europe/London"), ("format", "VisitToUs"),
            ("signature", "営業部\r\n内線 123"));

        Assert.Contains("Your settings are saved.", saved.Text, StringComparison.Ordinal);
        Assert.Equal(
            ("田中 みさき", "たなか みさき", "営業部\n内線 123"),
            (saved.ValueOf("name"), saved.ValueOf("reading"), saved.Document.QuerySelector("textarea[name=signature]")!.TextContent));
        var compose = await tanaka.Web.GetAsync("/proposals/new");
        Assert.Equal("Europe/London", compose.ValueOf("zone"));
        Assert.NotNull(compose.Document.QuerySelector("input[name=format][value=VisitToUs][checked]"));
        Assert.Null(compose.Document.QuerySelector("input[name=onlineMeeting][checked]"));

        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var toGuest = Assert.Single(app.Simulator.Mail.To("takahashi@guest.example"));
        Assert.Contains("\n営業部\n内線 123\n", toGuest.Text!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("営業部<br>", toGuest.Html!.ReplaceLineEndings("").Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("田中 みさき", toGuest.Text!, StringComparison.Ordinal);

        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var toHost = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
        Assert.Contains("Confirmed", toHost.Text!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("内線 123", toHost.Text!, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_browser_that_was_switched_to_another_language_keeps_it_and_a_new_one_speaks_the_members(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using (var first = await app.SignsInAsync("tanaka"))
            await SaveAsync(first, ("language", "en"));

        using var another = await app.SignsInAsync("tanaka");
        Assert.Contains("Your settings", (await another.Web.GetAsync("/settings")).Text, StringComparison.Ordinal);
        Assert.Contains("個人設定", (await another.Web.GetAsync("/settings?lang=ja")).Text, StringComparison.Ordinal);
        Assert.Contains("個人設定", (await another.Web.GetAsync("/settings")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Suggestions_stay_within_everybodys_working_hours(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato");
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        // Wednesday afternoons alone.
        await SaveAsync(sato, ("works1", ""), ("works2", ""), ("works4", ""), ("works5", ""), ("opens3", "13:00"), ("closes3", "14:00"));
        var page = await tanaka.Web.GetAsync("/proposals/new");
        var id = page.Document.QuerySelectorAll("#f-newHost option").Single(o => o.TextContent.Contains("佐藤", StringComparison.Ordinal)).GetAttribute("value")!;
        page = await tanaka.Web.SubmitAsync(page, "/proposals", ("newHost", id), ("action", "addHost"));

        var suggested = await tanaka.Web.SubmitAsync(page, "/proposals", ("length", "60"), ("action", "suggest"));

        Assert.Equal(
            ["2027-04-07T13:00/2027-04-07T14:00", "2027-04-14T13:00/2027-04-14T14:00", "2027-04-21T13:00/2027-04-21T14:00"],
            suggested.Inputs("candidate").Select(i => i.Value));
    }

    [Theory, EveryDatabase]
    public async Task What_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        var refused = await SaveAsync(
            tanaka, ("name", ""), ("reading", "田中"), ("opens1", "18:00"), ("closes1", "9:00"), ("signature", "残る"), ("zone", "Mars/Olympus"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("氏名を入力してください", refused.Document.QuerySelector("#f-name-e")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("ひらがな", refused.Document.QuerySelector("#f-reading-e")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("終了は開始より後に", refused.Text, StringComparison.Ordinal);
        Assert.Contains("時間帯を選び直してください", refused.Text, StringComparison.Ordinal);
        Assert.Equal(("田中", "18:00", "9:00"), (refused.ValueOf("reading"), refused.ValueOf("opens1"), refused.ValueOf("closes1")));
        Assert.Equal("残る", refused.Document.QuerySelector("textarea[name=signature]")!.TextContent);

        var none = await SaveAsync(tanaka, [.. Enumerable.Range(1, 7).Select(d => ($"works{d}", ""))]);
        Assert.Contains("勤務する曜日を1つ以上", none.Text, StringComparison.Ordinal);
    }

    private static async Task<WebPage> SaveAsync(MemberBrowser browser, params (string, string)[] fields) =>
        await browser.Web.SubmitAsync(await browser.Web.GetAsync("/settings"), "/settings", fields);
}
