using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Domain.BookingPages;

/// <summary>What is wrong with a page as somebody would have it.</summary>
public enum PageRefusal
{
    NameMissing,
    NameTooLong,

    /// <summary>Not a–z, 0–9 and hyphens, or a hyphen at an end.</summary>
    SlugUnfit,
    LengthMissing,
    LengthOutOfRange,
    TooManyLengths,

    /// <summary>No stretch of the hours is as long as the shortest meeting.</summary>
    LengthLongerThanHours,

    /// <summary>Nobody stands on the page who has to come.</summary>
    NobodyAttends,
    TooManyMembers,

    /// <summary>More of the group than it has.</summary>
    NeededUnfit,
    HoursMissing,
    HoursEndBeforeStart,
    HoursOverlap,
    TooManyRanges,
    ExceptionEndsBeforeStart,
    ExceptionOverlaps,
    TooManyExceptions,
    KeywordTooLong,
    TooManyKeywords,
    BufferKeywordTooLong,
    TooManyBufferKeywords,
    StepUnfit,
    NoticeTooLong,
    DaysAheadOutOfRange,

    /// <summary>Every day that is offered lies within the notice.</summary>
    NoticeReachesTheEnd,
    BufferTooLong,
    CapBelowOne,
    CapTooHigh,
    TooManyRooms,
    QuestionWithoutLabel,
    QuestionWithoutChoices,
    TooManyQuestions,
    TooManyCompanions,
    AddressUnfit,
    FrameOriginUnfit,
    GuestNoticeTooLong,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Part">Which setting, where several can be wrong in the same way.</param>
/// <param name="Row">Which line of it: the weekday, or a place in a list from 0.</param>
public sealed record PageFinding(PageRefusal Refusal, string Part = "", int Row = 0);

/// <summary>Whether a page can be as somebody would have it: whatever would make it offer nothing, or something odd, for ever.</summary>
public static class PageCheck
{
    public const int LongestKeyword = 40;
    public const int MostKeywords = 30;
    public const int MostFrameOrigins = 10;

    /// <returns>In the order of the screen; none when all is well.</returns>
    public static IReadOnlyList<PageFinding> Of(string slug, string name, BookingPageSettings settings, IReadOnlyList<PageSeat> seats) =>
    [
        .. Meeting(slug, name, settings.Meeting, settings.Hours),
        .. Members(settings.Rule, seats),
        .. Hours(settings.Hours),
        .. Exceptions(settings.Hours),
        .. Policy(settings),
        .. Limits(settings.Limits),
        .. settings.Rooms.Count > BookingPage.MostRooms ? [new(PageRefusal.TooManyRooms)] : (PageFinding[])[],
        .. Form(settings.Form),
        .. Guests(settings),
    ];

    private static IEnumerable<PageFinding> Meeting(string slug, string name, PageMeeting meeting, PageHours hours)
    {
        if (name.Length == 0)
            yield return new(PageRefusal.NameMissing);
        if (name.Length > BookingPage.LongestName)
            yield return new(PageRefusal.NameTooLong);
        if (!BookingPage.IsSlug(slug))
            yield return new(PageRefusal.SlugUnfit);
        if (meeting.Minutes.Count == 0)
            yield return new(PageRefusal.LengthMissing);
        else if (meeting.Minutes.Any(m => m is < PageMeeting.ShortestMinutes or > PageMeeting.LongestMinutes))
            yield return new(PageRefusal.LengthOutOfRange);
        else if (meeting.Minutes.Count > PageMeeting.MostLengths)
            yield return new(PageRefusal.TooManyLengths);
        else if (LongestStretch(hours) is > 0 and var longest && meeting.Minutes.Max() > longest)
            yield return new(PageRefusal.LengthLongerThanHours, Row: longest);
    }

