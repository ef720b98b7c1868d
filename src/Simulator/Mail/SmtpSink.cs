using System.Net;
using System.Net.Sockets;

namespace Hidori.Simulator.Mail;

/// <summary>A mail server that accepts everything and delivers nothing (RFC 5321).</summary>
internal sealed class SmtpSink(IPAddress address, int port, MailBox mail, Faults faults, TimeProvider time) : IAsyncDisposable
{
    private readonly TcpListener listener = new(address, port);
    private readonly CancellationTokenSource stopping = new();
    private Task accepting = Task.CompletedTask;

    public int Port { get; private set; }

    public void Start()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync(stopping.Token);
    }

    private async Task AcceptAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ct);
                _ = ServeAsync(client, ct);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken ct)
    {
        using (client)
        {
            try
            {
                using var session = new SmtpSession(client.GetStream(), mail, faults, time);
                await session.RunAsync(ct);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The peer went away, or we did; either is an ordinary end of a session.
            }
            catch (SmtpSession.DroppedException)
            {
                client.Client.LingerState = new LingerOption(true, 0);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        stopping.Dispose();
    }
}
