using Hidori.Domain.Appointments;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Mail;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>リマインド of a booking: once, at its moment, for the time that stands (SPEC B11, X1).</summary>
public sealed class GuestsAreToldOfWhatIsAhead
{
    private const string Guest = "takahashi@guest.example";

    [Theory, EveryDatabase]
    public async Task The_day_before_the_guest_is_reminded_once_with_link_and_own_words(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, UpcomingNotice.Usual with { Text = "資料を事前にご覧ください。\n当日は10分前から入室できます。" });
        using var web = app.NewBrowser();
        await page.BooksAsync(web, "2027-04-08 14:00");
        await app.OutsideWorldSettlesAsync();

        var appointment = await AppointmentAsync(app);
        Assert.Contains("リマインドメールを 4月7日(水) 17:00 に送ります", (await tanaka.Web.GetAsync($"/appointments/{appointment}")).Text, StringComparison.Ordinal);
        await PassesUntilAsync(app, "2027-04-07 16:59");
        Assert.Single(app.Simulator.Mail.To(Guest));
        await app.RestartsAsync();
        await PassesUntilAsync(app, "2027-04-07 17:01");
        await PassesUntilAsync(app, "2027-04-08 13:00");

        var mails = app.Simulator.Mail.To(Guest);
        Assert.Equal(2, mails.Count);
        var reminder = mails[1];
        var entry = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal("[株式会社試験]4月8日(木) 14:00〜14:30 のご予定のお知らせ", reminder.Subject);
        Assert.Contains("当日は10分前から入室できます。", reminder.Text, StringComparison.Ordinal);
        Assert.Contains(entry.JoinUrl!, reminder.Text, StringComparison.Ordinal);
        Assert.Contains("/p/", reminder.Text, StringComparison.Ordinal);
        Assert.Null(reminder.Calendar);
        // Hosts have their own calendar's reminder.
        Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
        var afterwards = await tanaka.Web.GetAsync($"/appointments/{appointment}");
        Assert.Contains("リマインドメール", afterwards.Text, StringComparison.Ordinal);
        Assert.Null(afterwards.Document.QuerySelector("#upcoming"));
    }

    [Theory, EveryDatabase]
    public async Task It_moves_with_the_booking_and_dies_with_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, new UpcomingNotice(UpcomingUnit.Hours, 3, LocalTime.Midnight, ""));
        using var web = app.NewBrowser();
        var moved = (await page.BooksAsync(web, "2027-04-07 14:00")).Address.AbsolutePath;
        var cancelled = (await page.BooksAsync(web, "2027-04-07 16:00", mail: "mori@guest.example")).Address.AbsolutePath;
        await app.OutsideWorldSettlesAsync();

        await web.SubmitAsync(await web.GetAsync($"{moved}/move?start=2027-04-08T05:00:00Z"), "/move");
        await web.SubmitAsync(await web.GetAsync($"{cancelled}/cancel"), "/cancel");
        await app.OutsideWorldSettlesAsync();
        await PassesUntilAsync(app, "2027-04-08 10:59");
        Assert.Equal((0, 0), (Reminders(app, Guest).Count, Reminders(app, "mori@guest.example").Count));

        await PassesUntilAsync(app, "2027-04-08 11:01");
        await PassesUntilAsync(app, "2027-04-08 15:00");
        Assert.Contains("4月8日(木) 14:00", Assert.Single(Reminders(app, Guest)).Text, StringComparison.Ordinal);
        Assert.Empty(Reminders(app, "mori@guest.example"));
    }

    [Theory, EveryDatabase]
    public async Task Who_books_after_its_moment_gets_none_and_a_move_after_it_tells_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, new UpcomingNotice(UpcomingUnit.Hours, 24, LocalTime.Midnight, ""), notice: 60);
        using var web = app.NewBrowser();
        await PassesUntilAsync(app, "2027-04-06 09:30");
        await page.BooksAsync(web, "2027-04-06 14:00", mail: "mori@guest.example");
        var link = (await page.BooksAsync(web, "2027-04-07 14:00")).Address.AbsolutePath;
        await app.OutsideWorldSettlesAsync();

        await PassesUntilAsync(app, "2027-04-06 14:01");
        Assert.Single(Reminders(app, Guest));
        await web.SubmitAsync(await web.GetAsync($"{link}/move?start=2027-04-09T05:00:00Z"), "/move");
        await app.OutsideWorldSettlesAsync();
        await PassesUntilAsync(app, "2027-04-08 14:01");

        Assert.Empty(Reminders(app, "mori@guest.example"));
        Assert.Equal(2, Reminders(app, Guest).Count);
        Assert.Contains("4月9日(金) 14:00", Reminders(app, Guest)[1].Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Of_a_time_that_somebody_moved_in_Outlook_nobody_is_reminded_until_a_host_settles_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, new UpcomingNotice(UpcomingUnit.Hours, 24, LocalTime.Midnight, ""));
        using var web = app.NewBrowser();
        await page.BooksAsync(web, "2027-04-08 14:00");
        await app.OutsideWorldSettlesAsync();

        app.Outlook.MoveEvent(App.Mail("tanaka"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Id, App.At("2027-04-08 16:00"));
        await app.OutsideWorldSettlesAsync();
        await PassesUntilAsync(app, "2027-04-07 15:00");
        Assert.Empty(Reminders(app, Guest));

        await tanaka.PressesAsync(await AppointmentAsync(app), "restore");
        await app.OutsideWorldSettlesAsync();
        Assert.Contains("4月8日(木) 14:00", Assert.Single(Reminders(app, Guest)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_host_switches_it_off_for_one_appointment_wherever_that_moves_and_on_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await OpenAsync(app, new UpcomingNotice(UpcomingUnit.Hours, 3, LocalTime.Midnight, ""));
        using var web = app.NewBrowser();
        var link = (await page.BooksAsync(web, "2027-04-07 14:00")).Address.AbsolutePath;
        await app.OutsideWorldSettlesAsync();
        var appointment = await AppointmentAsync(app);

        var off = await tanaka.PressesAsync(appointment, "upcoming", ("on", "false"));
        var twice = await tanaka.PressesAsync(appointment, "upcoming", ("on", "false"));
        await web.SubmitAsync(await web.GetAsync($"{link}/move?start=2027-04-08T05:00:00Z"), "/move");
        await app.OutsideWorldSettlesAsync();
        Assert.Contains("この予定のリマインドメールは送りません。", off.Text, StringComparison.Ordinal);
        Assert.Contains("田中 美咲がリマインドを停止", off.Text, StringComparison.Ordinal);
        Assert.Contains("この予定のリマインドメールは送りません。", twice.Text, StringComparison.Ordinal);
        await PassesUntilAsync(app, "2027-04-07 11:01");
        Assert.Contains("この予定のリマインドメールは送りません。", (await tanaka.Web.GetAsync($"/appointments/{appointment}")).Text, StringComparison.Ordinal);

        var on = await tanaka.PressesAsync(appointment, "upcoming", ("on", "true"));
        Assert.Contains("リマインドメールを 4月8日(木) 11:00 に送ります", on.Text, StringComparison.Ordinal);
        await tanaka.PressesAsync(appointment, "upcoming", ("on", "false"));
        await PassesUntilAsync(app, "2027-04-08 10:50");
        Assert.Empty(Reminders(app, Guest));
        await tanaka.PressesAsync(appointment, "upcoming", ("on", "true"));
        await PassesUntilAsync(app, "2027-04-08 11:01");
        Assert.Single(Reminders(app, Guest));
        Assert.Null((await tanaka.Web.GetAsync($"/appointments/{appointment}")).Document.QuerySelector("#upcoming"));
    }

    private static Task<BookingPageMade> OpenAsync(App app, UpcomingNotice upcoming, int notice = 24 * 60) =>
        BookingPageMade.OpenAsync(app, "soudan", ["tanaka"], s => s with
        {
            Mails = s.Mails with { Upcoming = upcoming },
            Limits = s.Limits with { NoticeMinutes = notice },
        });

    private static Task<Guid> AppointmentAsync(App app) => app.ReadsAsync(db => Task.FromResult(db.Appointments.Single().Id.Value));

    private static List<ReceivedMail> Reminders(App app, string guest) =>
        [.. app.Simulator.Mail.To(guest).Where(m => m.MessageId!.Contains(".upcoming.", StringComparison.Ordinal))];

    /// <summary>With the worker looking whenever something is due.</summary>
    private static async Task PassesUntilAsync(App app, string moment)
    {
        await app.OutsideWorldSettlesAsync(App.At(moment) - app.Now);
        app.TimePasses(App.At(moment) - app.Now);
        await app.WorkerLooksAsync();
    }
}
