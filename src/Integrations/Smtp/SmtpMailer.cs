using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using NodaTime;

namespace Hidori.Integrations.Smtp;

/// <summary>Sends mail through a mail server (RFC 5321), one connection for each.</summary>
internal sealed class SmtpMailer(IOptionsMonitor<MailOptions> options, IClock clock) : IMailer
{
    private const int TimeoutMilliseconds = 20_000;

    public async Task SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var now = options.CurrentValue;
        if (!now.IsConfigured)
            throw new ProviderUnavailableException("No mail server is configured.");
        using var message = MailForm.Of(mail, now, clock.GetCurrentInstant().ToDateTimeOffset());
        using var smtp = new SmtpClient { Timeout = TimeoutMilliseconds };
        try
        {
            await HandOverAsync(smtp, message, now, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (SmtpCommandException e) when (IsForGood(e))
        {
            throw new MailRefusedException($"The mail server refused for good: {(int)e.StatusCode} {e.ErrorCode}.");
        }
        catch (SmtpCommandException e)
        {
            throw new ProviderUnavailableException($"The mail server refused for now: {(int)e.StatusCode} {e.ErrorCode}.");
        }
        catch (NotSupportedException) when (IsReadyToSend(smtp, now))
        {
            // MailKit's answer when the address needs SMTPUTF8 (RFC 6531) and the server lacks it.
            throw new MailRefusedException("The mail server cannot deliver to such an address.");
        }
        catch (Exception e) when (e is ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException
            or AuthenticationException or SslHandshakeException or NotSupportedException or IOException
            or TimeoutException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            throw new ProviderUnavailableException("The mail server does not take the mail.", e);
        }

        await LeaveAsync(smtp);
    }

    private static async Task HandOverAsync(SmtpClient smtp, MimeMessage message, MailOptions options, CancellationToken ct)
    {
        await smtp.ConnectAsync(options.Host!, options.Port, SecurityOf(options.Security), ct);
        if (!string.IsNullOrWhiteSpace(options.User))
            await smtp.AuthenticateAsync(options.User, options.Password ?? "", ct);
        await smtp.SendAsync(message, ct);
    }

    private static bool IsReadyToSend(SmtpClient smtp, MailOptions options) =>
        smtp.IsConnected && (string.IsNullOrWhiteSpace(options.User) || smtp.IsAuthenticated);

    /// <summary>The mail is taken: whatever happens while parting does not change that.</summary>
    private static async Task LeaveAsync(SmtpClient smtp)
    {
        try
        {
            await smtp.DisconnectAsync(quit: true, CancellationToken.None);
        }
        catch (Exception e) when (e is ProtocolException or CommandException or IOException or TimeoutException
            or OperationCanceledException or System.Net.Sockets.SocketException)
        {
        }
    }

    /// <summary>
    /// A refused recipient or content stays refused. A refused sender or sign-in is our set-up, which people mend.
    /// </summary>
    private static bool IsForGood(SmtpCommandException e) =>
        (int)e.StatusCode >= 500
        && e.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;

    private static SecureSocketOptions SecurityOf(MailSecurity security) => security switch
    {
        MailSecurity.Auto => SecureSocketOptions.Auto,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
    };
}
