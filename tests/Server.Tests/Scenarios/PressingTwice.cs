using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>A double click, two browsers, the back button: one appointment, the same answer to each (SPEC P9).</summary>
public sealed class PressingTwice
{
    [Theory, EveryDatabase]
    public async Task The_guest_who_presses_twice_gets_one_appointment(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        var page = await guest.OpensAsync(proposal);

        var both = await Task.WhenAll(guest.ChoosesAsync(page, proposal, 2), guest.ChoosesAsync(page, proposal, 2));
        await app.OutsideWorldSettlesAsync();

        Assert.All(both, p => Assert.Equal(HttpStatusCode.OK, p.Status));
        Assert.Equal(both[0].Text, both[1].Text);
        Assert.Contains("確定しました", both[0].Text, StringComparison.Ordinal);
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task Two_browsers_that_choose_different_times_see_the_same_confirmed_time(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var phone = new GuestBrowser(app);
        using var desk = new GuestBrowser(app);
        var (onPhone, onDesk) = (await phone.OpensAsync(proposal), await desk.OpensAsync(proposal));

        var first = await phone.ChoosesAsync(onPhone, proposal, 1);
        var second = await desk.ChoosesAsync(onDesk, proposal, 3);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(App.At("2027-04-06 10:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Start);
    }

    [Theory, EveryDatabase]
    public async Task The_back_button_and_another_choice_show_what_was_confirmed(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        var page = await guest.OpensAsync(proposal);
        await guest.ChoosesAsync(page, proposal, 1);
        await app.OutsideWorldSettlesAsync();

        var again = await guest.ChoosesAsync(page, proposal, 2);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Contains("確定しました", again.Text, StringComparison.Ordinal);
        Assert.Contains("4月6日", again.Text, StringComparison.Ordinal);
        Assert.Equal(2, app.Simulator.Mail.To("takahashi@guest.example").Count);
    }

    [Theory, EveryDatabase]
    public async Task A_compose_page_sent_twice_makes_one_proposal(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await tanaka.Web.GetAsync("/proposals/new");
        var fields = MemberBrowser.FieldsOf(new ProposalText()).ToArray();

        var both = await Task.WhenAll(
            tanaka.Web.SubmitAsync(page, "/proposals", fields), tanaka.Web.SubmitAsync(page, "/proposals", fields));
        var later = await tanaka.Web.SubmitAsync(page, "/proposals", fields);
        await app.OutsideWorldSettlesAsync();

        Assert.All(both, p => Assert.Equal(HttpStatusCode.OK, p.Status));
        Assert.Equal(both[0].Address, both[1].Address);
        Assert.Equal(both[0].Address, later.Address);
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.Single(app.Simulator.Mail.To("takahashi@guest.example"));
    }
}
