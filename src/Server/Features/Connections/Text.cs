using Hidori.Server.Ui;

namespace Hidori.Server.Features.Connections;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(LinkState state) => state switch
    {
        LinkState.NotConnected => Of("StateNotConnected"),
        LinkState.Connected => Of("StateConnected"),
        LinkState.NeedsReconnection => Of("StateNeedsReconnection"),
        LinkState.PermissionLost => Of("StatePermissionLost"),
        LinkState.MailboxMissing => Of("StateMailboxMissing"),
        LinkState.Throttled => Of("StateThrottled"),
        LinkState.RegistrationRefused => Of("StateRegistrationRefused"),
    };
}
