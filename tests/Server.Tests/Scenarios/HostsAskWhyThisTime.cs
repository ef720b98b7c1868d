using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>この時間はなぜ?, ワンタイムURL, and the organization's own days (SPEC B1, B4, B14).</summary>
public sealed class HostsAskWhyThisTime
{
    [Theory, EveryDatabase]
    public async Task A_time_is_explained_and_titles_are_for_their_owner(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("見積レビュー", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));
        var path = await OwnPageAsync(tanaka);
        await SetsAsync(tanaka, path, ("notice", "1"), ("noticeUnit", "days"));
        await AddsAsync(tanaka, path, "鈴木 大輔");

        var refused = await tanaka.Web.GetAsync($"{path}/why?date=2027-04-07&start=14:00");
        var seen = await suzuki.Web.GetAsync($"{path}/why?date=2027-04-07&start=14:00");
        var offered = await tanaka.Web.GetAsync($"{path}/why?date=2027-04-07&start=11:00");
        var soon = await tanaka.Web.GetAsync($"{path}/why?date=2027-04-05&start=16:30");
        var closed = await tanaka.Web.GetAsync($"{path}/why?date=2027-04-29&start=10:00");
        var odd = await tanaka.Web.GetAsync($"{path}/why?date=9999-99-99&start=noon&minutes=7");

        Assert.Contains("4月7日(水) 14:00〜14:30 は提示していません", refused.Text, StringComparison.Ordinal);
        Assert.Contains("決め手: 田中 美咲", refused.Text, StringComparison.Ordinal);
        Assert.Contains("「見積レビュー」 14:00〜15:00、予定あり", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("見積レビュー", seen.Text, StringComparison.Ordinal);
        Assert.Contains("14:00〜15:00、予定あり", seen.Text, StringComparison.Ordinal);
        Assert.Contains("11:00〜11:30 は提示しています", offered.Text, StringComparison.Ordinal);
        Assert.Contains("11:00 ○", offered.Text, StringComparison.Ordinal);
        Assert.Contains("14:00 ×", offered.Text, StringComparison.Ordinal);
        Assert.Contains("受付の締め切りを過ぎています。いま受け付けているのは 4月6日(火) 9:00 以降に始まる時間です。", soon.Text, StringComparison.Ordinal);
        Assert.Contains("「昭和の日」です。祝日は休みの設定です。", closed.Text, StringComparison.Ordinal);
        Assert.Contains("期間は 60 日先の 6月4日(金) までです。", closed.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, odd.Status);
    }