    private static IEnumerable<PageFinding> Members(PageRule rule, IReadOnlyList<PageSeat> seats)
    {
        var group = seats.Count(s => s.Part == PagePart.OneOfGroup);
        var needed = rule.Attendance == PageAttendance.Detailed
            ? seats.Count(s => s.Part == PagePart.Attends) + group
            : seats.Count(s => s.Part != PagePart.Coordinator);
        if (needed == 0)
            yield return new(PageRefusal.NobodyAttends);
        if (seats.Count > BookingPage.MostMembers)
            yield return new(PageRefusal.TooManyMembers);
        if (rule.Attendance == PageAttendance.Detailed && group > 0 && (rule.Needed < 1 || rule.Needed > group))
            yield return new(PageRefusal.NeededUnfit, Row: group);
    }

    private static IEnumerable<PageFinding> Hours(PageHours hours)
    {
        if (hours.Weekly.Count == 0 && hours.Exceptions.All(e => e.Ranges.Count == 0))
            yield return new(PageRefusal.HoursMissing);
        foreach (var day in hours.Weekly.GroupBy(r => r.Day))
        {
            var ranges = day.Select(r => r.Hours).ToList();
            if (ranges.Any(IsBackwards))
                yield return new(PageRefusal.HoursEndBeforeStart, Row: (int)day.Key);
            else if (Overlap(ranges))
                yield return new(PageRefusal.HoursOverlap, Row: (int)day.Key);
            if (ranges.Count > PageHours.MostRangesPerDay)
                yield return new(PageRefusal.TooManyRanges, Row: (int)day.Key);
        }
    }

    private static IEnumerable<PageFinding> Exceptions(PageHours hours)
    {
        foreach (var (row, date) in hours.Exceptions.Index())
        {
            if (date.Ranges.Any(IsBackwards))
                yield return new(PageRefusal.ExceptionEndsBeforeStart, Row: row);
            else if (Overlap(date.Ranges))
                yield return new(PageRefusal.ExceptionOverlaps, Row: row);
        }

        if (hours.Exceptions.Count > PageHours.MostExceptions)
            yield return new(PageRefusal.TooManyExceptions);
    }

    private static IEnumerable<PageFinding> Policy(BookingPageSettings settings)
    {
        if (settings.Policy.FreeKeywords.Any(k => k.Length > LongestKeyword))
            yield return new(PageRefusal.KeywordTooLong);
        if (settings.Policy.FreeKeywords.Count > MostKeywords)
            yield return new(PageRefusal.TooManyKeywords);
        if (settings.Policy.BufferKeywords.Any(k => k.Length > LongestKeyword))
            yield return new(PageRefusal.BufferKeywordTooLong);
        if (settings.Policy.BufferKeywords.Count > MostKeywords)
            yield return new(PageRefusal.TooManyBufferKeywords);
    }

    private static IEnumerable<PageFinding> Limits(PageLimits limits)
    {
        if (!PageLimits.Steps.Contains(limits.StepMinutes))
            yield return new(PageRefusal.StepUnfit);
        if (limits.FurthestDays is < 0 or > PageLimits.MostDaysAhead)
            yield return new(PageRefusal.DaysAheadOutOfRange);
        if (limits.NoticeMinutes is < 0 or > PageLimits.MostNoticeMinutes)
            yield return new(PageRefusal.NoticeTooLong);
        else if (limits.NoticeMinutes >= (limits.FurthestDays + 1) * 24 * 60)
            yield return new(PageRefusal.NoticeReachesTheEnd);
        foreach (var (part, minutes) in (IEnumerable<(string, int)>)
            [
                (nameof(PageLimits.PeopleBeforeMinutes), limits.PeopleBeforeMinutes), (nameof(PageLimits.PeopleAfterMinutes), limits.PeopleAfterMinutes),
                (nameof(PageLimits.RoomBeforeMinutes), limits.RoomBeforeMinutes), (nameof(PageLimits.RoomAfterMinutes), limits.RoomAfterMinutes),
            ])
        {
            if (minutes is < 0 or > PageLimits.MostBufferMinutes)
                yield return new(PageRefusal.BufferTooLong, part);
        }

        foreach (var (part, cap) in (IEnumerable<(string, int?)>)
            [
                (nameof(PageLimits.PerDay), limits.PerDay), (nameof(PageLimits.PerWeek), limits.PerWeek),
                (nameof(PageLimits.PerMonth), limits.PerMonth), (nameof(PageLimits.OfferedPerDay), limits.OfferedPerDay),
            ])
        {
            if (cap < 1)
                yield return new(PageRefusal.CapBelowOne, part);
            if (cap > PageLimits.MostPerDay * 31)
                yield return new(PageRefusal.CapTooHigh, part);
        }
    }

