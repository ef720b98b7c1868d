using System.Net;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Protection;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Mail;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Teams, rooms, limits and one-time URLs: what one booking decides all at once (SPEC B1, B3, B5, B6, B10, X2).</summary>
public sealed class PagesOfSeveral
{
    [Theory, EveryDatabase]
    public async Task One_broken_connection_takes_away_only_the_times_that_need_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var either = await BookingPageMade.OpenAsync(app, "either", ["tanaka", "sato"], s => s with { Rule = new PageRule(PageAttendance.AnyOne) });
        var both = await BookingPageMade.OpenAsync(app, "both", ["tanaka", "sato"]);
        using var web = app.NewBrowser();
        Assert.Contains("04-07 14:00", await both.OffersAsync(web));

        await app.ReadsAsync(db => db.Connections.Where(c => c.Address == App.Mail("sato"))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.State, ConnectionState.NeedsReconnection), TestContext.Current.CancellationToken));
        var ofBoth = await web.GetAsync(both.Path);
        await either.BooksAsync(web, "2027-04-07 14:00");
        await app.OutsideWorldSettlesAsync();

        Assert.Empty(BookingPageMade.Offered(ofBoth));
        Assert.Contains("ただいま空き時間を確認できません", ofBoth.Text, StringComparison.Ordinal);
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.DoesNotContain("04-07 14:00", await either.OffersAsync(web));
        Assert.Contains("04-07 14:30", await either.OffersAsync(web));
    }

    [Theory, EveryDatabase]
    public async Task Who_sees_to_a_page_is_told_whose_connection_is_broken_and_what_mends_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "sato"]);
        await app.OutsideWorldSettlesAsync();
        Assert.DoesNotContain("接続が切れています", (await tanaka.Web.GetAsync("/booking-pages")).Text, StringComparison.Ordinal);

        app.Outlook.RevokeRefreshTokens(App.Mail("sato"));
        app.Outlook.ForgetAccessTokens(App.Mail("sato"));
        using var web = app.NewBrowser();
        await page.BooksAsync(web, "2027-04-07 14:00");
        await app.OutsideWorldSettlesAsync(NodaTime.Duration.FromMinutes(5));

        var list = await tanaka.Web.GetAsync("/booking-pages");
        var settings = await tanaka.Web.GetAsync($"/booking-pages/{page.Id}");
        var own = await sato.Web.GetAsync("/booking-pages");
        Assert.All((WebPage[])[list, settings], p =>
        {
            Assert.Contains("佐藤 健一: 接続が切れています。 佐藤 健一さん本人が「外部連携」で接続し直すと、元どおりに提示します。", p.Text, StringComparison.Ordinal);
            Assert.NotNull(p.Document.QuerySelector("main a[href='/members']"));
        });
        Assert.NotNull(own.Document.QuerySelector(".notice.hold a[href='/connections']"));
        foreach (var reader in (string[])["tanaka", "sato"])
        {
            var mail = Assert.Single(app.Simulator.Mail.To(App.Mail(reader)), m => m.MessageId!.Contains(".broken.", StringComparison.Ordinal));
            Assert.Contains("・製品のご相談", mail.Text, StringComparison.Ordinal);
            Assert.Contains("接続が直るまで、これらのページでは佐藤 健一さんが必要な時間を提示しません。", mail.Text, StringComparison.Ordinal);
        }

        using var again = await app.SignsInAsync("sato");
        await app.OutsideWorldSettlesAsync();
        Assert.DoesNotContain("接続が切れています", (await tanaka.Web.GetAsync("/booking-pages")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Owner_and_coordinator_of_a_page_are_mailed_once_when_a_hosts_connection_breaks(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki", "mori", "kato");
        using var suzuki = await app.SignsInAsync("suzuki");
        using var sato = await app.SignsInAsync("sato");
        // Who never signed in is mailed nothing.
        foreach (var other in (string[])["tanaka", "mori", "kato"])
            (await app.SignsInAsync(other)).Dispose();
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["suzuki", "sato"], null, ("mori", PagePart.Coordinator));
        await BookingPageMade.OpenAsync(app, "betsu", ["kato"]);
        app.Outlook.RevokeRefreshTokens(App.Mail("sato"));
        app.Outlook.ForgetAccessTokens(App.Mail("sato"));
        using var web = app.NewBrowser();

        for (var look = 0; look < 3; look++)
        {
            await page.OffersAsync(web);
            await app.OutsideWorldSettlesAsync(NodaTime.Duration.FromMinutes(5));
            app.TimePasses(NodaTime.Duration.FromMinutes(10));
        }

        ReceivedMail[] Told(string name) => [.. app.Simulator.Mail.To(App.Mail(name)).Where(m => m.MessageId!.Contains(".broken.", StringComparison.Ordinal))];
        foreach (var reader in (string[])["suzuki", "mori"])
        {
            var mail = Assert.Single(Told(reader));
            Assert.Contains("佐藤 健一さんの Microsoft 365 との接続が切れました", mail.Text, StringComparison.Ordinal);
            Assert.Contains("製品のご相談", mail.Text, StringComparison.Ordinal);
            Assert.Contains("/booking-pages", mail.Text, StringComparison.Ordinal);
        }

        Assert.Equal((1, 1, 0), (Told("sato").Length, Told("tanaka").Length, Told("kato").Length));
    }

    [Theory, EveryDatabase]
    public async Task Everybody_comes_and_whoever_is_optional_only_when_free(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        app.Outlook.Put(App.Mail("sato"), new NewItem("外出", App.At("2027-04-08 09:00"), App.At("2027-04-08 18:00")));
        var page = await BookingPageMade.OpenAsync(
            app, "soudan", ["tanaka"], s => s with { Rule = new PageRule(PageAttendance.Detailed) }, ("sato", PagePart.Optional));
        using var web = app.NewBrowser();

        await page.BooksAsync(web, "2027-04-07 14:00");
        await page.BooksAsync(web, "2027-04-08 14:00", mail: "mori@guest.example");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(2, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.Equal([App.At("2027-04-07 14:00"), App.At("2027-04-08 09:00")], app.Outlook.CalendarOf(App.Mail("sato")).Select(e => e.Start).Order());
    }

    [Theory, EveryDatabase]
    public async Task A_day_that_is_full_is_full_for_all_who_press_at_once(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "sato"], s => s with
        {
            Rule = new PageRule(PageAttendance.AnyOne),
            Limits = s.Limits with { PerDay = 2 },
        });
        List<(Browser Web, WebPage Form)> guests = [];
        foreach (var time in (string[])["10:00", "11:00", "13:00", "14:00", "15:00", "15:00"])
        {
            var web = app.NewBrowser();
            guests.Add((web, await page.ChoosesAsync(web, $"2027-04-07 {time}")));
        }

        var pressed = await Task.WhenAll(guests.Select((g, i) =>
            g.Web.SubmitAsync(g.Form, page.Path, ("company", "港産業"), ("name", $"客 {i}"), ("mail", $"g{i}@guest.example"))));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(2, pressed.Count(p => p.Status == HttpStatusCode.OK));
        Assert.Equal(4, pressed.Count(p => p.Status == HttpStatusCode.Conflict));
        Assert.Equal(2, app.Outlook.CalendarOf(App.Mail("tanaka")).Count + app.Outlook.CalendarOf(App.Mail("sato")).Count);
        Assert.DoesNotContain(await page.OffersAsync(guests[0].Web), t => t.StartsWith("04-07", StringComparison.Ordinal));
        guests.ForEach(g => g.Web.Dispose());
    }

    [Theory, EveryDatabase]
    public async Task Two_who_move_at_once_cannot_both_have_the_last_place_of_a_day(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka", "sato"], s => s with
        {
            Rule = new PageRule(PageAttendance.AnyOne),
            Limits = s.Limits with { PerDay = 1 },
        });
        List<(Browser Web, WebPage Ask)> guests = [];
        foreach (var (day, index) in (IEnumerable<(string, int)>)[("2027-04-07", 0), ("2027-04-08", 1)])
        {
            var web = app.NewBrowser();
            var booked = await page.BooksAsync(web, $"{day} 14:00", mail: $"g{index}@guest.example");
            await app.OutsideWorldSettlesAsync();
            guests.Add((web, await web.GetAsync($"{booked.Address.AbsolutePath}/move?start=2027-04-09T0{1 + index}:00:00Z")));
        }

        var moved = await Task.WhenAll(guests.Select(g => g.Web.SubmitAsync(g.Ask, "/move")));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], moved.Select(m => m.Status).Order());
        var entries = app.Outlook.CalendarOf(App.Mail("tanaka")).Concat(app.Outlook.CalendarOf(App.Mail("sato"))).ToList();
        Assert.Equal(2, entries.Count);
        Assert.Single(entries, e => e.Start >= App.At("2027-04-09 00:00"));
        guests.ForEach(g => g.Web.Dispose());
    }

    [Theory, EveryDatabase]
    public async Task The_first_free_room_is_asked_and_without_a_free_one_nothing_is_offered(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        app.MicrosoftConsentsTo("Place.Read.All");
        app.Outlook.AddRoom(new NewRoom("sakura@test.example", "会議室 桜"));
        app.Outlook.AddRoom(new NewRoom("matsu@test.example", "会議室 松"));
        using var tanaka = await app.SignsInAsync("tanaka");
        using var sato = await app.SignsInAsync("sato");
        var rooms = await app.HasRoomsAsync(("sakura@test.example", "会議室 桜"), ("matsu@test.example", "会議室 松"));
        var page = await BookingPageMade.OpenAsync(app, "raihou", ["tanaka", "sato"], s => s with
        {
            Meeting = s.Meeting with { Format = AppointmentFormat.VisitToUs, WithJoinLink = false },
            Rule = new PageRule(PageAttendance.AnyOne),
            Rooms = rooms,
        });
        using var web = app.NewBrowser();

        await page.BooksAsync(web, "2027-04-07 14:00");
        await page.BooksAsync(web, "2027-04-07 14:00", mail: "mori@guest.example");
        await app.OutsideWorldSettlesAsync();

        var first = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var second = Assert.Single(app.Outlook.CalendarOf(App.Mail("sato")));
        Assert.Contains("桜", first.Location, StringComparison.Ordinal);
        Assert.Contains("松", second.Location, StringComparison.Ordinal);
        Assert.Single(app.Outlook.CalendarOf("sakura@test.example"));
        Assert.Single(app.Outlook.CalendarOf("matsu@test.example"));
    }

    [Theory, EveryDatabase]
    public async Task A_one_time_URL_is_good_for_one_booking_also_while_the_page_is_paused(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        await app.ReadsAsync(async db =>
        {
            var row = await db.BookingPages.SingleAsync();
            row.Pause(app.Now);
            db.OneTimeLinks.Add(new OneTimeLinkRow
            {
                Id = Guid.CreateVersion7(),
                Organization = row.Organization,
                Page = row.Id,
                SecretHash = LinkHash.Of("secret-of-one"),
                CreatedBy = row.Owner,
                CreatedAt = app.Now,
                EndsAt = app.Now + Duration.FromDays(30),
            });
            return await db.SaveChangesAsync();
        });
        using var web = app.NewBrowser();
        using var other = app.NewBrowser();

        var paused = await web.GetAsync(page.Path);
        var form = await page.ChoosesAsync(other, "2027-04-08 14:00", at: "/b/-/secret-of-one");
        var done = await page.BooksAsync(web, "2027-04-07 14:00", at: "/b/-/secret-of-one");
        var late = await other.SubmitAsync(form, "/b/-/secret-of-one", ("company", "港産業"), ("name", "森"), ("mail", "mori@guest.example"));
        var again = await web.GetAsync("/b/-/secret-of-one");

        Assert.Equal(HttpStatusCode.Gone, paused.Status);
        Assert.Contains("停止しています", paused.Text, StringComparison.Ordinal);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Gone), (late.Status, again.Status));
        Assert.Contains("使用済み", again.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync("/b/-/another")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync("/b/test/none")).Status);
    }

    [Theory, EveryDatabase]
    public async Task A_member_books_for_a_guest_on_the_telephone(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);

        var form = await tanaka.Web.GetAsync($"{page.Path}/details?behalf=1&minutes=30&start=2027-04-07T05:00:00Z");
        var done = await tanaka.Web.SubmitAsync(form, page.Path, ("name", "森 一郎"));
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("お客様に代わって予約します", form.Text, StringComparison.Ordinal);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Empty(app.Simulator.Mail.To(""));
    }

    [Theory, EveryDatabase]
    public async Task Robots_book_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();

        var form = await web.GetAsync($"{page.Path}/details?minutes=30&start=2027-04-07T05:00:00Z");
        (string, string)[] typed = [("company", "港産業"), ("name", "森"), ("mail", "mori@guest.example")];
        var hasty = await web.SubmitAsync(form, page.Path, typed);
        app.TimePasses(Duration.FromSeconds(20));
        var trapped = await web.SubmitAsync(form, page.Path, [.. typed, ("website", "https://spam.example")]);
        var human = await web.SubmitAsync(form, page.Path, typed);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (hasty.Status, trapped.Status));
        Assert.Contains("もう一度「予約を確定する」を押してください", hasty.Text, StringComparison.Ordinal);
        Assert.Contains("確定しました", human.Text, StringComparison.Ordinal);
    }
}
