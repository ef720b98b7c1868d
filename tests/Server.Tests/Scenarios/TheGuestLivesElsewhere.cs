using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A guest on another clock is told times on it, and the host sees it beside their own (SPEC P1, P2).</summary>
public sealed class TheGuestLivesElsewhere
{
    private const string Honolulu = "Pacific/Honolulu";

    [Theory, EveryDatabase]
    public async Task Grid_mail_page_and_copied_text_tell_the_guests_own_time(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var text = new ProposalText();
        var fields = MemberBrowser.FieldsOf(text).Where(f => f.Item1 != "action").ToList();

        var plain = await tanaka.Web.GetAsync("/proposals/new");
        var typed = await tanaka.Web.SubmitAsync(
            plain, "/proposals",
            [.. fields, ("guestZone", Honolulu), ("step", "5"), ("newDate", "2027-05-08"), ("newStart", "10:05"), ("newEnd", "10:50"), ("action", "addCandidate")]);
        var week = await tanaka.Web.GetAsync($"/proposals/busy?week=2027-04-12&guestZone={Honolulu}&weekend=true");
        var sent = await tanaka.Web.SubmitAsync(typed, "/proposals", ("action", "send"));
        await app.OutsideWorldSettlesAsync();
        var copy = await tanaka.Web.GetAsync($"/proposals/new?copy={sent.Address.Segments[^2].TrimEnd('/')}");
        var offer = await tanaka.Web.GetAsync($"/proposals/{sent.Address.Segments[^2].TrimEnd('/')}/candidates");
        var mail = Assert.Single(app.Simulator.Mail.To(text.GuestMail));
        using var guest = new GuestBrowser(app);
        var page = await guest.Web.GetAsync(new Uri(mail.Text!.Split('\n', ' ').First(w => w.Contains("/p/", StringComparison.Ordinal)).Trim()).PathAndQuery);

        Assert.Null(plain.Document.QuerySelector(".week.beside"));
        // The grid turned to the week of what was typed, Saturday and all.
        Assert.NotNull(typed.Document.QuerySelector(".week.beside .day[data-date='2027-05-08'] .cand"));
        Assert.Contains("前日 13:00", typed.Document.QuerySelector(".hours li")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(typed.Document.QuerySelector("input[name=step][value='5'][checked]"));
        Assert.Contains("\"2027-04-18\"", week.Text, StringComparison.Ordinal);
        Assert.Contains("14:00", week.Text, StringComparison.Ordinal);
        Assert.Contains("5月7日(金) 15:05", sent.Document.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("5月7日(金) 15:05", mail.Text, StringComparison.Ordinal);
        Assert.Contains("5月7日(金)", page.Text, StringComparison.Ordinal);
        Assert.Equal(Honolulu, copy.Document.QuerySelector("#f-guestZone option[selected]")!.GetAttribute("value"));
        Assert.NotNull(offer.Document.QuerySelector(".week.beside"));
    }
}
