using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>ホストが確定 and 複製 (SPEC P7, P9).</summary>
public sealed class AgreedByTelephone
{
    [Theory, EveryDatabase]
    public async Task The_host_confirms_for_the_guest_and_copies_what_was_withdrawn(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var page = await tanaka.SeesAsync(proposal);
        var second = page.Document.QuerySelectorAll("form[action$='/choose'] input[name=candidate]")[1].GetAttribute("value")!;

        var none = await tanaka.Web.SubmitAsync(page, "/choose");
        await tanaka.Web.SubmitAsync(page, "/choose", ("candidate", second));
        await tanaka.Web.SubmitAsync(page, "/choose", ("candidate", second));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.Conflict, none.Status);
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        var told = app.Simulator.Mail.To("takahashi@guest.example");
        Assert.Contains("ご相談のとおり", told[^1].Text, StringComparison.Ordinal);
        Assert.Single(told, m => m.Calendar is not null);
        Assert.Contains("担当者が確定しました", Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka"))).Text, StringComparison.Ordinal);
        Assert.Contains("田中 美咲が候補 2 を選んで確定", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);

        await tanaka.PressesAsync(proposal.Appointment, "cancel");
        var copy = await tanaka.Web.GetAsync($"/proposals/new?copy={proposal.Appointment}");
        Assert.Equal("takahashi@guest.example", copy.Document.QuerySelector("[name=guestMail]")!.GetAttribute("value"));
        Assert.Equal("製品のご紹介", copy.Document.QuerySelector("[name=title]")!.GetAttribute("value"));
        Assert.Empty(copy.Document.QuerySelectorAll("input[type=hidden][name=candidate]"));
    }
}
