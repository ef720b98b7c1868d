using AngleSharp.Html.Dom;
using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Kit;

/// <summary>A booking page as a host left it, and guests on it.</summary>
public sealed class BookingPageMade(App app, BookingPageId id, string path)
{
    /// <summary>Longer than a form takes to be read.</summary>
    private static readonly Duration Typing = Duration.FromSeconds(20);

    public BookingPageId Id => id;
    public string Path => path;

    /// <summary>Made without the pages of the host, whose own scenarios make them.</summary>
    /// <param name="people">Who attends, in order of priority.</param>
    public static async Task<BookingPageMade> OpenAsync(
        App app, string slug, IReadOnlyList<string> people, Func<BookingPageSettings, BookingPageSettings>? change = null, params (string Name, PagePart Part)[] others)
    {
        var ct = TestContext.Current.CancellationToken;
        return await app.ReadsAsync(async db =>
        {
            var members = await db.Members.ToDictionaryAsync(m => m.Mail, ct);
            var organization = await db.Organizations.SingleAsync(ct);
            Member Of(string name) => members[App.Mail(name)];
            var settings = BookingPageSettings.Usual(App.Zone, Domain.Appointments.AppointmentFormat.Online);
            List<PageSeat> seats = [.. people.Select(p => (p, PagePart.Attends)).Concat(others).Select((p, i) => new PageSeat(Of(p.Item1).Id, p.Item2, i))];
            var page = new BookingPage(
                organization.Id, seats[0].Member, slug, "製品のご相談", (change ?? (s => s))(settings), seats, app.Now);
            db.BookingPages.Add(page);
            await db.SaveChangesAsync(ct);
            return new BookingPageMade(app, page.Id, $"/b/{organization.Slug}/{slug}");
        });
    }

    /// <summary>Every time that the shown week offers, in Tokyo: "04-06 10:00".</summary>
    public static IReadOnlyList<string> Offered(WebPage page) =>
    [
        .. page.Document.QuerySelectorAll("button.slot").OfType<IHtmlButtonElement>()
            .Select(b => Instant.FromDateTimeOffset(DateTimeOffset.Parse(b.Value, System.Globalization.CultureInfo.InvariantCulture)))
            .Select(i => i.InZone(DateTimeZoneProviders.Tzdb[App.Zone]).ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)),
    ];

    public async Task<IReadOnlyList<string>> OffersAsync(Browser web) => Offered(await web.GetAsync(path));

    /// <summary>The form behind a slot, as a press on it opens it.</summary>
    /// <param name="when">In Tokyo: "2027-04-06 10:00".</param>
    public async Task<WebPage> ChoosesAsync(Browser web, string when, int minutes = 30, string? at = null)
    {
        var form = await web.GetAsync($"{at ?? path}/details?minutes={minutes}&start={Uri.EscapeDataString(NodaTime.Text.InstantPattern.ExtendedIso.Format(App.At(when)))}");
        app.TimePasses(Typing);
        return form;
    }

    public async Task<WebPage> BooksAsync(Browser web, string when, string name = "高橋 直子", string mail = "takahashi@guest.example", string? at = null)
    {
        var form = await ChoosesAsync(web, when, at: at);
        return await web.SubmitAsync(form, at ?? path, ("company", "みなと設計株式会社"), ("name", name), ("mail", mail));
    }
}
