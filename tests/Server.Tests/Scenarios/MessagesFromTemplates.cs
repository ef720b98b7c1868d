using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>テンプレート: written once, one's own or the organization's, and put into the message of a proposal (SPEC P3).</summary>
public sealed class MessagesFromTemplates
{
    [Theory, EveryDatabase]
    public async Task A_template_is_put_into_the_message_and_nothing_typed_is_lost(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        Assert.Null((await tanaka.Web.GetAsync("/proposals/new")).Document.QuerySelector("[name=template]"));
        await SavesAsync(tanaka, "初回のご案内", "はじめてご連絡いたします。\r\n下記よりお選びください。");
        await SavesAsync(tanaka, "会社の案内", "弊社の案内です。", ("for", "all"));

        var compose = await tanaka.Web.GetAsync("/proposals/new");
        var put = await tanaka.Web.SubmitAsync(
            compose, "/proposals", [.. Typed, ("message", "高橋様のご希望の件です。"), ("template", OptionOf(compose, "初回のご案内")), ("action", "putTemplate")]);
        var nothingChosen = await tanaka.Web.SubmitAsync(put, "/proposals", ("action", "putTemplate"));
        var tooLong = await tanaka.Web.SubmitAsync(
            put, "/proposals", ("message", new string('長', 1995)), ("template", OptionOf(put, "会社の案内")), ("action", "putTemplate"));

        Assert.Equal(["自分", "会社"], compose.Document.QuerySelectorAll("#f-template optgroup").Select(g => g.GetAttribute("label")));
        Assert.Equal("高橋様のご希望の件です。\n\nはじめてご連絡いたします。\n下記よりお選びください。", put.ValueOf("message")!.ReplaceLineEndings("\n"));
        Assert.Equal(("製品のご紹介", "takahashi@guest.example", ""), (put.ValueOf("title"), put.ValueOf("guestMail"), put.ValueOf("template")));
        Assert.Equal(3, put.Inputs("candidate").Count);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "差し込むテンプレートを選んでください。"), (nothingChosen.Status, nothingChosen.ErrorAt("template")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, new string('長', 1995)), (tooLong.Status, tooLong.ValueOf("message")));
        Assert.Equal("差し込むと 2005 文字になります。お客様へのご案内は 2000 文字までです。", tooLong.ErrorAt("template"));

        // Kept from the compose screen; and of tanaka's own others see nothing.
        var nameless = await tanaka.Web.SubmitAsync(put, "/proposals", ("action", "keepTemplate"));
        var kept = await tanaka.Web.SubmitAsync(put, "/proposals", ("templateName", "ご希望の件"), ("action", "keepTemplate"));
        var pressedTwice = await tanaka.Web.SubmitAsync(put, "/proposals", ("templateName", "ご希望の件"), ("action", "keepTemplate"));
        Assert.Equal("テンプレートの名前を入力してください。", nameless.ErrorAt("templateName"));
        Assert.Contains("テンプレート「ご希望の件」を残しました。", kept.Text, StringComparison.Ordinal);
        Assert.Single(pressedTwice.Document.QuerySelectorAll("#f-template option"), o => o.TextContent == "ご希望の件");
        Assert.Equal(["会社の案内"], (await suzuki.Web.GetAsync("/proposals/new")).Document.QuerySelectorAll("#f-template optgroup option").Select(o => o.TextContent));

        await tanaka.Web.SubmitAsync(kept, "/proposals", ("action", "send"));
        await app.OutsideWorldSettlesAsync();
        Assert.Contains("はじめてご連絡いたします。", Assert.Single(app.Simulator.Mail.To("takahashi@guest.example")).Text!, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task They_are_put_in_and_kept_where_other_times_are_offered_too(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        await SavesAsync(tanaka, "追加のご案内", "候補を追加いたしました。");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var path = $"/proposals/{proposal.Appointment}/candidates";

        var page = await tanaka.Web.GetAsync(path);
        var put = await tanaka.Web.SubmitAsync(page, path, ("template", OptionOf(page, "追加のご案内")), ("action", "putTemplate"));
        var nothingChosen = await tanaka.Web.SubmitAsync(put, path, ("action", "putTemplate"));
        var kept = await tanaka.Web.SubmitAsync(nothingChosen, path, ("templateName", "両方の文面"), ("action", "keepTemplate"));
        var more = await tanaka.Web.SubmitAsync(kept, path, ("action", "add:2027-04-13T13:00/2027-04-13T15:00"));
        await tanaka.Web.SubmitAsync(more, path, ("action", "send"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal($"{path}#message", page.Document.QuerySelector("button[value=putTemplate]")!.GetAttribute("formaction"));
        Assert.Equal("よろしくお願いいたします。\n\n候補を追加いたしました。", put.ValueOf("message")!.ReplaceLineEndings("\n"));
        Assert.Equal(page.Inputs("candidate").Count, put.Inputs("candidate").Count);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "差し込むテンプレートを選んでください。"), (nothingChosen.Status, nothingChosen.ErrorAt("template")));
        Assert.Contains("テンプレート「両方の文面」を残しました。", kept.Text, StringComparison.Ordinal);
        Assert.NotEmpty(OptionOf(kept, "両方の文面"));
        Assert.Contains("候補を追加いたしました。", app.Simulator.Mail.To("takahashi@guest.example")[^1].Text!, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Everybodys_are_changed_by_those_who_keep_them_and_ones_own_by_nobody_else(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        await SavesAsync(tanaka, "会社の案内", "弊社の案内です。", ("for", "all"));
        var mine = await SavesAsync(suzuki, "鈴木の案内", "鈴木です。");
        var (shared, own) = (LinkOf(await tanaka.Web.GetAsync("/templates"), "会社の案内"), LinkOf(mine, "鈴木の案内"));

        // A member reads the organization's, and can neither change, share nor delete.
        var seen = await suzuki.Web.GetAsync("/templates");
        var form = await suzuki.Web.GetAsync("/templates/new");
        var shares = await suzuki.Web.SubmitAsync(form, ActionOf(form), ("name", "横取り"), ("text", "文面"), ("for", "all"));
        form.Form(ActionOf(form)).SetAttribute("action", shared);
        var changes = await suzuki.Web.SubmitAsync(form, shared, ("name", "横取り"), ("text", "文面"));
        var deletes = await suzuki.Web.GetAsync($"{shared}/delete");
        var ofAnother = await tanaka.Web.GetAsync(own);
        Assert.Contains("弊社の案内です。", seen.Text, StringComparison.Ordinal);
        Assert.Null(seen.Document.QuerySelector($"a[href='{shared}']"));
        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
            (shares.Status, changes.Status, deletes.Status, ofAnother.Status));

        // What is wrong is said at the field; a change and a deletion are seen by everybody.
        var edit = await tanaka.Web.GetAsync(shared);
        var empty = await tanaka.Web.SubmitAsync(edit, shared, ("name", ""), ("text", ""));
        var tooLong = await tanaka.Web.SubmitAsync(edit, shared, ("name", new string('名', 61)), ("text", new string('文', 2001)));
        await tanaka.Web.SubmitAsync(edit, shared, ("text", "新しい案内です。"));
        var changed = await suzuki.Web.GetAsync("/templates");
        var question = await tanaka.Web.GetAsync($"{shared}/delete");
        var deleted = await tanaka.Web.SubmitAsync(question, "/delete");
        Assert.Equal(("名前を入力してください。", "文面を入力してください。"), (empty.ErrorAt("name"), empty.ErrorAt("text")));
        Assert.NotNull(tooLong.ErrorAt("name"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, new string('文', 2001)), (tooLong.Status, tooLong.ValueOf("text")));
        Assert.Contains("新しい案内です。", changed.Text, StringComparison.Ordinal);
        Assert.Contains("会社の全員が使えなくなります", question.Text, StringComparison.Ordinal);
        Assert.Contains("テンプレートを削除しました。", deleted.Text, StringComparison.Ordinal);
        Assert.Null((await tanaka.Web.GetAsync("/proposals/new")).Document.QuerySelector("[name=template]"));
        Assert.Contains("鈴木です。", (await suzuki.Web.GetAsync("/templates")).Text, StringComparison.Ordinal);
    }

    private static IEnumerable<(string, string)> Typed =>
        MemberBrowser.FieldsOf(new ProposalText()).Where(f => f.Item1 is not ("action" or "message"));

    private static async Task<WebPage> SavesAsync(MemberBrowser member, string name, string text, params (string, string)[] more)
    {
        var form = await member.Web.GetAsync("/templates/new");
        var saved = await member.Web.SubmitAsync(form, ActionOf(form), [("name", name), ("text", text), .. more]);
        Assert.Contains("テンプレートを保存しました。", saved.Text, StringComparison.Ordinal);
        return saved;
    }

    private static string ActionOf(WebPage form) =>
        form.Document.Forms.Select(f => f.GetAttribute("action")!).Single(a => a.StartsWith("/templates/", StringComparison.Ordinal));

    private static string LinkOf(WebPage list, string name) =>
        list.Document.QuerySelectorAll("details").Single(d => d.QuerySelector("summary")!.TextContent == name).QuerySelector("a")!.GetAttribute("href")!;

    private static string OptionOf(WebPage page, string name) =>
        page.Document.QuerySelectorAll("#f-template option").Single(o => o.TextContent == name).GetAttribute("value")!;
}
