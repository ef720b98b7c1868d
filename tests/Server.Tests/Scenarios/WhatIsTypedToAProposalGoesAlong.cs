using System.Net;
using AngleSharp.Dom;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>On a guest's pages of a proposal another language takes away nothing that was typed, and answers nothing (SPEC P4, B8).</summary>
public sealed class WhatIsTypedToAProposalGoesAlong
{
    [Theory, EveryDatabase]
    public async Task Choice_and_note_stay_and_nothing_is_chosen(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        var page = await guest.OpensAsync(proposal);
        var second = page.Inputs("candidate")[1].Value;
        var mails = app.Simulator.Mail.To(App.Mail("tanaka")).Count;

        var told = await guest.Web.PressAsync(page, SwitchOf(page), ("candidate", second), ("note", "駐車場は\nありますか"), ("companions", "原 花子"));
        var nothing = await guest.Web.SubmitAsync(told, proposal.GuestPath, ("candidate", null!));
        var back = await guest.Web.PressAsync(nothing, SwitchOf(nothing));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal((HttpStatusCode.OK, "en"), (told.Status, told.Document.DocumentElement.GetAttribute("lang")));
        Assert.Equal(second, told.ValueOf("candidate"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (nothing.Status, back.Status));
        Assert.Contains("日時が選ばれていません", back.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.All((WebPage[])[told, nothing, back], p => Assert.Equal(("駐車場は\nありますか", "原 花子"), (p.ValueOf("note"), p.ValueOf("companions"))));
        Assert.All((WebPage[])[told, back], AssertNothingInAddresses);
        Assert.Equal(mails, app.Simulator.Mail.To(App.Mail("tanaka")).Count);
        Assert.Contains("調整中", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Why_a_candidate_closed_is_told_in_the_other_language_too(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        var page = await guest.OpensAsync(proposal);
        var hold = app.Outlook.CalendarOf(App.Mail("tanaka")).OrderBy(e => e.Start).First();
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("急な来客", hold.Start, hold.End));

        var lost = await guest.ChoosesAsync(page, proposal, 1, "よろしくお願いします");
        var told = await guest.Web.PressAsync(lost, SwitchOf(lost));

        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
        Assert.NotNull(told.Document.QuerySelector("[role=alert]"));
        Assert.Equal(lost.Document.QuerySelectorAll("input[name=candidate][disabled]").Length, told.Document.QuerySelectorAll("input[name=candidate][disabled]").Length);
        Assert.Equal("よろしくお願いします", told.ValueOf("note"));
    }

    [Theory, EveryDatabase]
    public async Task Own_times_stay_as_they_were_typed_and_are_not_asked_for(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        var form = await guest.Web.GetAsync(proposal.GuestPath + "/other-times?zone=Europe/London");
        (string, string)[] typed = [("wishMessage", "翌週の\n午後"), ("wishDate4", "2027-04-13"), ("wishStart4", "13:00")];

        var told = await guest.Web.PressAsync(form, SwitchOf(form), typed);
        var wrong = await guest.Web.SubmitAsync(told, "/other-times");
        var back = await guest.Web.PressAsync(wrong, SwitchOf(wrong));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(["en", "en", "ja"], ((WebPage[])[told, wrong, back]).Select(p => p.Document.DocumentElement.GetAttribute("lang")));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (told.Status, wrong.Status, back.Status));
        Assert.All((WebPage[])[told, wrong, back], p => Assert.Equal(
            ("翌週の\n午後", "2027-04-13", "13:00", "Europe/London"), (p.ValueOf("wishMessage"), p.ValueOf("wishDate4"), p.ValueOf("wishStart4"), p.ValueOf("zone"))));
        Assert.All((WebPage[])[told, back], AssertNothingInAddresses);
        Assert.Contains("調整中", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Reasons_to_cancel_or_move_stay_and_neither_is_done(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var cancel = await guest.Web.GetAsync(proposal.GuestPath + "/cancel");
        var date = await guest.Web.GetAsync(proposal.GuestPath + "/date");

        var cancelToo = await guest.Web.PressAsync(cancel, SwitchOf(cancel), ("reason", "体調を\n崩しました"));
        var dateToo = await guest.Web.PressAsync(date, SwitchOf(date), ("wishMessage", "前の週だと助かります"), ("wishDate1", "2027-04-09"));
        var stands = await guest.OpensAsync(proposal);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(("体調を\n崩しました", "en"), (cancelToo.ValueOf("reason"), cancelToo.Document.DocumentElement.GetAttribute("lang")));
        Assert.Equal(("前の週だと助かります", "2027-04-09"), (dateToo.ValueOf("wishMessage"), dateToo.ValueOf("wishDate1")));
        Assert.Equal(proposal.GuestPath + "/cancel", cancelToo.Address.AbsolutePath);
        Assert.Equal(proposal.GuestPath + "/date", dateToo.Address.AbsolutePath);
        Assert.Contains("Your appointment is confirmed", stands.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.DoesNotContain("日時変更の依頼あり", (await tanaka.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);
    }

    private static void AssertNothingInAddresses(WebPage page) => Assert.All(
        page.Document.All.SelectMany(e => ((string[])["href", "action", "formaction"]).Select(e.GetAttribute)).OfType<string>().Append(page.Address.PathAndQuery),
        a => Assert.All((string[])["駐車場", "原 花子", "翌週"], w => Assert.DoesNotContain(w, Uri.UnescapeDataString(a), StringComparison.Ordinal)));

    private static IElement SwitchOf(WebPage page) => page.Document.QuerySelector(".guesthead button[lang]")!;
}