    [Theory, EveryDatabase]
    public async Task Whoever_cannot_be_read_is_told_as_such(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var path = await OwnPageAsync(tanaka);
        await AddsAsync(tanaka, path, "鈴木 大輔");
        app.Outlook.SetMailboxState(App.Mail("suzuki"), MailboxState.Missing);

        var why = await tanaka.Web.GetAsync($"{path}/why?date=2027-04-07&start=14:00");

        Assert.Contains("いま確認できないため提示していません", why.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await sato.Web.GetAsync($"{path}/why?date=2027-04-07&start=14:00")).Status);
    }

    [Theory, EveryDatabase]
    public async Task Caps_tell_how_many_are_booked(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = app.NewBrowser();
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with { Limits = s.Limits with { PerDay = 1, PerWeek = 3 } });
        await page.BooksAsync(guest, "2027-04-07 14:00");

        var full = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}/why?date=2027-04-07&start=10:00");
        var other = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}/why?date=2027-04-08&start=10:00");
        var english = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}/why?date=2027-04-07&start=10:00&lang=en");

        Assert.Contains("決め手: 受付の上限", full.Text, StringComparison.Ordinal);
        Assert.Contains("この日は 1 件のうち 1 件が予約済みで、上限に達しています。", full.Text, StringComparison.Ordinal);
        Assert.Contains("この週は 3 件のうち 1 件が予約済みです。", full.Text, StringComparison.Ordinal);
        Assert.Contains("この日は 1 件のうち 0 件が予約済みです。", other.Text, StringComparison.Ordinal);
        Assert.Contains("The day is full: 1 of 1 booked.", english.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_same_time_of_another_page_is_one_choice_away(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        using var sato = await app.SignsInAsync("sato");
        var own = await OwnPageAsync(suzuki);
        var team = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "suzuki"]);
        var foreign = await BookingPageMade.OpenAsync(app, "hisho", ["sato"]);

        var seen = await suzuki.Web.GetAsync($"{own}/why?date=2027-04-07&start=11:00");
        var chosen = await suzuki.Web.GetAsync($"{own}/why?page={team.Id}&date=2027-04-07&start=11:00&minutes=30");
        var without = await suzuki.Web.GetAsync($"{own}/why?page={team.Id}");
        var refused = await suzuki.Web.GetAsync($"{own}/why?page={foreign.Id}&date=2027-04-07&start=11:00");
        var alone = await sato.Web.GetAsync($"/booking-pages/{foreign.Id}/why?date=2027-04-07&start=11:00");

        Assert.Equal(["製品のご相談", "鈴木 大輔との打ち合わせ"], seen.Document.QuerySelectorAll("#w-page option").Select(o => o.TextContent).Order(StringComparer.Ordinal));
        Assert.Equal("鈴木 大輔との打ち合わせ", seen.Document.QuerySelector("#w-page option[selected]")!.TextContent);
        Assert.Equal($"/booking-pages/{team.Id}/why", chosen.Address.AbsolutePath);
        Assert.Contains("4月7日(水) 11:00〜11:30 は提示しています", chosen.Text, StringComparison.Ordinal);
        Assert.Contains("田中 美咲", chosen.Text, StringComparison.Ordinal);
        Assert.Equal($"/booking-pages/{team.Id}/why", without.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        Assert.Null(alone.Document.QuerySelector("#w-page"));
    }

    [Theory, EveryDatabase]
    public async Task A_hold_leads_to_its_proposal_for_whoever_may_see_that(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki", "sato");
        using var administrator = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        using var sato = await app.SignsInAsync("sato");
        using var guest = app.NewBrowser();
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["sato", "suzuki"]);
        var proposal = await suzuki.ProposesAsync(new ProposalText());
        await page.BooksAsync(guest, "2027-04-08 10:00");
        var held = $"/booking-pages/{page.Id}/why?date=2027-04-07&start=14:00";
        var address = $"/appointments/{proposal.Appointment}";

        foreach (var reader in (MemberBrowser[])[suzuki, administrator])
        {
            var seen = await reader.Web.GetAsync(held);
            var links = seen.Document.QuerySelectorAll($"main a[href='{address}']").Select(a => a.TextContent).ToList();
            Assert.Equal(2, links.Count);
            Assert.Contains("製品のご紹介", links[0], StringComparison.Ordinal);
            Assert.Equal("日程調整を開く", links[1]);
            Assert.Contains("Hidori の仮予約 14:00〜15:00、回答期限 ", seen.Text, StringComparison.Ordinal);
            Assert.Contains("みなと設計株式会社", (await reader.Web.GetAsync(address)).Text, StringComparison.Ordinal);
        }

        var unseen = await sato.Web.GetAsync(held);
        Assert.Contains("Hidori の仮予約 14:00〜15:00", unseen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("回答期限", unseen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("製品のご紹介", unseen.Text, StringComparison.Ordinal);
        Assert.Null(unseen.Document.QuerySelector("main a[href*='/appointments/']"));
        Assert.Equal(HttpStatusCode.NotFound, (await sato.Web.GetAsync(address)).Status);
        var booked = await sato.Web.GetAsync($"/booking-pages/{page.Id}/why?date=2027-04-08&start=10:00");
        Assert.Contains("アポイントメントを開く", booked.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_one_time_url_is_made_copied_and_deleted(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        var path = await OwnPageAsync(tanaka);

        var page = await tanaka.Web.GetAsync($"{path}/links");
        var past = await tanaka.Web.SubmitAsync(page, "/links", ("until", "2027-04-01"));
        var made = await tanaka.Web.SubmitAsync(page, "/links", ("note", "みなと設計 高橋様"));
        Assert.Equal("2027-05-05", page.ValueOf("until"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, past.Status);
        Assert.NotNull(past.ErrorAt("until"));
        Assert.Contains("みなと設計 高橋様", made.Text, StringComparison.Ordinal);
        Assert.Contains("未使用", made.Text, StringComparison.Ordinal);
        Assert.Contains("/b/-/", made.Document.QuerySelector("input[readonly]")!.GetAttribute("value"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await suzuki.Web.GetAsync($"{path}/links")).Status);

        app.TimePasses(NodaTime.Duration.FromDays(31));
        using var later = await app.SignsInAsync("tanaka");
        var over = await later.Web.GetAsync($"{path}/links");
        Assert.Contains("期限切れ", over.Text, StringComparison.Ordinal);
        Assert.Null(over.Document.QuerySelector("input[readonly]"));
        Assert.Contains("まだありません。", (await later.Web.SubmitAsync(over, "/delete")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_organizations_own_days_close_and_open_every_page(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        var path = await OwnPageAsync(tanaka);
        var days = await tanaka.Web.GetAsync("/booking-pages/organization");

        var backwards = await tanaka.Web.SubmitAsync(days, "/days", ("first", "2027-04-12"), ("last", "2027-04-10"), ("dayName", "創立記念日"));
        var closed = await tanaka.Web.SubmitAsync(days, "/days", ("first", "2027-04-12"), ("last", "2027-04-13"), ("dayName", "創立記念日"));
        await tanaka.Web.SubmitAsync(closed, "/days", ("first", "2027-04-29"), ("kind", "Open"));
        Assert.Equal(("2027-04-12", "創立記念日"), (backwards.ValueOf("first"), backwards.ValueOf("dayName")));
        Assert.NotNull(backwards.ErrorAt("last"));
        Assert.Contains("4月13日(火)", closed.Text, StringComparison.Ordinal);
        Assert.Contains("「創立記念日」のため、会社の休みです。", (await tanaka.Web.GetAsync($"{path}/why?date=2027-04-13&start=10:00")).Text, StringComparison.Ordinal);
        var open = (await tanaka.Web.GetAsync($"{path}/why?date=2027-04-29&start=10:00")).Text;
        Assert.Contains("は提示しています", open, StringComparison.Ordinal);
        Assert.Contains("「昭和の日」ですが、祝日として休みにはしていません。", open, StringComparison.Ordinal);

        // The company's part of the addresses.
        var unfit = await tanaka.Web.SubmitAsync(days, "/slug", ("slug", "株式会社"));
        var moved = await tanaka.Web.SubmitAsync(days, "/slug", ("slug", "Akebono"));
        Assert.Equal("株式会社", unfit.ValueOf("slug"));
        Assert.NotNull(unfit.ErrorAt("slug"));
        Assert.Contains("予約ページの URL を変えました。", moved.Text, StringComparison.Ordinal);
        Assert.EndsWith("/b/akebono/tanaka", (await tanaka.Web.GetAsync("/booking-pages")).Document.QuerySelector("input[readonly]")!.GetAttribute("value"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await suzuki.Web.GetAsync("/booking-pages/organization")).Status);

        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/booking-pages/organization"), "/days/delete");
        Assert.DoesNotContain("会社の休みです。", (await tanaka.Web.GetAsync($"{path}/why?date=2027-04-12&start=10:00")).Text, StringComparison.Ordinal);
    }

    private static async Task<string> OwnPageAsync(MemberBrowser member) =>
        (await member.Web.GetAsync("/booking-pages")).Document.QuerySelector("main h2 a")!.GetAttribute("href")!;

    private static async Task SetsAsync(MemberBrowser member, string path, params (string, string)[] fields) =>
        Assert.Contains("予約ページの設定を保存しました。", (await member.Web.SubmitAsync(await member.Web.GetAsync(path), path, [.. fields, ("action", "save")])).Text, StringComparison.Ordinal);

    private static async Task AddsAsync(MemberBrowser member, string path, string name)
    {
        var settings = await member.Web.GetAsync(path);
        var id = settings.Document.QuerySelectorAll("#f-newMember option").Single(o => o.TextContent.StartsWith(name, StringComparison.Ordinal)).GetAttribute("value")!;
        var added = await member.Web.SubmitAsync(settings, path, ("newMember", id), ("action", "addMember"));
        await member.Web.SubmitAsync(added, path, ("action", "save"));
    }
}
