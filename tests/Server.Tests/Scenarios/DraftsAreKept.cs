using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>下書き: kept for its owner alone, never over what another window kept, and gone once it is sent (SPEC P5).</summary>
public sealed class DraftsAreKept
{
    [Theory, EveryDatabase]
    public async Task A_draft_is_kept_opened_elsewhere_and_gone_when_it_is_sent(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        var fields = MemberBrowser.FieldsOf(new ProposalText()).Where(f => f.Item1 != "action").ToList();

        var kept = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/proposals/new"), "/proposals", [.. fields, ("action", "saveDraft")]);
        var path = kept.Address.PathAndQuery;
        using var elsewhere = await app.SignsInAsync("tanaka");
        var opened = await elsewhere.Web.GetAsync(path);
        var list = await elsewhere.Web.GetAsync("/appointments?state=Draft");
        var ofAnother = await suzuki.Web.GetAsync(path);
        var othersList = await suzuki.Web.GetAsync("/appointments?state=Draft");

        Assert.Contains("/proposals/new?draft=", path, StringComparison.Ordinal);
        Assert.Equal(("製品のご紹介", "takahashi@guest.example"), (opened.ValueOf("title"), opened.ValueOf("guestMail")));
        Assert.Equal(3, opened.Document.QuerySelectorAll("input[name=candidate]").Length);
        Assert.Contains("候補 3 件", list.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, ofAnother.Status);
        Assert.DoesNotContain("製品のご紹介", othersList.Text, StringComparison.Ordinal);

        // Two windows: the second to keep it is told, and then may say so or look at the other.
        await elsewhere.Web.SubmitAsync(opened, "/proposals", ("title", "別の画面"), ("action", "saveDraft"));
        var told = await tanaka.Web.SubmitAsync(kept, "/proposals", ("title", "この画面"), ("action", "saveDraft"));
        var form = kept.Document.QuerySelectorAll("#compose [name]").Where(e => e.GetAttribute("type") == "hidden").ToList();
        var byScript = await tanaka.Web.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(app.Address, "/proposals/draft"))
        {
            Content = new FormUrlEncodedContent(form.Select(e => KeyValuePair.Create(e.GetAttribute("name")!, e.GetAttribute("value") ?? ""))),
        });
        var unchanged = await elsewhere.Web.GetAsync(path);
        var overwritten = await tanaka.Web.SubmitAsync(told, "/proposals", ("action", "overwriteDraft"));
        Assert.Equal((HttpStatusCode.Conflict, "この画面", "別の画面"), (told.Status, told.ValueOf("title"), unchanged.ValueOf("title")));
        Assert.Equal(HttpStatusCode.Conflict, byScript.Status);
        Assert.Contains("\"hasClash\":true", byScript.Text, StringComparison.Ordinal);
        Assert.NotNull(told.Document.QuerySelector("#f-draft button[value=overwriteDraft]"));
        Assert.Equal((HttpStatusCode.OK, "この画面"), (overwritten.Status, overwritten.ValueOf("title")));

        var sent = await tanaka.Web.SubmitAsync(overwritten, "/proposals", ("action", "send"));
        var again = await elsewhere.Web.SubmitAsync(unchanged, "/proposals", ("action", "saveDraft"));
        Assert.EndsWith("/sent", sent.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await tanaka.Web.GetAsync(path)).Status);
        Assert.Contains("送信済み", again.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Outlook.CalendarOf(App.Mail("tanaka")), e => e.Subject.Contains("別の画面", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task Odd_letters_are_kept_as_they_were_typed(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        // Its two halves stand on either side of where the list cuts, and PostgreSQL takes no half.
        var title = new string('あ', 199) + "😀終";

        var kept = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/proposals/new"), "/proposals", ("title", title), ("action", "saveDraft"));
        var list = await tanaka.Web.GetAsync("/appointments?state=Draft");

        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.Equal(title, kept.ValueOf("title"));
        Assert.Contains(new string('あ', 199), list.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_draft_is_discarded_after_a_question_and_there_is_room_for_fifty(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var blank = await tanaka.Web.GetAsync("/proposals/new");
        Task<WebPage> Keeps(int number) => tanaka.Web.SubmitAsync(
            blank, "/proposals", ("title", $"下書き{number}"), ("draft", new Guid(number, 0, 0, new byte[8]).ToString()), ("action", "saveDraft"));

        var first = await Keeps(1);
        for (var number = 2; number <= 50; number++)
            await Keeps(number);
        var tooMany = await Keeps(51);
        var tooLong = await tanaka.Web.SubmitAsync(first, "/proposals", ("note", new string('長', 70_000)), ("action", "saveDraft"));
        var question = await tanaka.Web.GetAsync($"/proposals/drafts/{first.Address.Query["?draft=".Length..]}/discard");
        var list = await tanaka.Web.SubmitAsync(question, "/discard");
        var room = await Keeps(51);

        Assert.Equal((HttpStatusCode.Conflict, "下書き51"), (tooMany.Status, tooMany.ValueOf("title")));
        Assert.Contains("下書きは 50 件まで", tooMany.Text, StringComparison.Ordinal);
        Assert.Contains("下書きが長すぎて", tooLong.Text, StringComparison.Ordinal);
        Assert.Contains("下書き1", question.Text, StringComparison.Ordinal);
        Assert.Contains("49", list.Document.QuerySelector("a[href*='state=Draft']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, room.Status);
    }
}
