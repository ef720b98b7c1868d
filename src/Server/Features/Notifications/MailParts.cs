using Hidori.Domain.Appointments;
using Hidori.Server.Ui;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.Notifications;

/// <summary>Parts that several mails share.</summary>
internal static class MailParts
{
    public static Instant Utc(string utc) => InstantPattern.ExtendedIso.Parse(utc).Value;

    public static MailMoment Moment(MailTime time, string zone)
    {
        var start = Utc(time.StartUtc);
        return new(start.In(zone), Utc(time.EndUtc).In(zone), Dates.Zone(zone, start));
    }

    public static string Range(MailTime time, string zone) => Dates.Range(Utc(time.StartUtc), Utc(time.EndUtc), zone);

    public static string RangeWithYear(MailTime time, string zone) =>
        Dates.RangeWithYear(Utc(time.StartUtc).In(zone), Utc(time.EndUtc).In(zone));

    public static string AtWithYear(string utc, string zone) => Dates.AtWithYear(Utc(utc).In(zone));

    public static MailList? Numbered(string label, IReadOnlyList<MailTime> times, string zone, int first = 1) => times.Count == 0
        ? null
        : new(label, [.. times.Select(t => RangeWithYear(t, zone))], Text.Of("TimesIn", Dates.Zone(zone, Utc(times[0].StartUtc))), first);

    /// <summary>お客様の社名, 氏名 様: as Japanese business mail begins.</summary>
    public static IReadOnlyList<string> To(MailGuest guest) => Ui.Text.IsEnglish
        ? [Text.Of("Dear", guest.Name)]
        : [.. ((string[])[guest.Company, Text.Of("Sama", guest.Name)]).Where(l => l.Length > 0)];

    public static IReadOnlyList<string> To(string member) => [Text.Of("DearMember", member)];

    /// <summary>The meeting was made anew, and people may still have its former link.</summary>
    public static IEnumerable<string> NewLink(MailMeeting meeting, bool isAnew)
    {
        if (isAnew && meeting is { JoinLink: not null, LinkIsOwn: false }) yield return Text.Of("MainHostChangedLink");
    }

    public static IEnumerable<MailFact> About(MailMeeting meeting)
    {
        yield return new(Text.Of("About"), [meeting.Title]);
        var format = Enum.TryParse<ViewFormat>(meeting.Format, out var f) ? Ui.Text.Of(f) : meeting.Format;
        yield return new(Text.Of("Format"), Where(meeting) is { Length: > 0 } place ? [format, place] : [format]);
        foreach (var directions in Optional(Text.Of("Directions"), meeting.Directions))
            yield return directions;
        if (meeting.JoinLink is { } link) yield return new(Text.Of("JoinLink"), [], link);
        else if (meeting.JoinLinkFollows) yield return new(Text.Of("JoinLink"), [Text.Of("JoinLinkFollows")]);
        else if (meeting.JoinLinkIsOpen) yield return new(Text.Of("JoinLink"), [Text.Of("JoinLinkIsOpen")]);
        yield return new(Text.Of("Hosts"), [Ui.Text.List(meeting.HostNames)]);
        if (meeting.Together.Count > 0)
            yield return new(Text.Of("Together"), [.. meeting.Together.Select(Text.Guest)]);
        foreach (var companions in Optional(Text.Of("Companions"), meeting.Companions))
            yield return companions;
    }

    /// <summary>What was typed, and the room with the truth about it (SPEC M17).</summary>
    private static string Where(MailMeeting meeting) => AppointmentFootprint.PlaceOf(
        meeting.Place ?? "",
        meeting.Room switch
        {
            null => null,
            { Name: null } => Text.Of("RoomBeingArranged"),
            { IsAccepted: true } room => room.Name,
            { } room => Text.Of("RoomAsked", room.Name),
        });

    public static IEnumerable<MailFact> Optional(string label, string? words)
    {
        if (words is { Length: > 0 }) yield return new(label, words.ReplaceLineEndings("\n").Split('\n'));
    }

    /// <summary>Behind the lead of a mail that somebody in CC gets.</summary>
    public static IEnumerable<string> CopyLine(bool isCopy) => isCopy ? ["", Text.Of("CopyLine")] : [];

    /// <summary>Every mail to a guest ends with whom to ask: ご連絡先 of the page, or the main host.</summary>
    public static IReadOnlyList<string> AskHost(string hostName, string? hostMail, MailMeeting meeting) => meeting.Contact.Length > 0
        ? [Text.Of("AskContact"), .. meeting.Contact.ReplaceLineEndings("\n").Split('\n'), "", Text.Of("NotForYou")]
        : [hostMail is null ? Text.Of("AskHost", hostName) : Text.Of("AskHostMail", hostName, hostMail), Text.Of("NotForYou")];

    public static string Day(MailTime time, string zone) => Dates.Day(Utc(time.StartUtc).In(zone).Date);
}
