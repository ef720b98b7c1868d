using Hidori.Server.Ui;

namespace Hidori.Server.Features.Connections;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(ConnectionState state) => state switch
    {
        ConnectionState.NotConnected => Of("StateNotConnected"),
        ConnectionState.Connected => Of("StateConnected"),
        ConnectionState.NeedsReconnection => Of("StateNeedsReconnection"),
        ConnectionState.PermissionLost => Of("StatePermissionLost"),
        ConnectionState.MailboxMissing => Of("StateMailboxMissing"),
        ConnectionState.Throttled => Of("StateThrottled"),
    };
}
