using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>予約ページ: ready for every member, and changed by those whose it is (SPEC B1–B7, B11b, A0).</summary>
public sealed class HostsSeeToTheirPages
{
    private static readonly string[] WrongFields =
    [
        "name", "slug", "lengths", "h1-0-opens", "h2-0-opens", "h3-0-closes", "perDay", "notice", "keywords", "bufferKeywords", "thankYou", "frames", "companions", "guestNotice",
    ];

    [Theory, EveryDatabase]
    public async Task A_page_is_ready_and_what_is_set_is_kept(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");

        var list = await tanaka.Web.GetAsync("/booking-pages");
        var again = await tanaka.Web.GetAsync("/booking-pages");
        var settings = await tanaka.Web.GetAsync(PageOf(list, "田中 美咲との打ち合わせ"));
        var path = settings.Address.AbsolutePath;

        Assert.Single(again.Document.QuerySelectorAll("main h2"));
        Assert.EndsWith("/tanaka", list.Document.QuerySelector("input[readonly]")!.GetAttribute("value"), StringComparison.Ordinal);
        Assert.Contains("公開中", list.Text, StringComparison.Ordinal);
        Assert.Equal(("30", "30", "Asia/Tokyo", "10:00"), (settings.ValueOf("lengths"), settings.ValueOf("step"), settings.ValueOf("zone"), settings.ValueOf("h1-0-opens")));
        Assert.NotEmpty(settings.Document.QuerySelectorAll("#pv .slot"));

        // Lines are added and moved by buttons, and nothing typed is lost.
        var member = settings.Document.QuerySelectorAll("#f-newMember option").Single(o => o.TextContent == "鈴木 大輔").GetAttribute("value")!;
        var added = await tanaka.Web.SubmitAsync(settings, path, ("name", "製品のご相談"), ("newMember", member), ("action", "addMember"));
        var moved = await tanaka.Web.SubmitAsync(added, path, ("action", "upMember:1"));
        var range = await tanaka.Web.SubmitAsync(moved, path, ("action", "addHours:6"));
        var date = await tanaka.Web.SubmitAsync(range, path, ("h6-0-opens", "10:00"), ("h6-0-closes", "12:00"), ("h6-1-opens", "14:00"), ("h6-1-closes", "0:00"), ("action", "addException"));
        var asked = await tanaka.Web.SubmitAsync(date, path, ("x0-date", "2027-04-29"), ("action", "addQuestion"));
        Assert.Equal(("製品のご相談", member, "Attends"), (moved.ValueOf("name"), moved.ValueOf("m0-id"), moved.ValueOf("m1-part")));

        var saved = await tanaka.Web.SubmitAsync(
            asked, path, ("slug", "soudan"), ("lengths", "60、３０"), ("rule", "AnyOne"), ("choice", "Priority"), ("format", "VisitToUs"), ("receptionCode", "true"),
            ("q0-label", "ご相談の分野"), ("q0-kind", "Choice"), ("q0-choices", "校正\n修理"), ("q0-required", "true"), ("keywords", "移動可, 作業"), ("bufferKeywords", "移動, バッファ"), ("perDay", "4"),
            ("notice", "3"), ("noticeUnit", "hours"), ("frames", "https://www.test.example/"), ("action", "save"));
        var kept = await tanaka.Web.GetAsync(path);

        Assert.Contains("予約ページの設定を保存しました。", saved.Text, StringComparison.Ordinal);
        Assert.Equal(("soudan", "30, 60", "AnyOne", "Priority"), (kept.ValueOf("slug"), kept.ValueOf("lengths"), kept.ValueOf("rule"), kept.ValueOf("choice")));
        Assert.Equal((member, "10:00", "14:00", "00:00"), (kept.ValueOf("m0-id"), kept.ValueOf("h6-0-opens"), kept.ValueOf("h6-1-opens"), kept.ValueOf("h6-1-closes")));
        Assert.Equal(("2027-04-29", "", "ご相談の分野", "Choice"), (kept.ValueOf("x0-date"), kept.ValueOf("x0-opens"), kept.ValueOf("q0-label"), kept.ValueOf("q0-kind")));
        Assert.Equal("移動、バッファ", kept.ValueOf("bufferKeywords"));
        Assert.Equal(("移動可、作業", "4", "3", "https://www.test.example"), (kept.ValueOf("keywords"), kept.ValueOf("perDay"), kept.ValueOf("notice"), kept.ValueOf("frames")));
        Assert.True(kept.Inputs("receptionCode").Single().IsChecked);

        // Who only takes part sees the page, and cannot change it.
        var seen = await suzuki.Web.GetAsync("/booking-pages");
        Assert.Contains("製品のご相談", seen.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await suzuki.Web.GetAsync(path)).Status);
    }

    [Theory, EveryDatabase]
    public async Task What_is_wrong_is_said_at_the_field_and_nothing_is_changed(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        var other = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/booking-pages"), "/booking-pages");
        var settings = await tanaka.Web.GetAsync(PageOf(await tanaka.Web.GetAsync("/booking-pages"), "田中 美咲との打ち合わせ"));
        var path = settings.Address.AbsolutePath;

        var wrong = await tanaka.Web.SubmitAsync(
            settings, path, ("name", ""), ("slug", "相談"), ("lengths", "500"), ("h1-0-opens", "13:00"), ("h1-0-closes", "12:00"), ("h2-0-closes", "14:00"), ("h3-0-closes", ""),
            ("perDay", "0"), ("notice", "70"), ("noticeUnit", "days"), ("keywords", new string('長', 41)), ("bufferKeywords", new string('長', 41)), ("thankYou", "http://test.example"), ("frames", "https://a.example/b"),
            ("companions", "51"), ("guestNotice", "たくさん"), ("action", "save"));
        var taken = await tanaka.Web.SubmitAsync(settings, path, ("slug", "tanaka-2"), ("description", "書きかけの説明"), ("action", "save"));
        var nobody = await tanaka.Web.SubmitAsync(settings, path, ("m0-part", "Coordinator"), ("action", "save"));
        var never = await tanaka.Web.SubmitAsync(settings, path, ("notice", "2"), ("noticeUnit", "days"), ("furthest", "1"), ("action", "save"));
        var longer = await tanaka.Web.SubmitAsync(settings, path, ("lengths", "300"), ("action", "save"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(
            [],
            WrongFields.Where(f => wrong.ErrorAt(f) is not { Length: > 0 }));
        Assert.Equal(("相談", "500", "たくさん"), (wrong.ValueOf("slug"), wrong.ValueOf("lengths"), wrong.ValueOf("guestNotice")));
        Assert.Equal(HttpStatusCode.Conflict, taken.Status);
        Assert.StartsWith("この URL は、会社のほかの予約ページが使っています。", taken.ErrorAt("slug"), StringComparison.Ordinal);
        Assert.Equal("書きかけの説明", taken.ValueOf("description"));
        Assert.Contains("会議に参加するメンバーがいません。", nobody.Text, StringComparison.Ordinal);
        Assert.StartsWith("この設定では、提示できる時間がありません。", never.ErrorAt("notice"), StringComparison.Ordinal);
        Assert.Contains("4時間30分", longer.ErrorAt("lengths")!, StringComparison.Ordinal);
        Assert.Contains("新しい予約ページ", other.Text, StringComparison.Ordinal);
        Assert.Equal("tanaka", (await tanaka.Web.GetAsync(path)).ValueOf("slug"));

        // Two windows: the later one is told, and keeps what it typed.
        await tanaka.Web.SubmitAsync(settings, path, ("name", "先に保存"), ("action", "save"));
        var late = await tanaka.Web.SubmitAsync(settings, path, ("name", "後から保存"), ("action", "save"));
        Assert.Equal((HttpStatusCode.Conflict, "後から保存"), (late.Status, late.ValueOf("name")));
        Assert.Equal("先に保存", (await tanaka.Web.GetAsync(path)).ValueOf("name"));
    }

    [Theory, EveryDatabase]
    public async Task Only_those_whose_it_is_change_a_page(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki", "sato");
        using var suzuki = await app.SignsInAsync("suzuki");
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var path = PageOf(await suzuki.Web.GetAsync("/booking-pages"), "鈴木 大輔との打ち合わせ");
        var stranger = await app.AnotherOrganizationAsync("kato", "long enough password");

        // A colleague, and another organization, know of no such page; an administrator sees to all.
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK),
            ((await sato.Web.GetAsync(path)).Status, (await sato.Web.GetAsync($"{path}/delete")).Status, (await stranger.Web.GetAsync(path)).Status, (await tanaka.Web.GetAsync(path)).Status));
        Assert.DoesNotContain("鈴木 大輔との打ち合わせ", (await tanaka.Web.GetAsync("/booking-pages")).Text, StringComparison.Ordinal);
        Assert.Contains("鈴木 大輔との打ち合わせ", (await tanaka.Web.GetAsync("/booking-pages?whose=all")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("鈴木 大輔との打ち合わせ", (await sato.Web.GetAsync("/booking-pages?whose=all")).Text, StringComparison.Ordinal);

        // As coordinator the colleague changes it too.
        var settings = await suzuki.Web.GetAsync(path);
        var id = settings.Document.QuerySelectorAll("#f-newMember option").Single(o => o.TextContent == "佐藤 健一").GetAttribute("value")!;
        var added = await suzuki.Web.SubmitAsync(settings, path, ("newMember", id), ("action", "addMember"));
        await suzuki.Web.SubmitAsync(added, path, ("m1-part", "Coordinator"), ("action", "save"));
        var byCoordinator = await sato.Web.SubmitAsync(await sato.Web.GetAsync(path), path, ("name", "佐藤が直した名前"), ("m1-part", "Attends"), ("action", "save"));
        Assert.Equal(HttpStatusCode.NotFound, byCoordinator.Status);
        Assert.Contains("佐藤が直した名前", (await suzuki.Web.GetAsync("/booking-pages")).Text, StringComparison.Ordinal);
        stranger.Dispose();
    }

    [Theory, EveryDatabase]
    public async Task A_page_is_paused_published_copied_and_deleted(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        var list = await tanaka.Web.GetAsync("/booking-pages");
        var path = PageOf(list, "田中 美咲との打ち合わせ");

        var paused = await tanaka.Web.SubmitAsync(list, $"{path}/state");
        var published = await tanaka.Web.SubmitAsync(paused, $"{path}/state");
        var copied = await tanaka.Web.SubmitAsync(published, $"{path}/duplicate");
        var question = await tanaka.Web.GetAsync($"{copied.Address.AbsolutePath}/delete");
        var deleted = await tanaka.Web.SubmitAsync(question, "/delete");

        Assert.Contains("受付を止めました。", paused.Text, StringComparison.Ordinal);
        Assert.Contains("予約ページを公開しました。", published.Text, StringComparison.Ordinal);
        Assert.Equal(("田中 美咲との打ち合わせ のコピー", "tanaka-2"), (copied.ValueOf("name"), copied.ValueOf("slug")));
        Assert.Contains("停止中", copied.Text, StringComparison.Ordinal);
        Assert.Contains("これからの予約はありません。", question.Text, StringComparison.Ordinal);
        Assert.Contains("予約ページを削除しました。", deleted.Text, StringComparison.Ordinal);
        Assert.Single(deleted.Document.QuerySelectorAll("main h2"));

        // Whoever cannot be the main host keeps settings, and publishes nothing (A0).
        var settings = await tanaka.Web.GetAsync(path);
        var suzuki = settings.Document.QuerySelectorAll("#f-newMember option").Single(o => o.TextContent.StartsWith("鈴木 大輔", StringComparison.Ordinal)).GetAttribute("value")!;
        var unlinked = await tanaka.Web.SubmitAsync(settings, path, ("m0-id", suzuki), ("action", "save"));
        Assert.Contains("設定は保存しましたが、公開していません。", unlinked.Text, StringComparison.Ordinal);
        Assert.Contains("この設定では、提示できる時間がありません", unlinked.Text, StringComparison.Ordinal);
        Assert.Contains("停止中", (await tanaka.Web.GetAsync("/booking-pages")).Text, StringComparison.Ordinal);
        Assert.Contains("公開していません", (await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/booking-pages"), $"{path}/state")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Whoever_deletes_their_last_page_has_none_and_guests_are_told_so(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var path = PageOf(await tanaka.Web.GetAsync("/booking-pages"), "田中 美咲との打ち合わせ");
        using var web = app.NewBrowser();
        var before = await web.GetAsync("/b/test/tanaka");

        var deleted = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync($"{path}/delete"), "/delete");
        var list = await tanaka.Web.GetAsync("/booking-pages");
        var after = await web.GetAsync("/b/test/tanaka");

        Assert.Equal(System.Net.HttpStatusCode.OK, before.Status);
        Assert.Contains("予約ページを削除しました。", deleted.Text, StringComparison.Ordinal);
        Assert.Empty(list.Document.QuerySelectorAll("main h2 a"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, after.Status);
    }

    private static string PageOf(WebPage list, string name) =>
        list.Document.QuerySelectorAll("main h2 a").Single(a => a.TextContent == name).GetAttribute("href")!;
}
