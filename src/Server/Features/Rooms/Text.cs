using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Rooms;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    /// <summary>Why a room's free/busy cannot be read.</summary>
    public static string Of(UnknownReason reason) => reason switch
    {
        UnknownReason.NotConnected => Of("UnreadNotConnected"),
        UnknownReason.ConnectionBroken => Of("UnreadConnectionBroken"),
        UnknownReason.Throttled => Of("UnreadThrottled"),
        UnknownReason.Unavailable => Of("UnreadUnavailable"),
        UnknownReason.AddressUnknown => Of("UnreadAddressUnknown"),
        UnknownReason.NotShared => Of("UnreadNotShared"),
    };

    public static string Short(RoomFinding finding) => finding switch
    {
        RoomFinding.NotFound => Of("ShortNotFound"),
        RoomFinding.Unreadable => Of("ShortUnreadable"),
        RoomFinding.NotListed => Of("ShortNotListed"),
        RoomFinding.Silent => Of("ShortSilent"),
        RoomFinding.AsksDelegates => Of("ShortAsksDelegates"),
        RoomFinding.Slow => Of("ShortSlow"),
        RoomFinding.DeclinesFarAhead => Of("ShortDeclinesFarAhead"),
        RoomFinding.DeclinesLong => Of("ShortDeclinesLong"),
        RoomFinding.DeclinesFree => Of("ShortDeclinesFree"),
    };

    public static string Of(RoomSign sign) => sign switch
    {
        RoomSign.Accepted => Of("SignAccepted"),
        RoomSign.Declined => Of("SignDeclined"),
        RoomSign.DeclinedAsTaken => Of("SignDeclinedAsTaken"),
        RoomSign.Tentative => Of("SignTentative"),
        RoomSign.Silent => Of("SignSilent"),
        RoomSign.Readable => Of("SignReadable"),
        RoomSign.Unreadable => Of("SignUnreadable"),
        RoomSign.NotFound => Of("SignNotFound"),
        RoomSign.NotAsked => Of("SignNotAsked"),
        RoomSign.Listed => Of("SignListed"),
        RoomSign.NotListed => Of("SignNotListed"),
    };
}
