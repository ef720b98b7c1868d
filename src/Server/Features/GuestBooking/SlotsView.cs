using System.Text.Json;
using System.Text.Json.Serialization;
using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>What a page is about, as a guest reads it beside every step.</summary>
/// <param name="Base">The page's own path.</param>
/// <param name="Hosts">Who comes; empty where one of several does.</param>
/// <param name="TakesWishes">Whom no time suits may say when it would.</param>
/// <param name="OneOf">Of how many one comes; 0 where it is said who.</param>
/// <param name="IsPreview">Paused, and shown to who may change it.</param>
public sealed record PageFacts(
    string Base, string Name, string Description, IReadOnlyList<int> Lengths, ViewFormat Format, bool WithJoinLink, string Place,
    IReadOnlyList<string> Hosts, int OneOf, string Contact, bool TakesWishes = false, bool IsPreview = false)
{
    /// <param name="names">Of those who may take part.</param>
    public static PageFacts Of(BookingPage page, string path, IReadOnlyDictionary<MemberId, string> names)
    {
        var anyOne = page.Settings.Rule.Attendance == PageAttendance.AnyOne && page.Hosts.Count > 1;
        var meeting = page.Settings.Meeting;
        var shown = page.Settings.Mails.HostName;
        return new PageFacts(
            path, page.Name, meeting.Description, meeting.Minutes, ShowProposal.FormatOf(meeting.Format), meeting.WithJoinLink, meeting.Place,
            shown.Length > 0 ? [shown] : anyOne ? [] : [.. page.Hosts.Where(names.ContainsKey).Select(h => names[h])],
            anyOne && shown.Length == 0 ? page.Hosts.Count : 0, page.Settings.Contact,
            page.Settings.TakesWishes);
    }
}

/// <summary>Where the guest is in time, carried through every step.</summary>
/// <param name="Zone">IANA zone in which times are told.</param>
/// <param name="Behalf">A member books for a guest on the telephone.</param>
/// <param name="Language">What the reader chose, where they chose.</param>
public sealed record SlotChoice(string Zone, int Minutes, bool IsWeek, bool Behalf, string? Language = null)
{
    /// <summary>The query of a link that keeps the choice.</summary>
    public string Query(LocalDate? from = null, bool? week = null, int? minutes = null) => QueryString.Create(Fields(from, week, minutes)).ToString();

