using System.Net;
using AngleSharp.Dom;
using Hidori.Domain.BookingPages;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>On every page of a booking, another language or another time takes away nothing that was typed, and does nothing else (SPEC B8).</summary>
public sealed class WhatIsTypedGoesAlong
{
    private const string Guest = "mori@guest.example";

    private static readonly (string Name, string Value)[] Typed =
        [("company", "港産業"), ("name", "森 一郎"), ("mail", Guest), ("q_topic", "一行目\n二行目"), ("q_parts", "修理"), ("companions", "原 花子"), ("privacy", "true")];

    [Theory, EveryDatabase]
    public async Task Another_time_is_chosen_among_all_weeks_lengths_and_zones_and_the_form_is_filled_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        List<WebPage> steps = [await web.PressAsync(form, Button(form, "日時を変更"), Typed)];
        async Task StepAsync(string button) => steps.Add(await web.PressAsync(steps[^1], Button(steps[^1], button)));
        await StepAsync("1時間");
        await StepAsync("次の週");
        await StepAsync("週表示");
        await StepAsync("English");
        steps.Add(await web.PressAsync(steps[^1], steps[^1].Document.QuerySelector("button[value=zone]")!, ("zone", "Europe/London")));
        await StepAsync("日本語");
        var week = steps[^1];
        var chosen = await web.PressAsync(week, week.Document.QuerySelector("button.slot[value='2027-04-15T05:00:00Z']")!);
        app.TimePasses(Duration.FromSeconds(20));
        var done = await web.SubmitAsync(chosen, page.Path);
        await app.OutsideWorldSettlesAsync();

        Assert.All(steps, s => Assert.Equal(HttpStatusCode.OK, s.Status));
        Assert.NotNull(week.Document.QuerySelector(".weektable"));
        Assert.Contains("UTC+01:00", week.Text, StringComparison.Ordinal);
        AssertAllStands(chosen);
        Assert.Equal(("2027-04-15T05:00:00Z", "60", "Europe/London"), (chosen.ValueOf("start"), chosen.ValueOf("minutes"), chosen.ValueOf("zone")));
        AssertNothingInAddresses([.. steps, chosen]);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Equal(App.At("2027-04-15 14:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Start);
    }

    [Theory, EveryDatabase]
    public async Task Who_typed_nothing_goes_to_the_free_times_themselves(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();

        var form = await page.ChoosesAsync(web, "2027-04-14 14:00");
        var times = await web.PressAsync(form, Button(form, "日時を変更"));

        Assert.Equal((page.Path, HttpStatusCode.OK), (times.Address.AbsolutePath, times.Status));
        Assert.Contains("04-14 14:00", BookingPageMade.Offered(times));
    }

    [Theory, EveryDatabase]
    public async Task A_time_that_was_taken_is_told_in_the_other_language_too(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();
        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("急な来客", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));

        var lost = await web.SubmitAsync(form, page.Path, Typed);
        var told = await web.PressAsync(lost, SwitchOf(lost));
        var times = await web.PressAsync(told, Button(told, "See all free times"));
        var fromTimes = await web.PressAsync(times, times.Document.QuerySelector("button.slot[value='2027-04-08T05:00:00Z']")!);
        var near = await web.PressAsync(told, told.Document.QuerySelector("button.slot[value='2027-04-07T06:00:00Z']")!);
        var wish = await web.PressAsync(told, Button(told, "Tell us what would suit you"));

        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
        Assert.Contains("has just been taken", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("04-07 14:30", BookingPageMade.Offered(told));
        AssertAllStands(fromTimes);
        AssertAllStands(near);
        Assert.Equal(("港産業", "森 一郎", Guest), (wish.ValueOf("company"), wish.ValueOf("name"), wish.ValueOf("mail")));
        AssertNothingInAddresses([told, times, fromTimes, near, wish]);
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task The_mail_to_confirm_is_told_of_in_the_other_language_and_not_sent_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, confirms: true);
        using var web = app.NewBrowser();
        var form = await page.ChoosesAsync(web, "2027-04-07 14:00");

        var sent = await web.SubmitAsync(form, page.Path, Typed);
        app.TimePasses(Duration.FromMinutes(10));
        var told = await web.PressAsync(sent, SwitchOf(sent));
        var again = await web.PressAsync(told, SwitchOf(told));
        var back = await web.PressAsync(told, told.Document.QuerySelector("main button")!);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("We have sent you a mail", told.Text, StringComparison.Ordinal);
        Assert.Contains(Guest, told.Text, StringComparison.Ordinal);
        Assert.Equal(sent.Text, again.Text);
        AssertAllStands(back);
        AssertNothingInAddresses([told, again, back]);
        var link = System.Text.RegularExpressions.Regex.Match(Assert.Single(app.Simulator.Mail.To(Guest)).Text!, @"/b/\S+/confirm/\S+").Value;
        var seen = await web.GetAsync(link);
        var other = await web.GetAsync(seen.Document.QuerySelector(".guesthead a[lang]")!.GetAttribute("href")!);
        Assert.Contains("森 一郎", other.Text, StringComparison.Ordinal);
        // The link opens in the language of the mail, which was written before the switch.
        Assert.Equal(("ja", "en"), (seen.Document.DocumentElement.GetAttribute("lang"), other.Document.DocumentElement.GetAttribute("lang")));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task A_wish_stays_as_it_was_typed_and_is_not_sent(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app);
        using var web = app.NewBrowser();
        (string, string)[] typed = [("company", "港産業"), ("name", "森 一郎"), ("mail", Guest), ("wish", "8日の\n午前"), ("privacy", "true")];

        var form = await web.GetAsync(page.Path + "/wish?zone=Europe/London");
        app.TimePasses(Duration.FromSeconds(20));
        var told = await web.PressAsync(form, SwitchOf(form), typed);
        await app.OutsideWorldSettlesAsync();
        var mails = app.Simulator.Mail.To(App.Mail("tanaka")).Count;
        app.TimePasses(Duration.FromSeconds(20));
        var sent = await web.SubmitAsync(told, "/wish");
        await app.OutsideWorldSettlesAsync();

        Assert.Equal((HttpStatusCode.OK, "en"), (told.Status, told.Document.DocumentElement.GetAttribute("lang")));
        Assert.Equal(("港産業", "森 一郎", Guest, "8日の\n午前"), (told.ValueOf("company"), told.ValueOf("name"), told.ValueOf("mail"), told.ValueOf("wish")));
        Assert.True(told.Inputs("privacy").Single().IsChecked);
        Assert.Contains("UTC+01:00", told.Text, StringComparison.Ordinal);
        AssertNothingInAddresses([told]);
        Assert.Equal(0, mails);
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
        Assert.Equal("en", sent.Document.DocumentElement.GetAttribute("lang"));
    }

