using System.Globalization;
using Hidori.Domain.BookingPages;
using Hidori.Server.Ui;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.BookingPages;

/// <summary>The fields of a page's settings, as they are kept.</summary>
public static class PageFields
{
    public static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>From Monday to Sunday.</summary>
    public static IEnumerable<IsoDayOfWeek> Weekdays => Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d);

    public static FormState Of(BookingPage page)
    {
        var settings = page.Settings;
        var values = new Dictionary<string, string>
        {
            ["version"] = Of(page.Version),
            ["name"] = page.Name,
            ["slug"] = page.Slug,
            ["format"] = settings.Meeting.Format.ToString(),
            ["joinLink"] = Of(settings.Meeting.WithJoinLink),
            ["lengths"] = string.Join(", ", settings.Meeting.Minutes.Select(Of)),
            ["place"] = settings.Meeting.Place,
            ["directions"] = settings.Meeting.Directions,
            ["title"] = settings.Meeting.TitleTemplate,
            ["description"] = settings.Meeting.Description,
            ["message"] = settings.Meeting.Message,
            ["receptionCode"] = Of(settings.Meeting.WithReceptionCode),
            ["rule"] = settings.Rule.Attendance.ToString(),
            ["choice"] = settings.Rule.Choice.ToString(),
            ["needed"] = Of(settings.Rule.Needed),
            ["zone"] = settings.Hours.ZoneId,
            ["holidays"] = settings.Hours.Holidays.ToString(),
            ["withinWorkingHours"] = Of(settings.Hours.WithinWorkingHours),
            ["tentative"] = Blocking(settings.Policy.TentativeBlocks),
            ["outOfOffice"] = Blocking(settings.Policy.OutOfOfficeBlocks),
            ["elsewhere"] = Blocking(settings.Policy.WorkingElsewhereBlocks),
            ["allDay"] = Blocking(settings.Policy.AllDayBlocks),
            ["private"] = Blocking(settings.Policy.PrivateBlocks),
            ["keywords"] = string.Join(Ui.Text.Of("ListSeparator"), settings.Policy.FreeKeywords),
            ["bufferKeywords"] = string.Join(Ui.Text.Of("ListSeparator"), settings.Policy.BufferKeywords),
            ["step"] = Of(settings.Limits.StepMinutes),
            ["furthest"] = Of(settings.Limits.FurthestDays),
            ["peopleBefore"] = Of(settings.Limits.PeopleBeforeMinutes),
            ["peopleAfter"] = Of(settings.Limits.PeopleAfterMinutes),
            ["roomBefore"] = Of(settings.Limits.RoomBeforeMinutes),
            ["roomAfter"] = Of(settings.Limits.RoomAfterMinutes),
            ["perDay"] = Of(settings.Limits.PerDay),
            ["perWeek"] = Of(settings.Limits.PerWeek),
            ["perMonth"] = Of(settings.Limits.PerMonth),
            ["offeredPerDay"] = Of(settings.Limits.OfferedPerDay),
            ["company"] = settings.Form.Company.ToString(),
            ["phone"] = settings.Form.Phone.ToString(),
            ["companions"] = Of(settings.Form.MostCompanions),
            ["privacyText"] = settings.Form.PrivacyText,
            ["privacyAddress"] = settings.Form.PrivacyAddress,
            ["guestCancels"] = Of(settings.Rights.MayCancel),
            ["guestMoves"] = Of(settings.Rights.MayAskForDate),
            ["guestNotice"] = Of(settings.Rights.NoticeHours),
            ["contact"] = settings.Contact,
            ["thankYou"] = settings.ThankYouAddress,
            ["wishes"] = Of(settings.TakesWishes),
            ["frames"] = string.Join('\n', settings.FrameOrigins),
        };
        (values["notice"], values["noticeUnit"]) = Notice(settings.Limits.NoticeMinutes);
        PutHours(values, settings.Hours);
        foreach (var (i, seat) in page.Seats.Index())
            Put(values, FormRows.Members, i, seat.Member.ToString(), seat.Part.ToString());
        foreach (var (i, room) in settings.Rooms.Index())
            Put(values, FormRows.Rooms, i, room.ToString());
        foreach (var (i, question) in settings.Form.Questions.Index())
            Put(values, FormRows.Questions, i, question.Label, question.Key, question.Kind.ToString(), Of(question.IsRequired), string.Join('\n', question.Choices));
        return FormState.Of(values);
    }

    private static void PutHours(Dictionary<string, string> values, PageHours hours)
    {
        foreach (var day in Weekdays)
        {
            var ranges = hours.Weekly.Where(r => r.Day == day).OrderBy(r => r.Opens).ToList();
            foreach (var (i, range) in ranges.Index())
                Put(values, FormRows.Hours((int)day), i, Clock.Format(range.Opens), Clock.Format(range.Closes));
            // A closed day has one empty line to be filled in.
            if (ranges.Count == 0)
                Put(values, FormRows.Hours((int)day), 0, "", "");
        }

        var line = 0;
        foreach (var date in hours.Exceptions)
        {
            if (date.Ranges.Count == 0)
                Put(values, FormRows.Exceptions, line++, Dates.Iso(date.Date), "", "");
            foreach (var range in date.Ranges)
                Put(values, FormRows.Exceptions, line++, Dates.Iso(date.Date), Clock.Format(range.Opens), Clock.Format(range.Closes));
        }
    }

    private static void Put(Dictionary<string, string> values, FormRows rows, int row, params IReadOnlyList<string> cells)
    {
        foreach (var (i, name) in rows.Names.Index())
            values[rows.Field(row, name)] = cells[i];
    }

    private static (string Number, string Unit) Notice(int minutes) => minutes switch
    {
        > 0 when minutes % (24 * 60) == 0 => (Of(minutes / 24 / 60), "days"),
        _ when minutes % 60 == 0 => (Of(minutes / 60), "hours"),
        _ => (Of(minutes), "minutes"),
    };

    private static string Blocking(bool blocks) => blocks ? "blocks" : "free";

    private static string Of(bool yes) => yes ? "true" : "";

    private static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Of(int? number) => number is { } some ? Of(some) : "";
}
