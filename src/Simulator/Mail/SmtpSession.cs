using System.Text;

namespace Hidori.Simulator.Mail;

/// <summary>One conversation. Faults meet MAIL, RCPT and DATA; for RCPT and DATA the route is the recipient's address.</summary>
internal sealed class SmtpSession(Stream stream, MailBox mail, Faults faults, TimeProvider time) : IDisposable
{
    private readonly StreamReader reader = new(stream, Encoding.Latin1, leaveOpen: true);
    private readonly List<string> recipients = [];
    private string? sender;

    public async Task RunAsync(CancellationToken ct)
    {
        await SayAsync("220 localhost Hidori simulator", ct);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO":
                    await SayAsync("250-localhost\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-SIZE 35882577\r\n250 AUTH PLAIN LOGIN", ct);
                    break;
                case "HELO":
                    await SayAsync("250 localhost", ct);
                    break;
                case "AUTH":
                    await AuthenticateAsync(line, ct);
                    break;
                case "MAIL":
                    await MailAsync(line, ct);
                    break;
                case "RCPT":
                    await RecipientAsync(line, ct);
                    break;
                case "DATA":
                    await DataAsync(ct);
                    break;
                case "RSET":
                    Reset();
                    await SayAsync("250 2.0.0 OK", ct);
                    break;
                case "NOOP":
                    await SayAsync("250 2.0.0 OK", ct);
                    break;
                case "QUIT":
                    await SayAsync("221 2.0.0 Bye", ct);
                    return;
                default:
                    await SayAsync("502 5.5.1 Command not implemented", ct);
                    break;
            }
        }
    }

    private async Task AuthenticateAsync(string line, CancellationToken ct)
    {
        var words = line.Split(' ');
        if (words is [_, "LOGIN", ..])
        {
            if (words.Length == 2)
            {
                await SayAsync("334 VXNlcm5hbWU6", ct);
                await reader.ReadLineAsync(ct);
            }
            await SayAsync("334 UGFzc3dvcmQ6", ct);
            await reader.ReadLineAsync(ct);
        }
        else if (words.Length == 2)
        {
            await SayAsync("334 ", ct);
            await reader.ReadLineAsync(ct);
        }
        await SayAsync("235 2.7.0 Authentication successful", ct);
    }

    private async Task MailAsync(string line, CancellationToken ct)
    {
        var from = Address(line);
        if (await RefusedAsync(faults.For(FaultContext.Mail, "MAIL", from, from), ct)) return;
        Reset();
        sender = from;
        await SayAsync("250 2.1.0 OK", ct);
    }

    private async Task RecipientAsync(string line, CancellationToken ct)
    {
        var to = Address(line);
        if (sender is null)
        {
            await SayAsync("503 5.5.1 MAIL first", ct);
            return;
        }
        if (await RefusedAsync(faults.For(FaultContext.Mail, "RCPT", to, to), ct)) return;
        recipients.Add(to);
        await SayAsync("250 2.1.5 OK", ct);
    }

    private async Task DataAsync(CancellationToken ct)
    {
        if (sender is null || recipients.Count == 0)
        {
            await SayAsync("503 5.5.1 RCPT first", ct);
            return;
        }
        await SayAsync("354 End with a dot on a line of its own", ct);
        var content = new StringBuilder();
        string? line;
        while ((line = await reader.ReadLineAsync(ct)) is not (null or "."))
            content.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        // RFC 5321 4.1.1.4: without the dot nothing was handed over; whoever sent it is gone and sends again.
        if (line is null) return;

        var fault = faults.For(FaultContext.Mail, "DATA", recipients[0], recipients[0]);
        if (await RefusedAsync(fault, ct)) return;
        mail.Accept(sender, [.. recipients], Encoding.Latin1.GetBytes(content.ToString()));
        if (fault is FaultKind.Lost) throw new DroppedException();
        Reset();
        await SayAsync("250 2.0.0 Queued", ct);
    }

    private async Task<bool> RefusedAsync(FaultKind? fault, CancellationToken ct)
    {
        switch (fault)
        {
            case FaultKind.Lost { HandlerRuns: false }:
                throw new DroppedException();
            case FaultKind.Refused { StatusCode: var status }:
                await SayAsync(status >= 500 ? $"{status} 5.1.1 Mailbox unavailable" : $"{status} 4.2.0 Mailbox busy, try again later", ct);
                return true;
            case FaultKind.Delayed slow:
                await Task.Delay(slow.Pause.ToTimeSpan(), slow.OnSimulatedTime ? time : TimeProvider.System, ct);
                return false;
            default:
                return false;
        }
    }

    public void Dispose() => reader.Dispose();

    private void Reset()
    {
        sender = null;
        recipients.Clear();
    }

    /// <summary>What stands between the angle brackets, which may be raw UTF-8 (RFC 6531).</summary>
    private static string Address(string line)
    {
        var (start, end) = (line.IndexOf('<', StringComparison.Ordinal), line.IndexOf('>', StringComparison.Ordinal));
        return start < 0 || end < start ? "" : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line[(start + 1)..end]));
    }

    private async Task SayAsync(string reply, CancellationToken ct) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), ct);

    /// <summary>A fault asked for the connection to break.</summary>
    internal sealed class DroppedException : Exception;
}