    [Theory, EveryDatabase]
    public async Task What_became_of_a_move_is_told_in_the_other_language_and_moves_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        using var web = app.NewBrowser();
        var link = (await page.BooksAsync(web, "2027-04-07 14:00")).Address.AbsolutePath;
        await app.OutsideWorldSettlesAsync();
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("急な来客", App.At("2027-04-08 14:00"), App.At("2027-04-08 14:30")));

        var ask = await web.GetAsync($"{link}/move?start=2027-04-09T05:00:00Z&zone=Europe/London");
        var asked = await web.PressAsync(ask, SwitchOf(ask));
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(503, 120), "GET", "/me/calendar/**") { Times = null });
        var refused = await web.SubmitAsync(asked, "/move");
        app.Simulator.Faults.Clear();
        app.TimePasses(Duration.FromMinutes(3));
        var refusedToo = await web.PressAsync(refused, SwitchOf(refused));
        var late = await web.GetAsync($"{link}/move?start=2027-04-08T05:00:00Z");
        var lost = await web.SubmitAsync(late, "/move");
        var lostToo = await web.GetAsync(lost.Document.QuerySelector(".guesthead a[lang]")!.GetAttribute("href")!);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (refused.Status, refusedToo.Status));
        Assert.All((WebPage[])[asked, refusedToo], p => Assert.Equal(("2027-04-09T05:00:00Z", "Europe/London"), (p.ValueOf("start"), p.ValueOf("zone"))));
        Assert.Equal(["en", "ja"], ((WebPage[])[asked, refusedToo]).Select(p => p.Document.DocumentElement.GetAttribute("lang")));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (lost.Status, lostToo.Status));
        Assert.NotNull(lost.Document.QuerySelector(".notice.bad"));
        Assert.NotNull(lostToo.Document.QuerySelector(".notice.bad"));
        Assert.DoesNotContain("04-08 14:00", BookingPageMade.Offered(lostToo));
        Assert.Contains(app.Outlook.CalendarOf(App.Mail("tanaka")), e => e.Start == App.At("2027-04-07 14:00"));
    }

    private static Task<BookingPageMade> OpenAsync(App app, bool confirms = false) => BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
    {
        Meeting = s.Meeting with { Minutes = [30, 60] },
        Mails = s.Mails with { ConfirmsAddress = confirms },
        Form = s.Form with
        {
            PrivacyText = "個人情報の取り扱いに同意する",
            Questions =
            [
                new GuestQuestion("topic", "ご相談の内容", QuestionKind.LongText, false, []),
                new GuestQuestion("parts", "分野", QuestionKind.Several, false, ["校正", "修理"]),
            ],
        },
    });

    private static void AssertAllStands(WebPage form)
    {
        Assert.Equal(HttpStatusCode.OK, form.Status);
        foreach (var (name, value) in Typed.Where(t => t.Name is not "q_parts" and not "privacy"))
            Assert.Equal(value, form.ValueOf(name));
        Assert.Equal("修理", Assert.Single(form.Inputs("q_parts"), i => i.IsChecked).Value);
        Assert.True(form.Inputs("privacy").Single().IsChecked);
    }

    /// <summary>Neither where these pages are, nor where anything on them leads.</summary>
    private static void AssertNothingInAddresses(IReadOnlyList<WebPage> pages)
    {
        foreach (var page in pages)
        {
            string[] addresses =
            [
                page.Address.PathAndQuery,
                .. page.Document.All.SelectMany(e => ((string[])["href", "action", "formaction"]).Select(e.GetAttribute)).OfType<string>(),
            ];
            Assert.All(addresses.Select(Uri.UnescapeDataString), a => Assert.All(
                (string[])["森", "港産業", "mori@", "一行目", "修理", "原 花子", "8日"], w => Assert.DoesNotContain(w, a, StringComparison.Ordinal)));
            Assert.All(page.Document.Forms.Where(f => f.Method == "get"), f => Assert.Empty(f.QuerySelectorAll("[name=name], [name=mail]")));
        }
    }

    private static IElement SwitchOf(WebPage page) => page.Document.QuerySelector(".guesthead button[lang]")!;

    private static IElement Button(WebPage page, string words) =>
        page.Document.QuerySelectorAll("button:not(.vh):not([disabled])").FirstOrDefault(b => b.TextContent.Contains(words, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"No button \"{words}\" on {page.Address}: {page.Text}");
}
