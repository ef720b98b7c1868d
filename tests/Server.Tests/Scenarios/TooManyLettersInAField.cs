using System.Net;
using System.Text.RegularExpressions;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A browser stops at the field's length; what comes past it is told how long is too long, and nothing is cut off (SPEC X5).</summary>
public sealed class TooManyLettersInAField
{
    private const string Password = "a long pass phrase";

    [Theory, EveryDatabase]
    public async Task Composing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        (string, int)[] limits =
            [("title", 200), ("company", 100), ("guestName", 100), ("guestMail", 254), ("place", 300), ("message", 2000), ("note", 2000)];

        foreach (var (field, longest) in limits)
        {
            (string Name, string Value)[] fields =
                [.. MemberBrowser.FieldsOf(new ProposalText()).Where(f => f.Item1 != field), (field, TooLong(field, longest))];

            await IsSaidAsync(tanaka.Web, "/proposals/new?", "/proposals", field, longest, fields);
        }

        await app.OutsideWorldSettlesAsync();
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Empty(app.Simulator.Mail.Messages);
    }

    [Theory, EveryDatabase]
    public async Task Adding_a_member(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        foreach (var (field, longest) in ((string, int)[])[("name", 100), ("email", 254)])
        {
            var typed = new Dictionary<string, string> { ["email"] = "suzuki@test.example", ["name"] = "鈴木 大輔", [field] = TooLong(field, longest) };
            await IsSaidAsync(tanaka.Web, "/members?", "/members", field, longest, [.. typed.Select(t => (t.Key, t.Value))]);
        }

        Assert.DoesNotContain("suzuki@test.example", (await tanaka.Web.GetAsync("/members")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Creating_the_organization(DatabaseKind kind)
    {
        await using var app = await App.StartEmptyAsync(kind);
        var link = await app.LinkOnTheConsoleAsync();
        using var browser = app.NewBrowser();

        foreach (var (field, longest) in ((string, int)[])[("organizationName", 100), ("name", 100), ("email", 254)])
        {
            var typed = new Dictionary<string, string>
            {
                ["organizationName"] = "株式会社試験", ["name"] = "田中 美咲", ["email"] = "tanaka@test.example", [field] = TooLong(field, longest),
            };
            await IsSaidAsync(browser, link + "&", "/first-run", field, longest, [.. typed.Select(t => (t.Key, t.Value))], ("password", Password));
        }

        Assert.NotNull(await app.LinkOnTheConsoleAsync());
    }

    [Theory, EveryDatabase]
    public async Task Taking_up_an_invitation(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        await tanaka.Web.SubmitAsync(
            await tanaka.Web.GetAsync("/members"), "/members", ("email", "suzuki@test.example"), ("name", ""), ("role", "Member"));
        await app.OutsideWorldSettlesAsync();
        var link = Regex.Match(app.Simulator.Mail.To("suzuki@test.example")[^1].Text!, @"/invitation/\S+").Value;
        using var suzuki = app.NewBrowser();

        await IsSaidAsync(suzuki, link + "?", link, "name", 100, [("name", TooLong("name", 100))], ("password", Password));

        Assert.Equal(HttpStatusCode.OK, (await suzuki.GetAsync(link)).Status);
    }

    [Theory, EveryDatabase]
    public async Task Answering_as_a_guest(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        var candidate = (await guest.OpensAsync(proposal)).Inputs("candidate")[1].Value;

        await IsSaidAsync(
            guest.Web, proposal.GuestPath + "?", proposal.GuestPath, "note", 2000, [("candidate", candidate), ("note", TooLong("note", 2000))]);
        await IsSaidAsync(
            guest.Web, proposal.GuestPath + "/other-times?", proposal.GuestPath + "/other-times", "wishMessage", 2000,
            [("wishDate1", "2027-04-13"), ("wishStart1", "10:00"), ("wishEnd1", "11:00"), ("wishMessage", TooLong("wishMessage", 2000))]);

        Assert.Contains("調整中", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase("withdraw")]
    [EveryDatabase("cancel")]
    public async Task Ending_an_appointment(DatabaseKind kind, string ending)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        if (ending == "cancel")
            await guest.ChoosesAsync(proposal, 1);

        await IsSaidAsync(
            tanaka.Web, $"/appointments/{proposal.Appointment}/{ending}?", "/" + ending, "message", 1000, [("message", TooLong("message", 1000))]);

        await tanaka.Web.GetAsync("/appointments?lang=ja");
        Assert.Contains(ending == "cancel" ? "確定" : "調整中", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    /// <summary>What a browser counts as one letter it sends as two: CR and LF (HTML, the textarea's API value).</summary>
    [Theory, EveryDatabase]
    public async Task The_end_of_a_line_counts_once_as_in_the_browser(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var full = string.Join("\r\n", Enumerable.Repeat(new string('長', 99), 19).Append(new string('長', 100)));

        var proposal = await tanaka.ProposesAsync(new ProposalText { Message = full });
        var tooLong = await guest.ChoosesAsync(proposal, 1, full + "長");
        var done = await guest.ChoosesAsync(proposal, 1, full);

        Assert.Contains("いま 2001 文字", tooLong.ErrorAt("note"), StringComparison.Ordinal);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
    }

    /// <summary>In both languages: at the field, with both numbers, and all that was typed is there still.</summary>
    private static async Task IsSaidAsync(
        Browser browser, string page, string action, string field, int longest, (string Name, string Value)[] fields, params (string, string)[] notKept)
    {
        (string, string)[] languages =
            [("ja", $"{longest} 文字以内で入力してください(いま {longest + 1} 文字です)"), ("en", $"no more than {longest} characters (now {longest + 1})")];
        foreach (var (language, words) in languages)
        {
            var answer = await browser.SubmitAsync(await browser.GetAsync($"{page}lang={language}"), action, [.. fields, .. notKept]);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains(words, answer.ErrorAt(field), StringComparison.Ordinal);
            foreach (var one in fields.Where(f => f.Name is not ("candidate" or "action" or "onlineMeeting") && f.Value is not null))
                Assert.Equal(one.Value, answer.ValueOf(one.Name));
            foreach (var candidate in fields.Where(f => f.Name == "candidate"))
                Assert.Contains(answer.Inputs("candidate"), i => i.Value == candidate.Value && (i.Type == "hidden" || i.IsChecked));
        }
    }

    private static string TooLong(string field, int longest) =>
        field.EndsWith("ail", StringComparison.Ordinal) ? "@test.example".PadLeft(longest + 1, 'a') : new string('長', longest + 1);
}
