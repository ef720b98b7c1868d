using Hidori.Integrations;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Members;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(MemberStanding state) => state switch
    {
        MemberStanding.Invited => Of("StateInvited"),
        MemberStanding.Active => Of("StateActive"),
        MemberStanding.Suspended => Of("StateSuspended"),
    };

    public static string Of(AccessMode mode) => mode switch
    {
        AccessMode.Delegated => Of("ByMember"),
        AccessMode.Application => Of("ByApplication"),
    };

    /// <summary>For administrators, who mend some of it.</summary>
    public static string Of(ConnectionState state) => state switch
    {
        ConnectionState.Connected => Of("Connected"),
        ConnectionState.NeedsReconnection => Of("ConnectionNeedsReconnection"),
        ConnectionState.PermissionLost => Of("ConnectionPermissionLost"),
        ConnectionState.MailboxMissing => Of("ConnectionMailboxMissing"),
        ConnectionState.Throttled => Of("ConnectionThrottled"),
        ConnectionState.RegistrationRefused => Of("ConnectionRegistrationRefused"),
        ConnectionState.Disconnected => Of("NotConnected"),
    };
}