    /// <summary>What keeps the choice, as links and forms carry it.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Fields(LocalDate? from = null, bool? week = null, int? minutes = null) =>
    [
        KeyValuePair.Create<string, string?>("zone", Zone),
        KeyValuePair.Create<string, string?>("minutes", (minutes ?? Minutes).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        .. from is { } date ? (KeyValuePair<string, string?>[])[KeyValuePair.Create<string, string?>("from", Dates.Iso(date))] : [],
        .. week ?? IsWeek ? (KeyValuePair<string, string?>[])[KeyValuePair.Create<string, string?>("view", "week")] : [],
        .. Language is { } language ? (KeyValuePair<string, string?>[])[KeyValuePair.Create<string, string?>("lang", language)] : [],
        .. Behalf ? (KeyValuePair<string, string?>[])[KeyValuePair.Create<string, string?>("behalf", "1")] : [],
    ];
}

/// <summary>One day of the shown week, in the guest's zone.</summary>
/// <param name="Holiday">The public holiday that closes it; null for none.</param>
/// <param name="IsClosed">The page has no hours on it.</param>
public sealed record SlotDay(LocalDate Date, IReadOnlyList<Instant> Starts, bool IsClosed, string? Holiday);

/// <summary>空き枠 to choose from.</summary>
/// <param name="Action">Where a chosen start is sent, by GET.</param>
/// <param name="First">The soonest of all; null where there is none.</param>
/// <param name="Previous">The first date of the week before; null where nothing can be there.</param>
/// <param name="Unread">Some calendar could not be read: there may be more times than are shown.</param>
/// <param name="Moving">The time that is to be moved; null for a new booking.</param>
public sealed record SlotsView(
    GuestFrame Frame, PageFacts Facts, SlotChoice Choice, string Action, IReadOnlyList<SlotDay> Days, Instant? First, Instant? NextFree,
    LocalDate? Previous, LocalDate? Next, bool Unread, Instant Now, Interval? Moving = null, string? Notice = null)
{
    /// <summary>What was typed on the form and goes along to another time; such a page is never kept.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Typed { get; init; } = [];

    [JsonIgnore]
    public bool IsKept => Typed.Count > 0;

    /// <summary>Everything that decides how the page is written, for <see cref="KeptPages"/>.</summary>
    public byte[] Says()
    {
        using var says = new MemoryStream();
        // Times go by hand: they are many, and JSON knows nothing of their types.
        JsonSerializer.Serialize(says, this with { Days = [], First = null, NextFree = null, Previous = null, Next = null, Now = default, Moving = null });
        using var writer = new BinaryWriter(says);
        writer.Write(Languages.Current);
        foreach (var time in (Instant?[])[First, NextFree, Moving?.Start, Moving?.End])
            writer.Write(time?.ToUnixTimeTicks() ?? -1);
        foreach (var date in (LocalDate?[])[Previous, Next])
            Write(writer, date);
        // Without free times the zone's offset is that of now.
        writer.Write(First is null ? Now.ToUnixTimeSeconds() / NodaConstants.SecondsPerHour : 0);
        foreach (var day in Days)
        {
            Write(writer, day.Date);
            writer.Write(day.IsClosed);
            writer.Write(day.Holiday ?? "");
            writer.Write(day.Starts.Count);
            foreach (var start in day.Starts)
                writer.Write(start.ToUnixTimeTicks());
        }

        return says.ToArray();
    }

    private static void Write(BinaryWriter writer, LocalDate? date) => writer.Write(date is { } day ? Dates.Iso(day) : "");
}

/// <summary>お客様の情報.</summary>
/// <param name="Confirms">A link is mailed first, and its button books.</param>
/// <param name="Attempt">Drawn with the page.</param>
public sealed record BookingFormView(
    GuestFrame Frame, PageFacts Facts, SlotChoice Choice, GuestForm Fields, bool Confirms, Instant Start, Instant End, FormState Form, string Attempt);

/// <summary>いま別の方の予約が入りました: near times, and what was typed.</summary>
public sealed record SlotTakenView(
    GuestFrame Frame, PageFacts Facts, SlotChoice Choice, Instant Start, IReadOnlyList<SlotDay> Near, IReadOnlyList<KeyValuePair<string, string>> Typed,
    BookingRefusal Refusal);

/// <summary>確認メールをお送りしました: nothing is booked so far.</summary>
/// <param name="EndsAt">Until when the mailed link can be used.</param>
public sealed record MailSentView(
    GuestFrame Frame, PageFacts Facts, SlotChoice Choice, Instant Start, Instant End, string Mail, Instant EndsAt, IReadOnlyList<KeyValuePair<string, string>> Typed);

/// <summary>Behind the mailed link: the button that books.</summary>
public sealed record ConfirmAddressView(
    GuestFrame Frame, PageFacts Facts, SlotChoice Choice, Instant Start, Instant End, string Company, string Name, string Mail, string Action);

/// <summary>別の日時に変更: asked once more before it is done.</summary>
public sealed record MoveView(
    GuestFrame Frame, PageFacts Facts, SlotChoice Choice, string Token, Interval Now, Interval Then, FormState Form);

/// <summary>ご希望をお知らせください.</summary>
/// <param name="Attempt">Drawn with the page.</param>
public sealed record WishView(
    GuestFrame Frame, PageFacts Facts, SlotChoice Choice, GuestForm Fields, Instant Now, FormState Form, string Attempt);

/// <summary>ご希望をお送りしました.</summary>
public sealed record WishSentView(GuestFrame Frame, PageFacts Facts, SlotChoice Choice);

public sealed record BookingClosedView(GuestFrame Frame, BookingClosed Reason, string Contact = "");

public enum BookingClosed
{
    UnknownAddress,
    Paused,
    LinkUsed,

    /// <summary>The mailed link's time is over, or it was used.</summary>
    ConfirmationOver,
}
