using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Issue 1's story: propose, hold, pick, release (SPEC M12–M14, P4, P6, N1).</summary>
public sealed class OneAppointmentEndToEnd
{
    [Theory, EveryDatabase]
    public async Task A_proposal_becomes_holds_then_one_meeting_with_a_link_and_mails(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");

        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();

        foreach (var host in (string[])["tanaka", "sato"])
        {
            var holds = app.Outlook.CalendarOf(App.Mail(host));
            Assert.Equal(3, holds.Count);
            Assert.All(holds, h => Assert.Equal(ShowAs.Tentative, h.ShowAs));
        }

        var invitation = Assert.Single(app.Simulator.Mail.To("takahashi@guest.example"));
        Assert.Equal("アポイントメントの日程調整をお願いします", invitation.Subject);
        Assert.Contains(proposal.GuestPath, invitation.Text, StringComparison.Ordinal);
        Assert.Contains(proposal.GuestPath, invitation.Html, StringComparison.Ordinal);

        using var guest = new GuestBrowser(app);
        var done = await guest.ChoosesAsync(proposal, 2, "よろしくお願いします");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal("製品のご紹介", meeting.Subject);
        Assert.Equal(App.At("2027-04-07 14:00"), meeting.Start);
        Assert.Equal(ShowAs.Busy, meeting.ShowAs);
        Assert.NotNull(meeting.JoinUrl);
        var copy = Assert.Single(app.Outlook.CalendarOf(App.Mail("sato")));
        Assert.Equal(meeting.ICalUId, copy.ICalUId);

        var confirmed = app.Simulator.Mail.To("takahashi@guest.example")[^1];
        Assert.Equal("[株式会社試験]アポイントメントの日程が確定しました", confirmed.Subject);
        Assert.Contains(meeting.JoinUrl, confirmed.Text, StringComparison.Ordinal);
        Assert.Contains("METHOD:REQUEST", confirmed.Calendar!.Text, StringComparison.Ordinal);
        foreach (var host in (string[])["tanaka", "sato"])
            Assert.Contains(meeting.JoinUrl, Assert.Single(app.Simulator.Mail.To(App.Mail(host))).Text, StringComparison.Ordinal);
    }
}
