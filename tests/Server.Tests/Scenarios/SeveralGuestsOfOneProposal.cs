using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Mail;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Several guests, a link each; the first answer decides for all and everybody is told, CC too (SPEC P2, P6, P9, A3b).</summary>
public sealed class SeveralGuestsOfOneProposal
{
    private const string First = "takahashi@guest.example";
    private const string Second = "mori@guest.example";
    private const string Copy = "hisho@guest.example";

    private static readonly (string, string)[] SecondGuest =
        [("guestName2", "森 一郎様"), ("guestMail2", Second), ("guestLanguage2", "en"), ("copies", $" {Copy} ")];

    [Theory, EveryDatabase]
    public async Task The_first_to_answer_decides_and_all_are_told(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ProposesAsync(tanaka);
        await app.OutsideWorldSettlesAsync();
        var (first, second) = (LinkIn(app, First), LinkIn(app, Second));
        using var guest = new GuestBrowser(app);

        var offered = await guest.Web.GetAsync(second);
        var candidate = offered.Document.QuerySelectorAll("input[name=candidate]")[1].GetAttribute("value")!;
        await guest.Web.SubmitAsync(offered, second.Split('?')[0], ("candidate", candidate), ("companions", "部下 1 名"));
        await app.OutsideWorldSettlesAsync();
        using var other = new GuestBrowser(app);
        var seenByFirst = await other.Web.GetAsync(first);

        Assert.NotEqual(first, second);
        Assert.Contains("高橋 直子", offered.Text, StringComparison.Ordinal);
        Assert.Contains("日時は、みなと設計株式会社 森 一郎 様がお選びになりました", seenByFirst.Text, StringComparison.Ordinal);
        Assert.Contains("部下 1 名", seenByFirst.Text, StringComparison.Ordinal);
        var toFirst = LastTo(app, First);
        Assert.Contains("日時は、みなと設計株式会社 森 一郎 様がお選びになりました", toFirst.Text, StringComparison.Ordinal);
        Assert.Contains(new Uri(app.Address, first).AbsolutePath, toFirst.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("chosen by", LastTo(app, Second).Text, StringComparison.Ordinal);
        var toCopy = Assert.Single(app.Simulator.Mail.To(Copy));
        Assert.DoesNotContain("/p/", toCopy.Text, StringComparison.Ordinal);
        Assert.Contains("写し", toCopy.Text, StringComparison.Ordinal);
        Assert.Contains("森 一郎", Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Subject, StringComparison.Ordinal);
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Contains(First, entry.BodyHtml, StringComparison.Ordinal);
        Assert.Contains(Second, entry.BodyHtml, StringComparison.Ordinal);
        Assert.Contains("部下 1 名", entry.BodyHtml, StringComparison.Ordinal);
        var shown = await tanaka.SeesAsync(proposal);
        Assert.Contains("高橋 直子 様 ほか 1 名", shown.Text, StringComparison.Ordinal);
        Assert.Contains("回答した方", shown.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task One_of_them_is_corrected_and_written_to_alone(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await ProposesAsync(tanaka);
        await app.OutsideWorldSettlesAsync();
        var old = LinkIn(app, Second);

        var page = await tanaka.SeesAsync(proposal);
        var path = page.Document.QuerySelectorAll("a").Select(a => a.GetAttribute("href")).Where(h => h?.Contains("/guest?guest=", StringComparison.Ordinal) is true).ToList()[1]!;
        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(path), "/guest", ("guestMail", "right@guest.example"), ("action", "resend"));
        await app.OutsideWorldSettlesAsync();

        Assert.Single(app.Simulator.Mail.To(First));
        Assert.Equal("Please choose a time for our appointment", Assert.Single(app.Simulator.Mail.To("right@guest.example")).Subject);
        using var guest = new GuestBrowser(app);
        Assert.Equal(HttpStatusCode.NotFound, (await guest.Web.GetAsync(old)).Status);
        Assert.Equal(HttpStatusCode.OK, (await guest.Web.GetAsync(LinkIn(app, First))).Status);
    }

    [Theory, EveryDatabase]
    public async Task Guests_are_added_and_removed_without_losing_what_was_typed(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var fields = Typed().Where(f => f.Item1 != "action").ToList();

        var two = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/proposals/new"), "/proposals", [.. fields, ("action", "addGuest")]);
        var wrong = await tanaka.Web.SubmitAsync(two, "/proposals", ("guestMail2", First), ("copies", "nobody"), ("action", "send"));
        var one = await tanaka.Web.SubmitAsync(
            wrong, "/proposals", ("guestName2", "森 一郎"), ("guestMail2", Second), ("action", "removeGuest:1"));

        Assert.Equal("みなと設計株式会社", two.ValueOf("company2"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("お客様のお名前を入力してください", wrong.ErrorAt("guestName2"), StringComparison.Ordinal);
        Assert.Contains("ほかのお客様と同じメールアドレス", wrong.ErrorAt("guestMail2"), StringComparison.Ordinal);
        Assert.Contains("メールアドレスの形になっていない", wrong.ErrorAt("copies"), StringComparison.Ordinal);
        Assert.Equal(("森 一郎", Second, "製品のご紹介"), (one.ValueOf("guestName"), one.ValueOf("guestMail"), one.ValueOf("title")));
        Assert.Null(one.Document.QuerySelector("#f-guestName2"));
    }

    private static List<(string, string)> Typed() => MemberBrowser.FieldsOf(new ProposalText());

    private static async Task<ProposalMade> ProposesAsync(MemberBrowser member)
    {
        var page = await member.Web.GetAsync("/proposals/new");
        var two = await member.Web.SubmitAsync(page, "/proposals", [.. Typed().Where(f => f.Item1 != "action"), ("action", "addGuest")]);
        var sent = await member.Web.SubmitAsync(two, "/proposals", [.. SecondGuest, ("action", "send")]);
        Assert.True(sent.Address.AbsolutePath.EndsWith("/sent", StringComparison.Ordinal), $"{sent.Address} {sent.Text}");
        return new ProposalMade(Guid.Parse(sent.Address.Segments[^2].TrimEnd('/')), "");
    }

    private static ReceivedMail LastTo(App app, string address) => app.Simulator.Mail.To(address)[^1];

    private static string LinkIn(App app, string address) =>
        new Uri(app.Simulator.Mail.To(address)[0].Text!.Split('\n', ' ').First(w => w.Contains("/p/", StringComparison.Ordinal)).Trim()).PathAndQuery;
}
