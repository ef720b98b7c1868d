using System.Net;
using Hidori.Domain.Appointments;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>道順・アクセス: whoever comes knows the way, in mails, on the page and in calendars (SPEC P2, P7).</summary>
public sealed class HowToGetThere
{
    private const string Guest = "takahashi@guest.example";
    private const string Way = "東京駅 丸の内北口から徒歩 5 分\n1 階受付へお越しください";

    [Theory, EveryDatabase]
    public async Task The_way_is_told_to_everybody_who_needs_it_and_again_when_it_is_another(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        using var guest = new GuestBrowser(app);
        var proposal = await tanaka.ProposesAsync(new ProposalText { Format = nameof(AppointmentFormat.VisitToUs), Online = false, Place = "本社", Directions = Way });
        await app.OutsideWorldSettlesAsync();
        var offered = await guest.Web.GetAsync(proposal.GuestPath);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var confirmed = app.Simulator.Mail.To(Guest)[^1];
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));

        var form = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/edit");
        await tanaka.Web.SubmitAsync(form, "/edit", ("directions", "大手町駅 C5 出口すぐ"));
        await app.OutsideWorldSettlesAsync();

        foreach (var line in Way.Split('\n'))
        {
            Assert.Contains(line, app.Simulator.Mail.To(Guest)[0].Text, StringComparison.Ordinal);
            Assert.Contains(line, offered.Text, StringComparison.Ordinal);
            Assert.Contains(line, confirmed.Text, StringComparison.Ordinal);
            Assert.Contains(line, confirmed.Calendar!.Text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains(line, entry.BodyHtml, StringComparison.Ordinal);
        }

        Assert.Equal(3, app.Simulator.Mail.To(Guest).Count);
        Assert.Contains("大手町駅", app.Simulator.Mail.To(Guest)[^1].Text, StringComparison.Ordinal);
        Assert.Contains("大手町駅", (await guest.Web.GetAsync(proposal.GuestPath)).Text, StringComparison.Ordinal);
        Assert.Contains("大手町駅", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
        var copy = await tanaka.Web.GetAsync($"/proposals/new?copy={proposal.Appointment}");
        Assert.Equal("大手町駅 C5 出口すぐ", copy.ValueOf("directions"));
    }

    [Theory, EveryDatabase]
    public async Task Too_long_a_way_is_said_at_the_field(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());

        var form = await tanaka.Web.GetAsync($"/appointments/{proposal.Appointment}/edit");
        var page = await tanaka.Web.SubmitAsync(form, "/edit", ("directions", new string('右', Appointment.LongestDirections + 1)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotNull(page.Document.QuerySelector("#f-directions[aria-invalid=true]"));
    }
}
