using System.Net;
using System.Net.Sockets;

namespace Hidori.Server.Tests.Kit;

/// <summary>
/// Ports for servers whose address must be known before they listen. They lie below the range the system hands out by
/// itself, so that between <see cref="Next"/> and listening no client or simulator of this run can take one.
/// </summary>
public static class Ports
{
    private const int First = 10_000;
    private const int Count = 10_000;

    private static int _last = Random.Shared.Next(Count);

    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (Interlocked.Increment(ref _last) % Count);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
