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
}
