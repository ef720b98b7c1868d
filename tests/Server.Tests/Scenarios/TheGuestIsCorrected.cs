using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A mistyped address is shown, corrected and written to again; the old link dies (SPEC A3b).</summary>
public sealed class TheGuestIsCorrected
{
    private const string Wrong = "takahashi@guest.example";
    private const string Right = "naoko@guest.example";

    [Theory, EveryDatabase]
    public async Task An_undelivered_proposal_goes_to_the_right_address_under_a_new_link(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(550), "RCPT", Wrong) { Vendor = FaultContext.Mail });
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync(Duration.FromHours(3));

        var page = await tanaka.Web.GetAsync(PathOf(proposal));
        var shown = await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("guestName", "高橋 直美"), ("guestMail", Right), ("action", "resend"));
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("前回のメールは届いていません", page.Text, StringComparison.Ordinal);
        Assert.Contains("高橋 直美", shown.Text, StringComparison.Ordinal);
        var mail = Assert.Single(app.Simulator.Mail.To(Right));
        Assert.Equal("アポイントメントの日程調整をお願いします", mail.Subject);
        Assert.DoesNotContain(proposal.GuestPath, mail.Text!, StringComparison.Ordinal);
        using var guest = new GuestBrowser(app);
        Assert.Equal(HttpStatusCode.NotFound, (await guest.Web.GetAsync(proposal.GuestPath)).Status);
        var link = mail.Text!.Split('\n', ' ').First(w => w.Contains("/p/", StringComparison.Ordinal)).Trim();
        Assert.Contains("高橋 直美 様", (await guest.Web.GetAsync(new Uri(link).AbsolutePath)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_confirmation_is_sent_again_to_the_guest_alone_with_the_entry(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var toHost = app.Simulator.Mail.To(App.Mail("tanaka")).Count;
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));

        var page = await tanaka.Web.GetAsync(PathOf(proposal));
        await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("action", "resend"));
        await app.OutsideWorldSettlesAsync();

        var mails = app.Simulator.Mail.To(Wrong);
        Assert.Equal(mails[^2].Subject, mails[^1].Subject);
        Assert.NotEqual(mails[^2].MessageId, mails[^1].MessageId);
        Assert.Equal(toHost, app.Simulator.Mail.To(App.Mail("tanaka")).Count);
        Assert.Equal(entry.Id, Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Id);
        Assert.Contains("田中 美咲がメールを再送", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await guest.Web.GetAsync(proposal.GuestPath)).Status);
    }

    [Theory, EveryDatabase]
    public async Task What_is_wrong_is_said_at_the_field_and_saving_alone_sends_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var page = await tanaka.Web.GetAsync(PathOf(proposal));

        var malformed = await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("guestMail", "naoko@"), ("company", "港設計"), ("action", "resend"));
        var empty = await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("guestMail", ""), ("action", "save"));
        await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("company", "港設計"), ("action", "save"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, malformed.Status);
        Assert.Contains("メールアドレスの形になっていません", malformed.ErrorAt("guestMail"), StringComparison.Ordinal);
        Assert.Equal("港設計", malformed.ValueOf("company"));
        Assert.Contains("空にできません", empty.ErrorAt("guestMail"), StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.To(Wrong));
        Assert.Contains("港設計", Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")).Take(1)).Subject + (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    private static string PathOf(ProposalMade proposal) => $"/appointments/{proposal.Appointment}/guest";
}
