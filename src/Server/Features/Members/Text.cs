using Hidori.Server.Ui;

namespace Hidori.Server.Features.Members;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(MemberState state) => state switch
    {
        MemberState.Invited => Of("StateInvited"),
        MemberState.Active => Of("StateActive"),
        MemberState.Suspended => Of("StateSuspended"),
    };
}
