using System.Net;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>予約受付型: a guest takes a free time, and everything is right without a click of the host (SPEC M11, M23, B1–B9, X2).</summary>
public sealed class GuestsBookAPage
{
    private const string Guest = "takahashi@guest.example";

    [Theory, EveryDatabase]
    public async Task A_booking_is_an_entry_with_a_link_and_mails_and_its_time_is_offered_no_more(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();

        var offered = await page.OffersAsync(web);
        var done = await page.BooksAsync(web, "2027-04-07 14:00");
        var offeredAtOnce = await page.OffersAsync(web);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("04-07 14:00", offered);
        Assert.Contains("04-07 17:00", offered);
        Assert.DoesNotContain("04-07 12:00", offered);
        Assert.DoesNotContain("04-07 14:00", offeredAtOnce);
        Assert.Contains("04-07 14:30", offeredAtOnce);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal((App.At("2027-04-07 14:00"), ShowAs.Busy), (entry.Start, entry.ShowAs));
        Assert.NotNull(entry.JoinUrl);
        Assert.Equal("みなと設計株式会社:高橋 直子", entry.Subject);
        var mail = Assert.Single(app.Simulator.Mail.To(Guest));
        Assert.Contains(entry.JoinUrl, mail.Text, StringComparison.Ordinal);
        Assert.Contains("METHOD:REQUEST", mail.Calendar!.Text, StringComparison.Ordinal);
        Assert.Contains(entry.JoinUrl, Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Who_comes_second_is_offered_the_nearest_times_and_types_nothing_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var first = app.NewBrowser();
        using var second = app.NewBrowser();

        var form = await page.ChoosesAsync(second, "2027-04-07 14:00");
        await page.BooksAsync(first, "2027-04-07 14:00");
        var lost = await second.SubmitAsync(form, page.Path, ("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example"));
        var again = await second.SubmitAsync(lost, "/details", ("start", "2027-04-07T05:30:00Z"));
        app.TimePasses(NodaTime.Duration.FromSeconds(20));
        var done = await second.SubmitAsync(again, page.Path);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
        Assert.Contains("いま別の方の予約が入りました", lost.Text, StringComparison.Ordinal);
        Assert.Contains("04-07 14:30", BookingPageMade.Offered(lost));
        Assert.Equal(("港産業", "森 一郎", "mori@guest.example"), (again.ValueOf("company"), again.ValueOf("name"), again.ValueOf("mail")));
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Equal(2, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
    }

    [Theory, EveryDatabase]
    public async Task Pressed_twice_it_is_one_booking(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        (string, string)[] typed = [("company", "港産業"), ("name", "森 一郎"), ("mail", Guest)];
        var pressed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => web.SubmitAsync(form, page.Path, typed)));
        await app.OutsideWorldSettlesAsync();

        Assert.Single(pressed.Select(p => p.Address.AbsolutePath).Distinct());
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Single(app.Simulator.Mail.To(Guest));
    }

    [Theory, EveryDatabase]
    public async Task What_is_held_or_stands_in_Outlook_is_never_offered(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("通院", App.At("2027-04-08 10:00"), App.At("2027-04-08 11:00")));
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        var proposal = await tanaka.ProposesAsync(new ProposalText());

        // At once, before any calendar has heard of the holds.
        var offered = await page.OffersAsync(web);
        var lost = await page.BooksAsync(web, "2027-04-07 14:00");

