using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Bad input gets a message at the field in the reader's language, changes nothing and loses nothing (SPEC X5).</summary>
public sealed class SomethingIsTypedWrong
{
    private static readonly string[] Kept = ["title", "company", "guestName", "guestMail", "message", "note", "place"];

    /// <summary>What is done wrong, where that is said, and in which words.</summary>
    private static readonly (string Mistake, string Field, string Japanese, string English)[] Mistakes =
    [
        ("past candidate", "candidate", "過去の時刻の候補があります", "A candidate lies in the past"),
        ("overlapping candidates", "candidate", "候補どうしの時間が重なっています", "Two candidates overlap"),
        ("end before start", "candidate", "終了が開始より前の候補があります", "A candidate ends before it starts"),
        ("no candidate", "candidate", "候補を 1 件以上選んでください", "Choose at least one candidate"),
        ("too many candidates", "candidate", "候補は 20 件までです", "No more than 20 candidates"),
        ("whole days", "candidate", "24 時間を超える候補があります", "longer than 24 hours"),
        ("unknown host", "mainHost", "主担当を選んでください", "Choose the main host"),
        ("nobody", "host", "担当者を 1 人以上選んでください", "Choose at least one host"),
        ("malformed mail", "guestMail", "メールアドレスの形になっていません", "This is not an e-mail address"),
        ("no mail", "guestMail", "お客様のメールアドレスが必要です", "e-mail address is needed"),
        ("no name", "guestName", "お客様のお名前を入力してください", "Enter the guest's name"),
        ("long title", "title", "200 文字以内で入力してください", "no more than 200 characters"),
        ("long message", "message", "2000 文字以内で入力してください", "no more than 2000 characters"),
        ("deadline gone", "deadlineDate", "回答期限が過ぎています", "The deadline has passed"),
        ("deadline too late", "deadlineDate", "回答期限が最後の候補より後です", "after the last candidate"),
        ("deadline without a date", "deadlineDate", "日付", "Enter the date of the deadline"),
        ("deadline malformed", "deadlineTime", "時刻を「17:00」のように", "Enter a time like 17:00"),
        ("busy time", "overlapAccepted", "担当者の予定と重なる候補があります", "overlaps a host's calendar"),
    ];

    /// <remarks>One server for all of them: what is refused leaves nothing behind.</remarks>
    [Theory, EveryDatabase]
    public async Task The_compose_page_says_what_is_wrong_where_it_is_and_keeps_the_rest(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("来客", App.At("2027-04-12 10:00"), App.At("2027-04-12 11:00")));

        foreach (var (mistake, field, japanese, english) in Mistakes)
        {
            foreach (var (language, message) in ((string, string)[])[("ja", japanese), ("en", english)])
            {
                var page = await tanaka.Web.GetAsync("/proposals/new?lang=" + language);
                (string, string)[] fields = [.. Mistaken(mistake), ("note", "社内メモです"), ("place", "本社")];
                var answer = await tanaka.Web.SubmitAsync(page, "/proposals", fields);

                var sent = fields.ToLookup(f => f.Item1, f => f.Item2);
                Assert.Equal((mistake, HttpStatusCode.UnprocessableEntity), (mistake, answer.Status));
                Assert.Contains(answer.Document.QuerySelectorAll("p.error"), e => e.TextContent.Contains(message, StringComparison.Ordinal));
                Assert.True(answer.Document.QuerySelector($"a[href='#f-{field}']") is not null && answer.Document.GetElementById("f-" + field) is not null, mistake);
                Assert.Equal(Kept.Select(name => (mistake, name, sent[name].Last())), Kept.Select(name => (mistake, name, answer.ValueOf(name)!)));
                Assert.Equal(sent["candidate"].Order(), answer.Inputs("candidate").Select(i => i.Value).Order());
            }
        }

