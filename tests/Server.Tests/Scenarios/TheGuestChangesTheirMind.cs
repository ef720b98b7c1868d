using System.Net;
using System.Text.RegularExpressions;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>After confirmation the guest cancels, or asks for another date, by the link they have (SPEC A3, P9, N1).</summary>
public sealed partial class TheGuestChangesTheirMind
{
    private const string GuestMail = "takahashi@guest.example";

    [Theory, EveryDatabase]
    public async Task Cancelling_from_two_browsers_ends_it_once_for_everybody(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        using var guest = new GuestBrowser(app);
        using var phone = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var asked = await guest.Web.GetAsync(proposal.GuestPath + "/cancel");
        var askedToo = await phone.Web.GetAsync(proposal.GuestPath + "/cancel");

        var tooLong = await guest.Web.SubmitAsync(asked, "/cancel", ("reason", new string('あ', 1001)));
        var first = await guest.Web.SubmitAsync(asked, "/cancel", ("reason", "体調を崩しました"));
        var second = await phone.Web.SubmitAsync(askedToo, "/cancel", ("reason", "二度目"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLong.Status);
        Assert.Contains("アポイントメントをキャンセルしました", first.Text, StringComparison.Ordinal);
        Assert.Equal(first.Text, second.Text);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("sato")));
        foreach (var host in (string[])["tanaka", "sato"])
        {
            var told = app.Simulator.Mail.To(App.Mail(host));
            Assert.Equal(2, told.Count);
            Assert.StartsWith("【取消】", told[^1].Subject, StringComparison.Ordinal);
            Assert.Contains("体調を崩しました", told[^1].Text, StringComparison.Ordinal);
        }

        AssertOneInvitationForLife(app, "REQUEST", "CANCEL");
        Assert.Contains("高橋 直子 様が取り消し", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Another_date_is_asked_for_kept_asked_again_and_taken(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var before = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));

        var form = await guest.Web.GetAsync(proposal.GuestPath + "/date");
        var empty = await guest.Web.SubmitAsync(form, "/date");
        var asked = await guest.Web.SubmitAsync(form, "/date", ("wishMessage", "前の週だと助かります"));
        var again = await guest.Web.SubmitAsync(form, "/date", ("wishMessage", "二度押しました"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Contains("日時の変更を依頼しています", asked.Text, StringComparison.Ordinal);
        Assert.Equal(asked.Text, again.Text);
        // What was agreed stands, untouched.
        Assert.Equal(before.Etag, Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Etag);
        var wish = app.Simulator.Mail.To(App.Mail("tanaka"))[^1];
        Assert.StartsWith("【日時変更の依頼】", wish.Subject, StringComparison.Ordinal);
        Assert.Contains("前の週だと助かります", wish.Text, StringComparison.Ordinal);
        Assert.Contains("日時変更の依頼あり", (await tanaka.Web.GetAsync("/appointments")).Text, StringComparison.Ordinal);

        await tanaka.Web.SubmitAsync(await tanaka.SeesAsync(proposal), "/keep-date");
        await app.OutsideWorldSettlesAsync();
        Assert.Contains("日時についてのお返事", app.Simulator.Mail.To(GuestMail)[^1].Subject, StringComparison.Ordinal);

        await guest.Web.SubmitAsync(
            await guest.Web.GetAsync(proposal.GuestPath + "/date"), "/date", ("wishMessage", "やはりお願いします"),
            ("wishDate1", "2027-04-09"), ("wishStart1", "15:00"), ("wishEnd1", "16:00"));
        await tanaka.Web.SubmitAsync(await tanaka.SeesAsync(proposal), "/reschedule");
        await app.OutsideWorldSettlesAsync();

        var after = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal((before.Id, before.JoinUrl, App.At("2027-04-09 15:00")), (after.Id, after.JoinUrl, after.Start));
        AssertOneInvitationForLife(app, "REQUEST", "REQUEST", "REQUEST");
        Assert.DoesNotContain("日時の変更を依頼しています", (await guest.OpensAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task What_is_over_is_marked_and_neither_calendars_nor_people_hear_of_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var early = await guest.Web.GetAsync(proposal.GuestPath + "/cancel");
        var (mails, entry) = (app.Simulator.Mail.To(GuestMail).Count, Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))));

        app.TimePasses(Duration.FromDays(14));
        var tooLate = await guest.Web.SubmitAsync(early, "/cancel");
        await tanaka.Web.SubmitAsync(await tanaka.SeesAsync(proposal), "/outcome", ("outcome", "GuestAbsent"));
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("アポイントメントが確定しました", tooLate.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("キャンセルする", tooLate.Text, StringComparison.Ordinal);
        var list = await tanaka.Web.GetAsync("/appointments?state=Completed");
        Assert.Contains("不参加", list.Text, StringComparison.Ordinal);
        Assert.Contains("条件に合うアポイントメントはありません", (await tanaka.Web.GetAsync("/appointments?state=Confirmed")).Text, StringComparison.Ordinal);
        Assert.Equal(mails, app.Simulator.Mail.To(GuestMail).Count);
        Assert.Equal(entry.Etag, Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Etag);
    }

    /// <summary>Over all mails of its life: one UID, SEQUENCE always higher, nothing twice.</summary>
    private static void AssertOneInvitationForLife(App app, params string[] methods)
    {
        var calendars = app.Simulator.Mail.To(GuestMail).Where(m => m.Calendar is not null).Select(m => m.Calendar!.Text).ToList();
        Assert.Equal(methods, calendars.Select(c => Method().Match(c).Groups[1].Value));
        Assert.Single(calendars.Select(c => Uid().Match(c).Value).Distinct());
        var sequences = calendars.Select(c => int.Parse(Sequence().Match(c).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(sequences.Order().Distinct(), sequences);
        var ids = app.Simulator.Mail.To(GuestMail).Select(m => m.MessageId).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [GeneratedRegex("METHOD:(\\w+)")]
    private static partial Regex Method();

    [GeneratedRegex("UID:.*")]
    private static partial Regex Uid();

    [GeneratedRegex("SEQUENCE:(\\d+)")]
    private static partial Regex Sequence();
}