    private static IEnumerable<PageFinding> Form(GuestForm form)
    {
        foreach (var (row, question) in form.Questions.Index())
        {
            if (question.Label.Length == 0)
                yield return new(PageRefusal.QuestionWithoutLabel, Row: row);
            if (question.Kind is QuestionKind.Choice or QuestionKind.Several && question.Choices.Count is 0 or > GuestForm.MostChoices)
                yield return new(PageRefusal.QuestionWithoutChoices, Row: row);
        }

        if (form.Questions.Count > GuestForm.MostQuestions)
            yield return new(PageRefusal.TooManyQuestions);
        if (form.MostCompanions is < 0 or > GuestForm.MostCompanionsEver)
            yield return new(PageRefusal.TooManyCompanions);
        if (form.PrivacyAddress.Length > 0 && !IsSecure(form.PrivacyAddress))
            yield return new(PageRefusal.AddressUnfit, nameof(GuestForm.PrivacyAddress));
    }

    private static IEnumerable<PageFinding> Guests(BookingPageSettings settings)
    {
        if (settings.Rights.NoticeHours is < 0 or > Appointments.GuestRights.MostNoticeHours)
            yield return new(PageRefusal.GuestNoticeTooLong);
        if (settings.ThankYouAddress.Length > 0 && !IsSecure(settings.ThankYouAddress))
            yield return new(PageRefusal.AddressUnfit, nameof(BookingPageSettings.ThankYouAddress));
        if (settings.FrameOrigins.Count > MostFrameOrigins || settings.FrameOrigins.Any(o => !IsOrigin(o)))
            yield return new(PageRefusal.FrameOriginUnfit);
    }

    /// <summary>The end of the day is written as midnight.</summary>
    private static bool IsBackwards(HoursRange range) => range.ClosesMinute <= range.OpensMinute;

    private static bool Overlap(IEnumerable<HoursRange> ranges)
    {
        var ordered = ranges.OrderBy(r => r.Opens).ToList();
        return ordered.Zip(ordered.Skip(1)).Any(p => p.First.ClosesMinute > p.Second.OpensMinute);
    }

    /// <summary>Ranges that touch are one stretch. Those that reach midnight may go on the next day: then nothing is said.</summary>
    /// <returns>In minutes; 0 where nothing can be said.</returns>
    private static int LongestStretch(PageHours hours)
    {
        var days = hours.Weekly.GroupBy(r => r.Day).Select(g => g.Select(r => r.Hours).ToList())
            .Concat(hours.Exceptions.Select(e => e.Ranges.ToList())).ToList();
        if (days.Any(d => d.Any(r => r.Closes == LocalTime.Midnight || IsBackwards(r))))
            return 0;
        var longest = 0;
        foreach (var day in days)
        {
            var (start, end) = (-1, -1);
            foreach (var range in day.OrderBy(r => r.Opens))
            {
                start = range.OpensMinute == end ? start : range.OpensMinute;
                end = range.ClosesMinute;
                longest = Math.Max(longest, end - start);
            }
        }

        return longest;
    }

    private static bool IsSecure(string address) => WebAddress.Of(address) is not null;

    /// <summary>https://www.example.co.jp, with a port where it has one, and nothing behind it.</summary>
    private static bool IsOrigin(string text) =>
        WebAddress.Of(text) is { } uri && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}
