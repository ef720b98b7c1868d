using Hidori.Server.Ui;

namespace Hidori.Server.Features.Notifications;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(MailEntryState state) => state switch
    {
        MailEntryState.Written => Of("EntryWritten"),
        MailEntryState.Pending => Of("EntryPending"),
        MailEntryState.NotConnected => Of("EntryNotConnected"),
        MailEntryState.ConnectionBroken => Of("EntryConnectionBroken"),
        MailEntryState.MailboxMissing => Of("EntryMailboxMissing"),
    };

    public static string Guest(MailGuest guest) => guest.Company.Length == 0
        ? Of("GuestAlone", guest.Name)
        : Of("GuestOf", guest.Company, guest.Name);
}
