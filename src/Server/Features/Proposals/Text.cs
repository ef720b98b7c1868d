using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Proposals;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(BusyKind kind) => kind switch
    {
        BusyKind.Busy => Of("KindBusy"),
        BusyKind.Tentative => Of("KindTentative"),
        BusyKind.OutOfOffice => Of("KindOutOfOffice"),
        BusyKind.Elsewhere => Of("KindElsewhere"),
        BusyKind.Held => Of("KindHeld"),
    };

    public static string Of(HoldRefused refused) => refused switch
    {
        HoldRefused.NotConnected => Of("RefusedNotConnected"),
        HoldRefused.ConnectionBroken => Of("RefusedConnectionBroken"),
        HoldRefused.MailboxMissing => Of("RefusedMailboxMissing"),
        HoldRefused.NotInvited => Of("RefusedNotInvited"),
    };

    public static string Of(DraftRefusal refusal) => refusal switch
    {
        DraftRefusal.ChangedElsewhere => Of("DraftChangedElsewhere"),
        DraftRefusal.TooMany => Of("DraftTooMany", KeepDrafts.Most),
        DraftRefusal.TooLong => Of("DraftTooLong"),
        DraftRefusal.Sent => Of("DraftSent"),
    };

    /// <summary>What a draft goes by: whatever of it was typed.</summary>
    public static string Named(DraftRow draft) =>
        draft.Title.Length > 0 ? draft.Title : draft.Guest.Length > 0 ? draft.Guest : Of("DraftNameless");

    /// <summary>How a room stands at a candidate, with the reason.</summary>
    public static string Of(ComposeRoom room, int candidate) => room.At[candidate] switch
    {
        RoomStanding.Free => Of("RoomFree"),
        RoomStanding.Busy => Of("RoomBusy"),
        RoomStanding.Held => Of("RoomHeld"),
        RoomStanding.Taken => Of("RoomTaken"),
        RoomStanding.Unknown => room.Unknown switch
        {
            UnknownReason.NotShared => Of("RoomNotShared"),
            UnknownReason.AddressUnknown => Of("RoomAddressUnknown"),
            UnknownReason.NotConnected or UnknownReason.ConnectionBroken or UnknownReason.Throttled or UnknownReason.Unavailable or null =>
                Of("RoomUnknown"),
        },
    };

    /// <summary>The part of a name that fits above a lane: 佐藤 of 佐藤 美咲.</summary>
    public static string Brief(string name) => Ui.Text.IsEnglish ? name.Split(' ')[0] : name.Split(' ', '\u3000')[0];
}
