using System.Net;
using System.Text.RegularExpressions;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>送る前に確認: who gets what, and the mail as it will be sent (SPEC P2, P3).</summary>
public sealed class BeforeAProposalIsSent
{
    [Theory, EveryDatabase]
    public async Task The_preview_tells_who_gets_what_and_sends_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using (await app.SignsInAsync("suzuki"))
        {
            // Linked: the coordinator hands the meeting over.
        }

        using var tanaka = await app.SignsInAsync("tanaka");
        var text = new ProposalText();
        var fields = MemberBrowser.FieldsOf(text).Where(f => f.Item1 != "action").ToList();
        var page = await tanaka.Web.GetAsync("/proposals/new");
        var id = page.Document.QuerySelectorAll("select[name=newHost] option")
            .First(o => o.TextContent.Contains(App.DisplayName("suzuki"), StringComparison.Ordinal)).GetAttribute("value")!;
        page = await tanaka.Web.SubmitAsync(page, "/proposals", [.. fields, ("newHost", id), ("action", "addHost")]);

        var wrong = await tanaka.Web.SubmitAsync(page, "/proposals", ("guestName", ""), ("action", "preview"));
        var preview = await tanaka.Web.SubmitAsync(
            page, "/proposals", ("creatorAttends", "false"), ("mainHost", id), ("copies", "hisho@guest.example"), ("action", "preview"));
        var changed = await tanaka.Web.SubmitAsync(preview, "/proposals", ("message", "文面を直しました。"), ("action", "preview"));
        await app.OutsideWorldSettlesAsync();
        var mailsBefore = app.Simulator.Mail.To(text.GuestMail).Count;
        var back = await tanaka.Web.SubmitAsync(changed, "/proposals", ("action", "edit"));
        var sent = await tanaka.Web.SubmitAsync(changed, "/proposals", ("action", "send"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.NotNull(wrong.ErrorAt("guestName"));
        Assert.Equal((HttpStatusCode.OK, 0), (preview.Status, mailsBefore));
        var who = preview.Document.QuerySelector("dl")!.TextContent;
        Assert.Contains("Outlook に仮予約 3 件", who, StringComparison.Ordinal);
        Assert.Contains("代理調整者", who, StringComparison.Ordinal);
        Assert.Contains("takahashi@guest.example へ本人用の URL をメール", who, StringComparison.Ordinal);
        Assert.Contains("hisho@guest.example", who, StringComparison.Ordinal);
        Assert.Equal((text.Title, "文面を直しました。"), (back.ValueOf("title"), back.ValueOf("message")));
        Assert.Equal(3, back.Document.QuerySelectorAll("input[name=candidate]").Length);
        Assert.EndsWith("/sent", sent.Address.AbsolutePath, StringComparison.Ordinal);
        // The mail is the one that was shown, but for the link.
        var mail = Assert.Single(app.Simulator.Mail.To(text.GuestMail));
        var shown = changed.Document.QuerySelector("p.pre")!.TextContent;
        Assert.Contains(mail.Subject, changed.Text, StringComparison.Ordinal);
        Assert.Equal(
            Words(shown).Where(w => !w.Contains("/p/", StringComparison.Ordinal)),
            Words(mail.Text!).Where(w => !w.Contains("/p/", StringComparison.Ordinal)));
        // So is its HTML part, in a frame that runs nothing and whose links open nothing.
        var frame = changed.Document.QuerySelector("iframe")!;
        var seen = frame.GetAttribute("srcdoc")!;
        Assert.Equal("allow-same-origin", frame.GetAttribute("sandbox"));
        Assert.Contains("文面を直しました。", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", seen, StringComparison.Ordinal);
        Assert.Equal(Picture(mail.Html!), Picture(seen));
        // Who only arranges has nothing in the calendar (SPEC P2).
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("suzuki")).Count);
    }

    /// <summary>What an HTML part shows, but for the link.</summary>
    private static string Picture(string html) => Regex.Replace(
        Regex.Replace(Regex.Replace(html, "<style>.*?</style>", "", RegexOptions.Singleline), " href=\"[^\"]*\"", ""), @"/p/[\w…-]+", "/p/");

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