        await app.OutsideWorldSettlesAsync();
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Empty(app.Simulator.Mail.Messages);
    }

    [Theory, EveryDatabase]
    public async Task A_candidate_on_busy_time_is_marked_and_may_be_sent_knowingly(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("来客", App.At("2027-04-06 10:30"), App.At("2027-04-06 11:30")));

        var refused = await tanaka.SendAsync(new ProposalText());
        var sent = await tanaka.Web.SubmitAsync(refused, "/proposals", ("overlapAccepted", "true"), ("action", "send"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("30分", refused.Text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith("/sent", sent.Address.AbsolutePath, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_typed_candidate_is_added_only_when_it_can_be_read(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await tanaka.Web.GetAsync("/proposals/new");
        (string Field, string Value, string Message)[] mistakes =
        [
            ("newDate", "", "日付を入力してください"),
            ("newDate", "9999-12-31", "日付を入力してください"),
            ("newStart", "いつか", "のように入力してください"),
            ("newEnd", "08:00", "終了は開始より後の時刻にしてください"),
        ];

        foreach (var (field, value, message) in mistakes)
        {
            var typed = new Dictionary<string, string> { ["newDate"] = "2027-04-06", ["newStart"] = "09:00", ["newEnd"] = "10:00", [field] = value };
            var answer = await tanaka.Web.SubmitAsync(
                page, "/proposals", [.. typed.Select(t => (t.Key, t.Value)), ("title", "残る題名"), ("action", "addCandidate")]);

            Assert.Contains(message, answer.ErrorAt(field), StringComparison.Ordinal);
            Assert.Equal("残る題名", answer.ValueOf("title"));
            Assert.Empty(answer.Inputs("candidate"));
        }
    }

    [Theory, EveryDatabase]
    public async Task An_address_typed_by_hand_is_no_fault_of_ours(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        string[] paths =
        [
            "/proposals/new?week=9999-12-31",
            "/proposals/new?week=0001-01-01",
            "/proposals/new?week=banana",
            "/appointments?page=999999999&state=banana&q=%00",
        ];

        foreach (var path in paths)
            Assert.Equal((path, HttpStatusCode.OK), (path, (await tanaka.Web.GetAsync(path)).Status));
    }

    [Theory, EveryDatabase]
    public async Task Extending_says_which_deadline_is_possible(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        (string Date, string Time, string Japanese, string English)[] mistakes =
        [
            ("2027-04-01", "10:00", "これから、最後の候補が始まるまで", "Choose a time between now"),
            ("2027-05-01", "10:00", "これから、最後の候補が始まるまで", "Choose a time between now"),
            ("", "10:00", "日付を入力してください", "Enter a date"),
        ];

        foreach (var (date, time, japanese, english) in mistakes)
        {
            foreach (var (language, message) in ((string, string)[])[("ja", japanese), ("en", english)])
            {
                await tanaka.Web.GetAsync("/appointments?lang=" + language);
                var page = await tanaka.PressesAsync(proposal.Appointment, "extend", ("deadlineDate", date), ("deadlineTime", time));

                Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
                Assert.Contains(message, page.ErrorAt("deadlineDate"), StringComparison.Ordinal);
                Assert.Equal((date, time), (page.ValueOf("deadlineDate"), page.ValueOf("deadlineTime")));
            }
        }
    }

    [Theory, EveryDatabase]
    public async Task Moving_says_which_time_is_possible(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        (string Field, string Value, string Japanese, string English)[] mistakes =
        [
            ("newDate", "2027-04-01", "これからの日時を選んでください", "Choose a time to come"),
            ("newEnd", "09:00", "終了は開始より後の時刻にしてください", "The end must be after the start"),
            ("newStart", "昼", "時刻を「17:00」のように", "Enter a time like 17:00"),
            ("newDate", "", "日付を入力してください", "Enter a date"),
        ];

        foreach (var (field, value, japanese, english) in mistakes)
        {
            var typed = new Dictionary<string, string> { ["newDate"] = "2027-04-09", ["newStart"] = "10:00", ["newEnd"] = "11:00", [field] = value };
            foreach (var (language, message) in ((string, string)[])[("ja", japanese), ("en", english)])
            {
                await tanaka.Web.GetAsync("/appointments?lang=" + language);
                var page = await tanaka.PressesAsync(proposal.Appointment, "reschedule", [.. typed.Select(t => (t.Key, t.Value))]);

                Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
                Assert.Contains(message, page.ErrorAt(field), StringComparison.Ordinal);
                Assert.All(typed, t => Assert.Equal(t.Value, page.ValueOf(t.Key)));
            }
        }
    }

    [Theory, EveryDatabase]
    public async Task Too_many_words_on_ending_are_said_on_the_page_that_asks(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        var words = new string('あ', 1001);

        var page = await tanaka.PressesAsync(proposal.Appointment, "withdraw", ("message", words));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("1000 文字以内", page.ErrorAt("message"), StringComparison.Ordinal);
        Assert.Equal(words, page.ValueOf("message"));
        Assert.Contains("調整中", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    private static List<(string, string)> Mistaken(string mistake)
    {
        var good = new ProposalText();
        var nobody = Guid.CreateVersion7().ToString();
        return mistake switch
        {
            "past candidate" => MemberBrowser.FieldsOf(good with { Candidates = ["2027-04-01T10:00/2027-04-01T11:00"] }),
            "overlapping candidates" => MemberBrowser.FieldsOf(good with { Candidates = ["2027-04-06T10:00/2027-04-06T11:00", "2027-04-06T10:30/2027-04-06T11:30"] }),
            "end before start" => MemberBrowser.FieldsOf(good with { Candidates = ["2027-04-06T11:00/2027-04-06T10:00"] }),
            "no candidate" => MemberBrowser.FieldsOf(good with { Candidates = [] }),
            "too many candidates" => MemberBrowser.FieldsOf(good with
            {
                Candidates = [.. Enumerable.Range(1, 21).Select(d => $"2027-05-{d:00}T10:00/2027-05-{d:00}T11:00")],
            }),
            "whole days" => MemberBrowser.FieldsOf(good with { Candidates = ["2027-04-06T10:00/2027-04-08T10:00"] }),
            "unknown host" => [.. MemberBrowser.FieldsOf(good), ("mainHost", nobody)],
            "nobody" => [.. MemberBrowser.FieldsOf(good), ("host", nobody), ("mainHost", nobody)],
            "malformed mail" => MemberBrowser.FieldsOf(good with { GuestMail = "takahashi@guest" }),
            "no mail" => MemberBrowser.FieldsOf(good with { GuestMail = "" }),
            "no name" => MemberBrowser.FieldsOf(good with { GuestName = "" }),
            "long title" => MemberBrowser.FieldsOf(good with { Title = new string('長', 201) }),
            "long message" => MemberBrowser.FieldsOf(good with { Message = new string('長', 2001) }),
            "deadline gone" => MemberBrowser.FieldsOf(good with { Deadline = App.At("2027-04-01 10:00") }),
            "deadline too late" => MemberBrowser.FieldsOf(good with { Deadline = App.At("2027-04-09 10:00") }),
            "deadline without a date" => [.. MemberBrowser.FieldsOf(good), ("deadlineTime", "10:00")],
            "deadline malformed" => [.. MemberBrowser.FieldsOf(good), ("deadlineDate", "2027-04-06"), ("deadlineTime", "夕方")],
            "busy time" => MemberBrowser.FieldsOf(good with { Candidates = ["2027-04-12T10:30/2027-04-12T11:30"] }),
            _ => throw new ArgumentException(mistake, nameof(mistake)),
        };
    }
}
