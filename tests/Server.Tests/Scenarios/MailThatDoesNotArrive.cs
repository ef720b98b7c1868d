using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Delivery state, repetition and the fixed Message-ID (SPEC N1, A2, A3b).</summary>
public sealed class MailThatDoesNotArrive
{
    private const string Guest = "takahashi@guest.example";

    [Theory, EveryDatabase]
    public async Task A_recipient_refused_for_good_shows_as_undelivered_and_is_not_tried_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(550), "RCPT", Guest) { Vendor = FaultContext.Mail });

        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync(Duration.FromHours(3));

        Assert.Empty(app.Simulator.Mail.To(Guest));
        var page = await tanaka.SeesAsync(proposal);
        Assert.Contains("届いていません", page.Text, StringComparison.Ordinal);
        Assert.Contains("メールを送信できませんでした", page.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_mail_whose_answer_was_lost_is_repeated_under_the_same_name(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Simulator.Faults.Add(new Fault(FaultKind.DoneThenDisconnected, "DATA", Guest) { Vendor = FaultContext.Mail });

        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        var mails = app.Simulator.Mail.To(Guest);
        Assert.Equal(2, mails.Count);
        Assert.Single(mails.Select(m => m.MessageId).Distinct());
        Assert.Equal(mails[0].Text, mails[1].Text);
        Assert.Contains("送信済み", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_mail_server_that_is_busy_is_asked_again_later(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(450), "RCPT", Guest) { Vendor = FaultContext.Mail, Times = 3 });

        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.WorkerLooksAsync();
        var meanwhile = await tanaka.SeesAsync(proposal);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("送信できません", meanwhile.Text, StringComparison.Ordinal);
        Assert.Contains("次の再試行", meanwhile.Text, StringComparison.Ordinal);
        Assert.Single(app.Simulator.Mail.To(Guest));
        Assert.Contains("送信済み", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }
}
