using System.ComponentModel.DataAnnotations;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>How copies of linked members' busy times are kept.</summary>
public sealed class MailboxOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mailboxes";

    /// <summary>Whether pages show a copy of the busy times, kept up to date in the background. `false` asks the calendars with every page.</summary>
    public bool KeepsCopies { get; set; } = true;

    /// <summary>How many days ahead a copy reaches. Later weeks are asked for with every page.</summary>
    [Range(7, 365)]
    public int DaysAhead { get; set; } = 120;

    /// <summary>
    /// Whether the vendor is asked to notify us of changes. Empty: when `PublicAddress` is https and not this machine. It must then
    /// reach that address from the Internet; where it cannot, set `false`, and the calendars are asked at intervals alone.
    /// </summary>
    public bool? Notifications { get; set; }
}
