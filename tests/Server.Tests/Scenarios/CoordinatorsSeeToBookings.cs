using System.Net;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>代理調整者, and an owner who does not attend, see to the bookings of their page as its hosts do (SPEC B3, E2).</summary>
public sealed class CoordinatorsSeeToBookings
{
    private const string Guest = "takahashi@guest.example";
    private const string Title = "みなと設計株式会社:高橋 直子";

    [Theory, EveryDatabase]
    public async Task A_coordinator_is_mailed_once_finds_the_booking_and_cancels_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "mori", "suzuki");
        using var sato = await app.SignsInAsync("sato");
        using var mori = await app.SignsInAsync("mori");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["sato"], null, ("mori", PagePart.Coordinator));
        var other = await BookingPageMade.OpenAsync(app, "suzuki-2", ["suzuki"]);
        var proposal = await sato.ProposesAsync(new ProposalText { Title = "佐藤だけの件" });
        using var web = app.NewBrowser();

        await page.BooksAsync(web, "2027-04-09 14:00");
        await other.BooksAsync(web, "2027-04-09 15:00", "森 一郎", "ichiro@guest.example");
        await app.OutsideWorldSettlesAsync();
        var told = Assert.Single(app.Simulator.Mail.To(App.Mail("mori")));
        var list = await mori.Web.GetAsync("/appointments");
        var own = await mori.Web.GetAsync("/appointments?whose=own&state=Confirmed");
        var seen = await mori.Web.GetAsync(LinkIn(told.Text!));

        Assert.StartsWith("【確定】", told.Subject, StringComparison.Ordinal);
        Assert.All([list, own, seen], p => Assert.Contains(Title, p.Text, StringComparison.Ordinal));
        Assert.All([list, own], p => Assert.Single(p.Document.QuerySelectorAll("main a[href^='/appointments/']").Select(a => a.GetAttribute("href")).Where(IsOne).Distinct()));
        Assert.DoesNotContain("佐藤だけの件", list.Text, StringComparison.Ordinal);
        // Neither a proposal of who attends, nor a colleague who has no part in the page.
        Assert.Equal(HttpStatusCode.NotFound, (await mori.SeesAsync(proposal)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await suzuki.Web.GetAsync(seen.Address.AbsolutePath)).Status);

        await mori.PressesAsync(Guid.Parse(seen.Address.Segments[^1]), "cancel", ("message", "会場の都合です"));
        await app.OutsideWorldSettlesAsync();

        Assert.Empty(app.Outlook.CalendarOf(App.Mail("mori")));
        Assert.DoesNotContain(app.Outlook.CalendarOf(App.Mail("sato")), e => e.Subject == Title);
        Assert.All((string[])["mori", "sato"], name => Assert.Equal(["【確定】", "【取消】"], SubjectsOf(app, name)));
        Assert.Contains("会場の都合です", app.Simulator.Mail.To(Guest)[^1].Text, StringComparison.Ordinal);
        Assert.Contains("mori", (await mori.Web.GetAsync(seen.Address.AbsolutePath)).Text, StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.To(App.Mail("suzuki")));
    }

    [Theory, EveryDatabase]
    public async Task An_owner_who_does_not_attend_hears_of_what_a_host_books_and_of_what_becomes_of_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki");
        using var sato = await app.SignsInAsync("sato");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await OwnedWithoutAttendingAsync(sato, "鈴木 大輔");
        var form = await suzuki.Web.GetAsync($"{page}/details?behalf=1&minutes=30&start=2027-04-09T05:00:00Z");
        using var guest = app.NewBrowser();

        var booked = await suzuki.Web.SubmitAsync(form, page, ("name", "高橋 直子"), ("company", "みなと設計株式会社"), ("mail", Guest));
        await app.OutsideWorldSettlesAsync();
        var link = booked.Address.AbsolutePath;
        await guest.SubmitAsync(await guest.GetAsync($"{link}/move?start=2027-04-09T06:00:00Z"), "/move");
        await app.OutsideWorldSettlesAsync();
        await guest.SubmitAsync(await guest.GetAsync(link + "/date"), "/date", ("wishMessage", "来週ではいかがですか"));
        await app.OutsideWorldSettlesAsync();
        await guest.SubmitAsync(await guest.GetAsync(link + "/cancel"), "/cancel", ("reason", "都合がつきません"));
        await app.OutsideWorldSettlesAsync();

        Assert.All((string[])["sato", "suzuki"], name => Assert.Equal(["【確定】", "【変更】", "【日時変更の依頼】", "【取消】"], SubjectsOf(app, name)));
        Assert.Contains(Title, (await sato.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await sato.Web.GetAsync(LinkIn(app.Simulator.Mail.To(App.Mail("sato"))[0].Text!))).Status);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("sato")));
    }

    [Theory, EveryDatabase]
    public async Task The_link_of_a_one_time_url_that_was_used_leads_a_coordinator_to_the_booking(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "mori");
        using var sato = await app.SignsInAsync("sato");
        using var mori = await app.SignsInAsync("mori");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["sato"], null, ("mori", PagePart.Coordinator));
        var links = $"/booking-pages/{page.Id}/links";
        var made = await mori.Web.SubmitAsync(await mori.Web.GetAsync(links), links, ("note", "港産業様"));
        using var web = app.NewBrowser();

        await page.BooksAsync(web, "2027-04-09 14:00", at: new Uri(made.Document.QuerySelector("input[readonly]")!.GetAttribute("value")!).AbsolutePath);
        var used = await mori.Web.GetAsync(links);
        var seen = await mori.Web.GetAsync(used.Document.QuerySelector("main a[href^='/appointments/']")!.GetAttribute("href")!);

        Assert.Equal(HttpStatusCode.OK, seen.Status);
        Assert.Contains(Title, seen.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_coordinator_who_attends_this_one_is_still_mailed_once_and_a_suspended_one_never(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "mori", "suzuki");
        using var sato = await app.SignsInAsync("sato");
        using var mori = await app.SignsInAsync("mori");
        var page = await BookingPageMade.OpenAsync(
            app, "soudan", ["sato"], null, ("mori", PagePart.Coordinator), ("suzuki", PagePart.Coordinator));
        using var web = app.NewBrowser();
        await app.SuspendsAsync("suzuki");

        await page.BooksAsync(web, "2027-04-09 14:00");
        await app.OutsideWorldSettlesAsync();
        var seen = await mori.Web.GetAsync(LinkIn(Assert.Single(app.Simulator.Mail.To(App.Mail("mori"))).Text!));
        var herself = seen.Document.QuerySelectorAll("select[name=host] option").Single(o => o.TextContent.Contains("mori", StringComparison.Ordinal));
        await mori.Web.SubmitAsync(seen, "/hosts", ("host", herself.GetAttribute("value")!));
        await app.OutsideWorldSettlesAsync();
        await sato.PressesAsync(Guid.Parse(seen.Address.Segments[^1]), "cancel");
        await app.OutsideWorldSettlesAsync();

        Assert.All((string[])["mori", "sato"], name => Assert.Equal(["【確定】", "【取消】"], SubjectsOf(app, name)));
        Assert.Empty(app.Simulator.Mail.To(App.Mail("suzuki")));
    }

    [Theory, EveryDatabase]
    public async Task Once_the_page_is_deleted_its_hosts_and_who_owned_it_remain(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "sato", "suzuki", "mori");
        using var sato = await app.SignsInAsync("sato");
        using var suzuki = await app.SignsInAsync("suzuki");
        using var mori = await app.SignsInAsync("mori");
        var page = await OwnedWithoutAttendingAsync(sato, "鈴木 大輔", "mori");
        using var web = app.NewBrowser();
        var form = await web.GetAsync($"{page}/details?minutes=30&start=2027-04-09T05:00:00Z");
        app.TimePasses(Duration.FromSeconds(20));
        var booked = await web.SubmitAsync(form, page, ("company", "みなと設計株式会社"), ("name", "高橋 直子"), ("mail", Guest));
        await app.OutsideWorldSettlesAsync();
        var path = LinkIn(Assert.Single(app.Simulator.Mail.To(App.Mail("mori"))).Text!);
        var before = await mori.Web.GetAsync(path);

        var settings = (await sato.Web.GetAsync("/booking-pages")).Document.QuerySelector("main h2 a")!.GetAttribute("href")!;
        await sato.Web.SubmitAsync(await sato.Web.GetAsync($"{settings}/delete"), "/delete");
        await web.SubmitAsync(await web.GetAsync(booked.Address.AbsolutePath + "/cancel"), "/cancel");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK),
            (before.Status, (await mori.Web.GetAsync(path)).Status, (await sato.Web.GetAsync(path)).Status, (await suzuki.Web.GetAsync(path)).Status));
        Assert.Equal(["【確定】"], SubjectsOf(app, "mori"));
        Assert.All((string[])["sato", "suzuki"], name => Assert.Equal(["【確定】", "【取消】"], SubjectsOf(app, name)));
    }

    /// <summary>The page that is ready for every member, on which another one attends instead. Its address.</summary>
    private static async Task<string> OwnedWithoutAttendingAsync(MemberBrowser owner, string attends, string? coordinator = null)
    {
        var list = await owner.Web.GetAsync("/booking-pages");
        var settings = await owner.Web.GetAsync(list.Document.QuerySelector("main h2 a")!.GetAttribute("href")!);
        string IdOf(string name) => settings.Document.QuerySelectorAll("#f-newMember option")
            .Single(o => o.TextContent.StartsWith(name, StringComparison.Ordinal)).GetAttribute("value")!;
        var path = settings.Address.AbsolutePath;
        if (coordinator is not null)
        {
            var added = await owner.Web.SubmitAsync(settings, path, ("newMember", IdOf(coordinator)), ("action", "addMember"));
            await owner.Web.SubmitAsync(added, path, ("m0-id", IdOf(attends)), ("m1-part", nameof(PagePart.Coordinator)), ("action", "save"));
        }
        else
        {
            await owner.Web.SubmitAsync(settings, path, ("m0-id", IdOf(attends)), ("action", "save"));
        }

        return new Uri(list.Document.QuerySelector("input[readonly]")!.GetAttribute("value")!).AbsolutePath;
    }

    private static string LinkIn(string mail) =>
        new Uri(mail.Split('\n').First(l => l.Contains("/appointments/", StringComparison.Ordinal)).Trim()).AbsolutePath;

    private static bool IsOne(string? href) => Guid.TryParse(href?.Split('/')[^1], out _);

    /// <summary>What each mail is about, in the order they came.</summary>
    private static IEnumerable<string> SubjectsOf(App app, string name) =>
        app.Simulator.Mail.To(App.Mail(name)).Select(m => m.Subject[..(m.Subject.IndexOf('】', StringComparison.Ordinal) + 1)]);
}