        Assert.NotNull(proposal);
        Assert.DoesNotContain("04-07 14:00", offered);
        Assert.DoesNotContain("04-08 10:00", offered);
        Assert.DoesNotContain("04-08 10:30", offered);
        Assert.Contains("04-08 11:00", offered);
        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
    }

    [Theory, EveryDatabase]
    public async Task A_calendar_that_cannot_be_read_confirms_nothing_and_loses_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");

        app.Simulator.Faults.Add(new Fault(FaultKind.Status(503, 120), "GET", "/me/calendar/**") { Times = null });
        var refused = await web.SubmitAsync(form, page.Path, ("company", "港産業"), ("name", "森 一郎"), ("mail", Guest));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("確認できないため、確定できません", refused.Text, StringComparison.Ordinal);
        Assert.Equal("森 一郎", refused.ValueOf("name"));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task Of_several_hosts_the_one_with_fewest_bookings_takes_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var page = await BookingPageMade.OpenAsync(
            app, "soudan", ["tanaka", "sato"], s => s with { Rule = new PageRule(PageAttendance.AnyOne, HostChoice.EvenLoad) });
        using var web = app.NewBrowser();

        await page.BooksAsync(web, "2027-04-07 14:00");
        await page.BooksAsync(web, "2027-04-08 14:00", mail: "mori@guest.example");
        await page.BooksAsync(web, "2027-04-08 14:00", mail: "hara@guest.example");
        var full = await page.OffersAsync(web);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal([App.At("2027-04-07 14:00"), App.At("2027-04-08 14:00")], app.Outlook.CalendarOf(App.Mail("tanaka")).Select(e => e.Start).Order());
        Assert.Equal(App.At("2027-04-08 14:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).Start);
        Assert.Contains("04-07 14:00", full);
        Assert.DoesNotContain("04-08 14:00", full);
    }

    [Theory, EveryDatabase]
    public async Task The_guest_moves_it_on_the_page_and_entry_and_link_stay(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        var done = await page.BooksAsync(web, "2027-04-07 14:00");
        await app.OutsideWorldSettlesAsync();
        var before = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var link = done.Address.AbsolutePath;

        var offered = BookingPageMade.Offered(await web.GetAsync(link + "/move"));
        var ask = await web.GetAsync($"{link}/move?start=2027-04-07T05:30:00Z");
        var moved = await web.SubmitAsync(ask, "/move");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("04-07 14:30", offered);
        Assert.DoesNotContain("04-07 14:00", offered);
        Assert.Contains("14:30", moved.Text, StringComparison.Ordinal);
        var after = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal((before.Id, before.JoinUrl, App.At("2027-04-07 14:30")), (after.Id, after.JoinUrl, after.Start));
        Assert.Equal(2, app.Simulator.Mail.To(Guest).Count);
        Assert.Contains("SEQUENCE:2", app.Simulator.Mail.To(Guest)[^1].Calendar!.Text, StringComparison.Ordinal);

        var cancel = await web.GetAsync(link + "/cancel");
        await web.SubmitAsync(cancel, "/cancel");
        await app.OutsideWorldSettlesAsync();
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Contains("04-07 14:30", await page.OffersAsync(web));
    }

    [Theory, EveryDatabase]
    public async Task What_is_typed_wrong_is_said_at_the_field_and_nothing_is_lost(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
        {
            Form = s.Form with { Questions = [new GuestQuestion("topic", "ご相談の内容", QuestionKind.Choice, true, ["新規", "更新"])], PrivacyText = "個人情報の取り扱いに同意します" },
        });
        using var web = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        var refused = await web.SubmitAsync(form, page.Path, ("company", "港産業"), ("name", ""), ("mail", "mori@"), ("q_topic", "別"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("お名前を入力してください。", refused.ErrorAt("name"));
        Assert.NotNull(refused.ErrorAt("mail"));
        Assert.Contains("「ご相談の内容」を選んでください。", refused.Text, StringComparison.Ordinal);
        Assert.Contains("個人情報の取り扱いに同意いただく必要があります。", refused.Text, StringComparison.Ordinal);
        Assert.Equal(("港産業", "mori@"), (refused.ValueOf("company"), refused.ValueOf("mail")));

        var done = await web.SubmitAsync(refused, page.Path, ("name", "森"), ("mail", Guest), ("q_topic", "更新"), ("privacy", "true"));
        await app.OutsideWorldSettlesAsync();
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Contains("ご相談の内容: 更新", Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).BodyHtml, StringComparison.Ordinal);
    }
}
