using System.Net.Sockets;
using System.Text;
using Hidori.Simulator;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

public sealed class ReceivingMail
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_arrives_with_Japanese_subject_both_bodies_and_the_calendar_part()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var builder = new BodyBuilder { TextBody = "確定しました。\r\n.先頭の点\r\n" + new string('あ', 200), HtmlBody = "<p>確定しました。</p>" };
        builder.Attachments.Add("招待.ics", Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\r\nSUMMARY:打合せ\r\nEND:VCALENDAR\r\n"), new ContentType("text", "calendar") { Charset = "utf-8" });

        await SendAsync(tenant, Message(builder.ToMessageBody()));

        var mail = Assert.Single(tenant.Host.Mail.To("guest@elsewhere.example"));
        Assert.Equal("【日程確定】製品説明のご案内 とても長い件名なので折り返されるはずです", mail.Subject);
        Assert.Equal("abc@sample.example", mail.MessageId);
        Assert.Contains("田中 美咲", mail.From, StringComparison.Ordinal);
        Assert.Contains(".先頭の点", mail.Text, StringComparison.Ordinal);
        Assert.Contains(new string('あ', 200), mail.Text, StringComparison.Ordinal);
        Assert.Contains("確定しました", mail.Html, StringComparison.Ordinal);
        Assert.Equal("招待.ics", Assert.Single(mail.Attachments).FileName);
        Assert.Contains("SUMMARY:打合せ", mail.Calendar!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_can_be_refused_for_now_or_for_good()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.Host.Faults.Add(new Fault(FaultKind.Status(550), "RCPT", "guest@elsewhere.example") { Vendor = FaultContext.Mail });

        var refusal = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(tenant, Message(new TextPart("plain") { Text = "x" })));

        Assert.Equal(SmtpStatusCode.MailboxUnavailable, refusal.StatusCode);
        Assert.Empty(tenant.Host.Mail.Messages);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task The_connection_may_break_before_or_after_the_message_was_taken(bool taken, int messages)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.Host.Faults.Add(new Fault(taken ? FaultKind.DoneThenDisconnected : FaultKind.NeverArrives, "DATA") { Vendor = FaultContext.Mail });

        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(tenant, Message(new TextPart("plain") { Text = "x" })));

        Assert.Equal(messages, tenant.Host.Mail.Messages.Count);
    }

    [Fact]
    public async Task Plain_commands_are_understood()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("localhost", tenant.Host.SmtpPort, Ct);
        using var reader = new StreamReader(tcp.GetStream());
        await tcp.GetStream().WriteAsync("HELO x\r\nNOOP\r\nRSET\r\nRCPT TO:<a@b>\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT TO:<e@f>\r\nDATA\r\nSubject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n"u8.ToArray(), Ct);

        var replies = (await reader.ReadToEndAsync(Ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l[..3]);

        Assert.Equal(["220", "250", "250", "250", "503", "250", "250", "250", "354", "250", "221"], replies);
        var mail = Assert.Single(tenant.Host.Mail.Messages);
        Assert.Equal(["c@d", "e@f"], mail.EnvelopeTo);
        Assert.Equal(".dot", mail.Text!.Trim());
    }

    /// <summary>RFC 5321 4.1.1.4: who dies in the middle of a message has sent none.</summary>
    [Theory]
    [InlineData("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n")]
    [InlineData("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: x\r\n\r\nhalf")]
    public async Task A_message_that_never_ended_is_not_taken(string sent)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("localhost", tenant.Host.SmtpPort, Ct);
        using var reader = new StreamReader(tcp.GetStream());
        await tcp.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(sent), Ct);
        tcp.Client.Shutdown(SocketShutdown.Send);

        // The sink has read to the end once it hangs up.
        await reader.ReadToEndAsync(Ct);
        Assert.Empty(tenant.Host.Mail.Messages);
    }

    private static MimeMessage Message(MimeEntity body)
    {
        var message = new MimeMessage { MessageId = "abc@sample.example", Body = body, Subject = "【日程確定】製品説明のご案内 とても長い件名なので折り返されるはずです" };
        message.From.Add(new MailboxAddress("田中 美咲", "no-reply@sample.example"));
        message.To.Add(new MailboxAddress("お客様", "guest@elsewhere.example"));
        return message;
    }

    private static async Task SendAsync(SimulatedTenant tenant, MimeMessage message)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync("localhost", tenant.Host.SmtpPort, SecureSocketOptions.None, Ct);
        await client.AuthenticateAsync("user", "password", Ct);
        await client.SendAsync(message, Ct);
        await client.DisconnectAsync(true, Ct);
    }
}
