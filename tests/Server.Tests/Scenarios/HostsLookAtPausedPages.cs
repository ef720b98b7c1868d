using System.Net;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A page is looked at as its guests will see it before it is public: by those who may change it, and nobody else (SPEC B1, B12).</summary>
public sealed class HostsLookAtPausedPages
{
    private const string Seen = "停止中の予約ページです。あなたにだけ見えています。";
    private const string Form = "/details?minutes=30&start=2027-04-07T05:00:00Z";
    private static readonly (string, string)[] Typed = [("company", "港産業"), ("name", "森 一郎"), ("mail", "mori@guest.example")];

    [Theory, EveryDatabase]
    public async Task Who_may_change_it_sees_what_guests_will_see(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki", "sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var suzuki = await app.SignsInAsync("suzuki");
        using var sato = await app.SignsInAsync("sato");
        var page = await PausedAsync(app);

        foreach (var web in (Browser[])[tanaka.Web, suzuki.Web, sato.Web])
        {
            var slots = await web.GetAsync(page.Path);
            var week = await web.GetAsync(page.Path + "?view=week");
            var form = await web.GetAsync(page.Path + Form);
            var wish = await web.GetAsync(page.Path + "/wish");
            Assert.All([slots, week, form, wish], p => Assert.Equal((HttpStatusCode.OK, true), (p.Status, p.Text.Contains(Seen, StringComparison.Ordinal))));
            Assert.Contains("04-07 14:00", BookingPageMade.Offered(slots));
            Assert.NotNull(form.Document.QuerySelector("input[name=privacy]"));
            Assert.NotNull(form.Document.QuerySelector("input[name=company][required]"));
        }

        await app.Database.ExecuteAsync("UPDATE booking_pages SET state = 'Public', version = version + 1");
        Assert.DoesNotContain(Seen, (await suzuki.Web.GetAsync(page.Path)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Everybody_else_reads_that_it_is_paused(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki", "sato", "ito");
        using var suzuki = await app.SignsInAsync("suzuki");
        using var ito = await app.SignsInAsync("ito");
        using var guest = app.NewBrowser();
        var page = await PausedAsync(app, BookingPageState.Public);
        using var kato = await app.AnotherOrganizationAsync("kato", "long enough password");
        var form = await guest.GetAsync(page.Path + Form);
        var colleagues = await ito.Web.GetAsync(page.Path + Form);
        await app.Database.ExecuteAsync("UPDATE booking_pages SET state = 'Paused', version = version + 1");
        await suzuki.Web.GetAsync(page.Path);
        app.TimePasses(Duration.FromSeconds(20));

        WebPage[] all =
        [
            await guest.GetAsync(page.Path), await guest.GetAsync(page.Path + Form), await guest.GetAsync(page.Path + "/wish"),
            await ito.Web.GetAsync(page.Path), await ito.Web.GetAsync(page.Path + Form), await kato.Web.GetAsync(page.Path), await kato.Web.GetAsync(page.Path + Form),
            await guest.SubmitAsync(form, page.Path, [.. Typed, ("privacy", "true")]), await ito.Web.SubmitAsync(colleagues, page.Path, [.. Typed, ("privacy", "true")]),
        ];

        Assert.All(all, p => Assert.Equal((HttpStatusCode.Gone, true, false), (p.Status, p.Text.Contains("ただいま予約の受付を停止しています", StringComparison.Ordinal), p.Text.Contains(Seen, StringComparison.Ordinal))));
    }

    [Theory, EveryDatabase]
    public async Task From_there_nothing_is_booked_mailed_or_lost(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka", "suzuki", "sato");
        using var suzuki = await app.SignsInAsync("suzuki");
        var page = await PausedAsync(app);

        var form = await suzuki.Web.GetAsync(page.Path + Form);
        app.TimePasses(Duration.FromSeconds(20));
        var empty = await suzuki.Web.SubmitAsync(form, page.Path);
        var pressed = await suzuki.Web.SubmitAsync(form, page.Path, [.. Typed, ("privacy", "true")]);
        var other = await suzuki.Web.PressAsync(pressed, pressed.Document.QuerySelector(".guesthead button[lang]")!);
        var asked = await suzuki.Web.GetAsync(page.Path + "/wish?lang=ja");
        app.TimePasses(Duration.FromSeconds(20));
        var wish = await suzuki.Web.SubmitAsync(
            asked, "/wish", ("wish", "午後なら"), ("name", "森"), ("mail", "mori@guest.example"), ("privacy", "true"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "会社名を入力してください。"), (empty.Status, empty.ErrorAt("company")));
        Assert.Equal(HttpStatusCode.Conflict, pressed.Status);
        Assert.Contains("停止中のため、何も送信していません。", pressed.Text, StringComparison.Ordinal);
        Assert.All([pressed, other], p => Assert.Equal(("港産業", "森 一郎", "mori@guest.example"), (p.ValueOf("company"), p.ValueOf("name"), p.ValueOf("mail"))));
        Assert.Contains("Only you see it", other.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Conflict, "午後なら"), (wish.Status, wish.ValueOf("wish")));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("suzuki")));
        Assert.Empty(app.Simulator.Mail.To("mori@guest.example"));
        Assert.Empty(app.Simulator.Mail.To(App.Mail("suzuki")));

        // By telephone a member books on a paused page, as before, and one press leads there.
        var behalf = await suzuki.Web.GetAsync(form.Document.QuerySelector("main a[href*='behalf=1']")!.GetAttribute("href")!);
        app.TimePasses(Duration.FromSeconds(20));
        var booked = await suzuki.Web.SubmitAsync(behalf, page.Path, ("name", "森 一郎"));
        await app.OutsideWorldSettlesAsync();
        Assert.Contains("お客様に代わって予約します", behalf.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Seen, behalf.Text, StringComparison.Ordinal);
        Assert.Contains("確定しました", booked.Text, StringComparison.Ordinal);
        Assert.Equal(App.At("2027-04-07 14:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("suzuki"))).Start);
    }

    /// <summary>The owner attends, one more sees to it; the first who is registered is the administrator.</summary>
    private static async Task<BookingPageMade> PausedAsync(App app, BookingPageState state = BookingPageState.Paused)
    {
        var page = await BookingPageMade.OpenAsync(
            app, "soudan", ["suzuki"],
            s => s with { TakesWishes = true, Form = s.Form with { PrivacyText = "個人情報の取扱いに同意します" }, Mails = s.Mails with { ConfirmsAddress = true } },
            ("sato", PagePart.Coordinator));
        await app.Database.ExecuteAsync($"UPDATE booking_pages SET state = '{state}', version = version + 1");
        return page;
    }
}
