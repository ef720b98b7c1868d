using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>営業日時 as typed, and where each message belongs.</summary>
public sealed partial class PageForm
{
    /// <summary>For each date that has lines of its own, the first of them: where a message about it belongs.</summary>
    private readonly List<int> firstLines = [];

    /// <summary>月曜と同じにする: from Tuesday to Friday.</summary>
    private void CopyMonday()
    {
        var monday = FormRows.Hours(1);
        var lines = Enumerable.Range(0, monday.CountIn(typed))
            .Select(i => (IReadOnlyList<string>)[typed.Text(monday.Field(i, "opens")), typed.Text(monday.Field(i, "closes"))]).ToList();
        foreach (var rows in Enumerable.Range(2, 4).Select(FormRows.Hours))
        {
            while (rows.CountIn(typed) > 0)
                rows.Remove(typed, 0);
            foreach (var line in lines)
                rows.Add(typed, line);
        }
    }

    private PageHours ReadHours()
    {
        var zone = typed.Text("zone");
        if (!Zones.IsKnown(zone))
        {
            typed.Refuse("zone", Text.Of("ZoneUnknown"));
            zone = "Asia/Tokyo";
        }

        return new PageHours(
            zone,
            [.. PageFields.Weekdays.SelectMany(ReadDay)],
            ReadExceptions(),
            Forms.WordOf<HolidayRule>(typed.Text("holidays")) ?? HolidayRule.Closed,
            typed.IsChecked("withinWorkingHours"));
    }

    private IEnumerable<WeeklyRange> ReadDay(IsoDayOfWeek day)
    {
        var rows = FormRows.Hours((int)day);
        foreach (var row in Rows(rows))
        {
            if (ReadRange(rows, row) is { } range)
                yield return new WeeklyRange(day, range.Opens, range.Closes);
        }
    }

    private List<DateHours> ReadExceptions()
    {
        var rows = FormRows.Exceptions;
        var lines = new List<(LocalDate Date, HoursRange? Range, int Row)>();
        foreach (var row in Rows(rows))
        {
            var range = ReadRange(rows, row);
            if (Forms.DateOf(typed.Text(rows.Field(row, "date"))) is { } date)
                lines.Add((date, range, row));
            else if (range is not null || typed.Text(rows.Field(row, "date")).Length > 0)
                typed.Refuse(rows.Field(row, "date"), Text.Of("DateMissing"));
        }

        var dates = lines.GroupBy(l => l.Date).OrderBy(g => g.Key).ToList();
        firstLines.Clear();
        firstLines.AddRange(dates.Select(d => d.First().Row));
        return [.. dates.Select(d => new DateHours(d.Key, [.. d.Select(l => l.Range).OfType<HoursRange>().OrderBy(r => r.Opens)]))];
    }

    private HoursRange? ReadRange(FormRows rows, int row)
    {
        var (opens, closes) = (Plain(rows.Field(row, "opens")), Plain(rows.Field(row, "closes")));
        if (opens.Length == 0 && closes.Length == 0)
            return null;
        var (from, to) = (TimeOf(rows.Field(row, "opens"), opens), TimeOf(rows.Field(row, "closes"), closes));
        return from is { } start && to is { } end ? new HoursRange(start, end) : null;
    }

    private LocalTime? TimeOf(string field, string text)
    {
        // The end of the day has two names.
        if (text == "24:00")
            return LocalTime.Midnight;
        if (TypedTime.Parse(text) is { Success: true } time)
            return time.Value;
        typed.Refuse(field, Text.Of("TimeMissing"));
        return null;
    }

    private string FieldOf(PageFinding finding) => finding.Refusal switch
    {
        PageRefusal.NameMissing or PageRefusal.NameTooLong => "name",
        PageRefusal.SlugUnfit => "slug",
        PageRefusal.LengthMissing or PageRefusal.LengthOutOfRange or PageRefusal.TooManyLengths or PageRefusal.LengthLongerThanHours => "lengths",
        PageRefusal.NobodyAttends or PageRefusal.TooManyMembers => "members",
        PageRefusal.NeededUnfit => "needed",
        PageRefusal.HoursMissing => FormRows.Hours(1).Field(0, "opens"),
        PageRefusal.HoursEndBeforeStart or PageRefusal.HoursOverlap or PageRefusal.TooManyRanges => FormRows.Hours(finding.Row).Field(0, "opens"),
        PageRefusal.ExceptionEndsBeforeStart or PageRefusal.ExceptionOverlaps => FormRows.Exceptions.Field(firstLines[finding.Row], "date"),
        PageRefusal.TooManyExceptions => FormRows.Exceptions.Field(0, "date"),
        PageRefusal.KeywordTooLong or PageRefusal.TooManyKeywords => "keywords",
        PageRefusal.BufferKeywordTooLong or PageRefusal.TooManyBufferKeywords => "bufferKeywords",
        PageRefusal.StepUnfit => "step",
        PageRefusal.NoticeTooLong or PageRefusal.NoticeReachesTheEnd => "notice",
        PageRefusal.DaysAheadOutOfRange => "furthest",
        PageRefusal.BufferTooLong => finding.Part switch
        {
            nameof(PageLimits.PeopleBeforeMinutes) => "peopleBefore",
            nameof(PageLimits.PeopleAfterMinutes) => "peopleAfter",
            nameof(PageLimits.RoomBeforeMinutes) => "roomBefore",
            _ => "roomAfter",
        },
        PageRefusal.CapBelowOne or PageRefusal.CapTooHigh => finding.Part switch
        {
            nameof(PageLimits.PerDay) => "perDay",
            nameof(PageLimits.PerWeek) => "perWeek",
            nameof(PageLimits.PerMonth) => "perMonth",
            _ => "offeredPerDay",
        },
        PageRefusal.TooManyRooms => "rooms",
        PageRefusal.QuestionWithoutLabel => FormRows.Questions.Field(finding.Row, "label"),
        PageRefusal.QuestionWithoutChoices => FormRows.Questions.Field(finding.Row, "choices"),
        PageRefusal.TooManyQuestions => "questions",
        PageRefusal.TooManyCompanions => "companions",
        PageRefusal.AddressUnfit => finding.Part == nameof(GuestForm.PrivacyAddress) ? "privacyAddress" : "thankYou",
        PageRefusal.FrameOriginUnfit => "frames",
        PageRefusal.GuestNoticeTooLong => "guestNotice",
    };
}
