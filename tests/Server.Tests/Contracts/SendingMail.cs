using System.Text;
using Hidori.Integrations;
using Hidori.Integrations.Smtp;
using Hidori.Simulator;
using Hidori.Simulator.Mail;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

public sealed class SendingMail : IAsyncLifetime
{
    private const string Guest = "yamamoto@example.jp";
    private SimulatorHost _simulator = null!;

    private static readonly OutgoingMail Confirmation = new(
        "0197aa.1.guest@hidori.example", Guest, "山本 恵", "日取 花子 (株式会社サンプル)", "hanako@sample.example",
        "【日程確定】新製品のご相談 髙﨑様・𠮷野様", "<p>確定しました。<br>①4月6日</p>", "確定しました。\n.\n①4月6日\n" + new string('長', 1200), null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), Ct);

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    private async Task SendAsync(OutgoingMail mail, Action<MailOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSmtpMailer();
        services.AddSingleton<IClock>(new StoppedClock());
        services.Configure<MailOptions>(o =>
        {
            (o.Host, o.Port, o.From) = ("127.0.0.1", _simulator.SmtpPort, "no-reply@hidori.example");
            configure?.Invoke(o);
        });
        await using var built = services.BuildServiceProvider();
        await built.GetRequiredService<IMailer>().SendAsync(mail, Ct);
    }

    private ReceivedMail TheOnlyMail() => Assert.Single(_simulator.Mail.Messages);

    [Fact]
    public async Task Japanese_arrives_as_it_was_written_in_both_parts()
    {
        await SendAsync(Confirmation);

        var mail = TheOnlyMail();
        Assert.Equal(Confirmation.Subject, mail.Subject);
        Assert.Equal(Confirmation.Html, mail.Html!.TrimEnd());
        Assert.Equal(Confirmation.Text, mail.Text!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Contains("日取 花子 (株式会社サンプル)", mail.From, StringComparison.Ordinal);
        Assert.Contains("no-reply@hidori.example", mail.From, StringComparison.Ordinal);
        Assert.Equal([Guest], mail.EnvelopeTo);
    }

    [Fact]
    public async Task On_the_wire_there_are_only_short_lines_of_ascii()
    {
        await SendAsync(Confirmation);

        var raw = TheOnlyMail().Raw.ToArray();
        Assert.All(raw, b => Assert.True(b < 128));
        Assert.All(Encoding.ASCII.GetString(raw).Split("\r\n"), l => Assert.True(l.Length <= 998, l));
    }

    [Fact]
    public async Task The_headers_say_who_sent_it_when_and_that_it_was_a_machine()
    {
        await SendAsync(Confirmation);

        var mail = TheOnlyMail();
        Assert.Equal(Confirmation.MessageId, mail.MessageId);
        Assert.Equal("Wed, 01 Apr 2026 00:00:00 +0000", mail.Header("Date"));
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.Equal("hanako@sample.example", mail.Header("Reply-To"));
        Assert.Null(mail.Header("Bcc"));
    }

    [Fact]
    public async Task A_picture_stays_with_the_html_that_shows_it()
    {
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0, 255];
        await SendAsync(Confirmation with
        {
            Html = "<img src=\"cid:qr.1@hidori.example\">",
            Images = [new InlineImage("qr.1@hidori.example", png)],
            Calendar = new CalendarAttachment("REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        });

        var mail = TheOnlyMail();
        Assert.Equal(["text/plain", "text/html", "image/png", "text/calendar", "application/ics"], mail.Parts.Select(p => p.MediaType));
        Assert.Equal(("qr.1@hidori.example", false), (mail.Parts[2].ContentId, mail.Parts[2].IsAttachment));
        Assert.Equal(png, mail.Parts[2].Content.ToArray());
        Assert.Contains("data:image/png;base64,", mail.HtmlWithPictures!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calendar_object_is_an_alternative_with_its_method_and_a_file()
    {
        await SendAsync(Confirmation with { Calendar = new CalendarAttachment("REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n") });

        var mail = TheOnlyMail();
        Assert.Equal(
            ["text/plain", "text/html", "text/calendar", "application/ics"], mail.Parts.Select(p => p.MediaType));
        Assert.Equal("REQUEST", mail.Parts[2].Method);
        Assert.Equal(("invite.ics", true), (mail.Parts[3].FileName, mail.Parts[3].IsAttachment));
        Assert.All(mail.Parts.Skip(2), p => Assert.Equal("BEGIN:VCALENDAR\r\nEND:VCALENDAR", p.Text.TrimEnd()));
    }

    [Fact]
    public async Task Nobody_can_write_further_headers_into_a_name_or_subject()
    {
        await SendAsync(Confirmation with
        {
            Subject = "件名\r\nBcc: spy@evil.example",
            ToName = "山本\r\nX-Evil: 1",
            FromName = "日取\r\n\r\n本文",
        });

        var mail = TheOnlyMail();
        Assert.Null(mail.Header("Bcc"));
        Assert.Null(mail.Header("X-Evil"));
        Assert.Equal([Guest], mail.EnvelopeTo);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("a@b.example\r\nRCPT TO:<c@d.example>")]
    [InlineData("")]
    public async Task What_is_no_address_is_refused_and_not_sent(string address)
    {
        await Assert.ThrowsAsync<MailRefusedException>(() => SendAsync(Confirmation with { To = address }));

        Assert.Empty(_simulator.Mail.Messages);
    }

    [Theory]
    [InlineData("RCPT", 550, true)]
    [InlineData("RCPT", 450, false)]
    [InlineData("DATA", 554, true)]
    [InlineData("DATA", 451, false)]
    [InlineData("MAIL", 550, false)]
    [InlineData("MAIL", 421, false)]
    public async Task A_refusal_is_for_good_only_when_it_is_about_this_mail(string method, int status, bool isForGood)
    {
        _simulator.Faults.Add(new Fault(FaultKind.Status(status), method) { Vendor = "mail" });

        var failure = await Assert.ThrowsAnyAsync<ProviderException>(() => SendAsync(Confirmation));

        Assert.Equal(isForGood ? typeof(MailRefusedException) : typeof(ProviderUnavailableException), failure.GetType());
        Assert.DoesNotContain("yamamoto", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_may_bring_it_twice_under_one_message_id()
    {
        _simulator.Faults.Add(new Fault(FaultKind.DoneThenDisconnected, "DATA") { Vendor = "mail" });
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => SendAsync(Confirmation));

        await SendAsync(Confirmation);

        Assert.Equal(2, _simulator.Mail.Messages.Count);
        Assert.Equal(Confirmation.MessageId, Assert.Single(_simulator.Mail.Messages.Select(m => m.MessageId).Distinct()));
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_not_safe_enough_is_unavailable()
    {
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => SendAsync(Confirmation, o => o.Port = 1));
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => SendAsync(Confirmation, o => o.Host = null));
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => SendAsync(Confirmation, o => o.Security = MailSecurity.StartTls));

        Assert.Empty(_simulator.Mail.Messages);
    }

    [Fact]
    public async Task An_account_signs_in_before_it_sends()
    {
        await SendAsync(Confirmation, o => (o.User, o.Password) = ("hidori", "secret"));

        Assert.Single(_simulator.Mail.Messages);
    }

    private sealed class StoppedClock : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromUtc(2026, 4, 1, 0, 0);
    }
}
