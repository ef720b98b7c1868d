using System.Net;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>ご希望から日程調整を作成: a guest whom no time suited gets candidates, and nobody types anything twice (SPEC P2, B8).</summary>
public sealed class AWishBecomesAProposal
{
    private const string Guest = "mori@guest.example";
    private const string Wish = "4月7日の午後、または\n8日の午前を希望します。";
    private const string Candidate = "2027-04-07T15:00/2027-04-07T15:45";

    [Theory, EveryDatabase]
    public async Task The_host_only_marks_times_and_sends_and_the_wish_is_answered(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await OpenAsync(app);
        await WishesAsync(app, page);
        await WishesAsync(app, page, "別件です");

        var mail = app.Simulator.Mail.To(App.Mail("tanaka")).First(m => m.Text!.Contains("8日の午前", StringComparison.Ordinal));
        var link = new Uri(mail.Text!.Split('\n').First(l => l.Contains("/proposals/new?wish=", StringComparison.Ordinal)).Trim()).PathAndQuery;
        var list = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}/wishes");
        var compose = await tanaka.Web.GetAsync(link);
        var kept = await tanaka.Web.SubmitAsync(compose, "/proposals", ("candidate", Candidate), ("action", "saveDraft"));
        var sent = await tanaka.Web.SubmitAsync(kept, "/proposals", ("action", "send"));
        await app.OutsideWorldSettlesAsync();
        var after = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}/wishes");

        Assert.Contains(list.Document.QuerySelectorAll("a"), a => a.GetAttribute("href") == link);
        Assert.Equal(
            ("港産業", "森 一郎", Guest, "en", "Europe/London"),
            (compose.ValueOf("company"), compose.ValueOf("guestName"), compose.ValueOf("guestMail"), compose.ValueOf("guestLanguage"), compose.ValueOf("guestZone")));
        Assert.Equal(("製品のご相談", "45", Wish), (compose.ValueOf("title"), compose.ValueOf("length"), compose.ValueOf("note")));
        Assert.Equal(("Online", "issued", "当日は資料をお持ちします。"), (compose.ValueOf("format"), compose.ValueOf("meetingLink"), compose.ValueOf("message")));
        Assert.Equal(2, compose.Inputs("host").Count);
        Assert.Equal("true", compose.ValueOf("creatorAttends"));
        Assert.EndsWith("/sent", sent.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("Please choose a time for our appointment", Assert.Single(app.Simulator.Mail.To(Guest)).Subject);
        Assert.Equal(App.At("2027-04-07 15:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("suzuki"))).Start);

        var appointment = "/appointments/" + sent.Address.Segments[^2].TrimEnd('/');
        Assert.Contains("ご希望 1 件", (await tanaka.Web.GetAsync("/booking-pages")).Text, StringComparison.Ordinal);
        Assert.Contains(after.Document.QuerySelectorAll("a"), a => a.GetAttribute("href") == appointment);
        Assert.DoesNotContain(after.Document.QuerySelectorAll("a"), a => a.GetAttribute("href") == link);
        // The mail's link, pressed later, leads to what became of it.
        Assert.Equal(appointment, (await tanaka.Web.GetAsync(link)).Address.AbsolutePath);
    }

    [Theory, EveryDatabase]
    public async Task Of_a_page_where_one_of_several_comes_one_is_the_host(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await OpenAsync(app, s => s with { Rule = s.Rule with { Attendance = PageAttendance.AnyOne } }, ("sato", PagePart.Coordinator));
        using var sato = await app.SignsInAsync("sato");
        var link = await WishesAsync(app, page);

        var own = await tanaka.Web.GetAsync(link);
        var coordinators = await sato.Web.GetAsync(link);

        Assert.Contains(App.DisplayName("tanaka"), own.Document.QuerySelector("[data-mains]")!.TextContent, StringComparison.Ordinal);
        Assert.Single(own.Inputs("host"));
        Assert.Single(coordinators.Inputs("host"));
        Assert.Equal("false", coordinators.ValueOf("creatorAttends"));
    }

    [Theory, EveryDatabase]
    public async Task Who_may_not_see_a_wish_makes_no_proposal_of_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await OpenAsync(app);
        var link = await WishesAsync(app, page);

        var refused = await suzuki.Web.GetAsync(link);
        var unknown = await tanaka.Web.GetAsync($"/proposals/new?wish={Guid.CreateVersion7()}");
        var forged = await suzuki.Web.SubmitAsync(
            await suzuki.Web.GetAsync("/proposals/new"), "/proposals",
            [.. MemberBrowser.FieldsOf(new ProposalText()), ("wish", link.Split('=')[^1])]);

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], [refused.Status, unknown.Status]);
        Assert.DoesNotContain(Guest, refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/proposals/new", app.Simulator.Mail.To(App.Mail("suzuki"))[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("/sent", forged.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("ご希望 1 件", (await tanaka.Web.GetAsync("/booking-pages")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Of_two_who_answer_it_the_second_is_told_and_may_send_nonetheless(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await OpenAsync(app);
        var link = await WishesAsync(app, page);
        var first = await tanaka.Web.GetAsync(link);
        var second = await tanaka.Web.GetAsync(link);

        // A double click is one proposal.
        var pressed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => tanaka.Web.SubmitAsync(first, "/proposals", ("candidate", Candidate), ("action", "send"))));
        var sent = Assert.Single(pressed.DistinctBy(p => p.Address));
        var told = await tanaka.Web.SubmitAsync(second, "/proposals", ("candidate", Candidate), ("overlapAccepted", "true"), ("action", "send"));
        var nonetheless = await tanaka.Web.SubmitAsync(told, "/proposals", ("overlapAccepted", "true"), ("action", "send"));
        await app.OutsideWorldSettlesAsync();

        Assert.EndsWith("/sent", sent.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, told.Status);
        Assert.Contains("すでに日程調整が送られています", told.Text, StringComparison.Ordinal);
        Assert.Equal((Wish, Candidate), (told.ValueOf("note"), told.ValueOf("candidate")));
        Assert.EndsWith("/sent", nonetheless.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.NotEqual(sent.Address, nonetheless.Address);
        Assert.Equal(sent.Address.Segments[^2].TrimEnd('/'), (await tanaka.Web.GetAsync(link)).Address.Segments[^1]);
    }

    private static Task<BookingPageMade> OpenAsync(
        App app, Func<BookingPageSettings, BookingPageSettings>? change = null, params (string, PagePart)[] others) =>
        BookingPageMade.OpenAsync(
            app, "soudan", ["tanaka", "suzuki"],
            s => (change ?? (same => same))(s with
            {
                Meeting = s.Meeting with { Minutes = [45, 60], Format = AppointmentFormat.Online, WithJoinLink = true, Message = "当日は資料をお持ちします。" },
            }),
            others);

    /// <returns>Where a proposal is made of it.</returns>
    private static async Task<string> WishesAsync(App app, BookingPageMade page, string wish = Wish)
    {
        using var web = app.NewBrowser();
        var form = await web.GetAsync(page.Path + "/wish?lang=en&zone=Europe/London");
        app.TimePasses(Duration.FromSeconds(20));
        var sent = await web.SubmitAsync(form, "/wish", ("company", "港産業"), ("name", "森 一郎"), ("mail", Guest), ("wish", wish));
        Assert.Equal(HttpStatusCode.OK, sent.Status);
        await app.OutsideWorldSettlesAsync();
        return "/proposals/new?wish=" + form.ValueOf("attempt");
    }
}
