using System.Globalization;
using System.Text;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Server.Ui;
using NodaTime.Text;

namespace Hidori.Server.Features.BookingPages;

/// <summary>A page as its settings were typed.</summary>
public sealed record PageAsTyped(string Slug, string Name, BookingPageSettings Settings, IReadOnlyList<PageSeat> Seats);

/// <summary>The settings of a page, read from what was posted. Everything typed is kept over every button.</summary>
public sealed partial class PageForm(IFormCollection posted)
{
    private static readonly LocalTimePattern TypedTime = LocalTimePattern.CreateWithInvariantCulture("H:mm");
    private static readonly char[] Separators = [',', '、', '，', '\n', ';'];
    private readonly Forms typed = new(posted);

    public FormState State => typed.State;
    public bool IsValid => typed.IsValid;
    public int Version => Forms.NumberOf(typed.Text("version")) ?? -1;
    public string Action => typed.Text("action");

    public void Refuse(string field, string message) => typed.Refuse(field, message);

    /// <summary>Does what a button about lines says.</summary>
    /// <returns>False where it was another button.</returns>
    public bool Act()
    {
        var (verb, what) = Action.Split(':', 2) is [var v, var w] ? (v, w) : (Action, "");
        var row = Forms.NumberOf(what) ?? -1;
        switch (verb)
        {
            case "addHours" when row is >= 1 and <= 7:
                FormRows.Hours(row).Add(typed);
                break;
            case "copyHours":
                CopyMonday();
                break;
            case "addException":
                FormRows.Exceptions.Add(typed);
                break;
            case "removeException":
                FormRows.Exceptions.Remove(typed, row);
                break;
            case "addQuestion":
                FormRows.Questions.Add(typed, "", Guid.CreateVersion7().ToString("N"), nameof(QuestionKind.Text));
                break;
            case "removeQuestion":
                FormRows.Questions.Remove(typed, row);
                break;
            case "upQuestion":
                FormRows.Questions.MoveUp(typed, row);
                break;
            case "addMember" when Guid.TryParse(typed.Text("newMember"), out var member):
                FormRows.Members.Add(typed, member.ToString(), nameof(PagePart.Attends));
                break;
            case "removeMember":
                FormRows.Members.Remove(typed, row);
                break;
            case "upMember":
                FormRows.Members.MoveUp(typed, row);
                break;
            case "addRoom" when Guid.TryParse(typed.Text("newRoom"), out var room):
                FormRows.Rooms.Add(typed, room.ToString());
                break;
            case "removeRoom":
                FormRows.Rooms.Remove(typed, row);
                break;
            case "upRoom":
                FormRows.Rooms.MoveUp(typed, row);
                break;
            case "addMember" or "addRoom" or "draw":
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>Null when a field has a message.</summary>
    public PageAsTyped? Read()
    {
        var page = ReadAll();
        foreach (var finding in PageCheck.Of(page.Slug, page.Name, page.Settings, page.Seats))
            typed.Refuse(FieldOf(finding), Text.Of(finding));
        return IsValid ? page : null;
    }

    private PageAsTyped ReadAll()
    {
        var seats = ReadSeats();
        return new PageAsTyped(
            typed.Text("slug").Normalize(NormalizationForm.FormKC).ToLowerInvariant(),
            typed.Text("name"),
            new BookingPageSettings(ReadMeeting(), ReadRule(), ReadHours(), ReadLimits(), ReadPolicy(), ReadForm(), ReadRights())
            {
                Rooms = [.. Rows(FormRows.Rooms).Select(r => IdOf(FormRows.Rooms.Field(r, "id"))).OfType<Guid>().Distinct().Select(id => new RoomId(id))],
                TakesWishes = typed.IsChecked("wishes"),
                ThankYouAddress = typed.Text("thankYou"),
                Contact = typed.Text("contact", 500),
                FrameOrigins = [.. Lines("frames").Select(o => o.TrimEnd('/')).Distinct()],
            },
            seats);
    }

    private PageMeeting ReadMeeting() => new(
        Forms.WordOf<AppointmentFormat>(typed.Text("format")) ?? AppointmentFormat.Online,
        typed.IsChecked("joinLink"),
        ReadLengths(),
        typed.Text("place", Appointment.LongestPlace),
        typed.Text("directions", Appointment.LongestDirections),
        typed.Text("title", PageMeeting.LongestTitle),
        typed.Text("description", Appointment.LongestText),
        typed.Text("message", Appointment.LongestText),
        typed.IsChecked("receptionCode"));

    private List<int> ReadLengths()
    {
        var lengths = new List<int>();
        foreach (var part in Plain("lengths").Split([.. Separators, ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Forms.NumberOf(part) is { } minutes)
                lengths.Add(minutes);
            else
                typed.Refuse("lengths", Text.Of("LengthMalformed"));
        }

        return [.. lengths.Distinct().Order()];
    }

    private PageRule ReadRule() => new(
        Forms.WordOf<PageAttendance>(typed.Text("rule")) ?? PageAttendance.Everyone,
        Forms.WordOf<HostChoice>(typed.Text("choice")) ?? HostChoice.EvenLoad,
        Number("needed", 1));

    private List<PageSeat> ReadSeats()
    {
        var seats = new List<PageSeat>();
        var detailed = Forms.WordOf<PageAttendance>(typed.Text("rule")) == PageAttendance.Detailed;
        foreach (var row in Rows(FormRows.Members))
        {
            if (IdOf(FormRows.Members.Field(row, "id")) is not { } id || seats.Exists(s => s.Member == new MemberId(id)))
                continue;
            var part = Forms.WordOf<PagePart>(typed.Text(FormRows.Members.Field(row, "part"))) ?? PagePart.Attends;
            // 任意 and the group are of さらに詳細 alone.
            if (!detailed && part is PagePart.Optional or PagePart.OneOfGroup)
                part = PagePart.Attends;
            seats.Add(new PageSeat(new MemberId(id), part, seats.Count));
        }

        return seats;
    }

    private BusyPolicy ReadPolicy() => new()
    {
        TentativeBlocks = typed.Text("tentative") != "free",
        OutOfOfficeBlocks = typed.Text("outOfOffice") != "free",
        WorkingElsewhereBlocks = typed.Text("elsewhere") == "blocks",
        AllDayBlocks = typed.Text("allDay") != "free",
        PrivateBlocks = typed.Text("private") != "free",
        FreeKeywords = [.. Lines("keywords").Distinct(StringComparer.OrdinalIgnoreCase)],
        BufferKeywords = [.. Lines("bufferKeywords").Distinct(StringComparer.OrdinalIgnoreCase)],
    };

    private PageLimits ReadLimits() => new()
    {
        NoticeMinutes = (int)Math.Min(Number("notice", 0) * typed.Text("noticeUnit") switch { "minutes" => 1L, "days" => 24 * 60, _ => 60 }, int.MaxValue),
        FurthestDays = Number("furthest", 60),
        StepMinutes = Number("step", 30),
        PeopleBeforeMinutes = Number("peopleBefore", 0),
        PeopleAfterMinutes = Number("peopleAfter", 0),
        RoomBeforeMinutes = Number("roomBefore", 0),
        RoomAfterMinutes = Number("roomAfter", 0),
        PerDay = NumberOrNone("perDay"),
        PerWeek = NumberOrNone("perWeek"),
        PerMonth = NumberOrNone("perMonth"),
        OfferedPerDay = NumberOrNone("offeredPerDay"),
    };

    private GuestForm ReadForm() => new(
        Forms.WordOf<FieldNeed>(typed.Text("company")) ?? FieldNeed.Required,
        Forms.WordOf<FieldNeed>(typed.Text("phone")) ?? FieldNeed.Asked,
        [.. Rows(FormRows.Questions).Select(ReadQuestion)],
        Number("companions", 0),
        typed.Text("privacyText", 1000),
        typed.Text("privacyAddress"));

    private GuestQuestion ReadQuestion(int row)
    {
        var rows = FormRows.Questions;
        var kind = Forms.WordOf<QuestionKind>(typed.Text(rows.Field(row, "kind"))) ?? QuestionKind.Text;
        var key = typed.Text(rows.Field(row, "key"));
        return new GuestQuestion(
            key.Length is > 0 and <= 40 && key.All(char.IsAsciiLetterOrDigit) ? key : Guid.CreateVersion7().ToString("N"),
            typed.Text(rows.Field(row, "label"), GuestForm.LongestLabel),
            kind,
            typed.IsChecked(rows.Field(row, "required")),
            kind is QuestionKind.Choice or QuestionKind.Several
                ? [.. typed.Text(rows.Field(row, "choices"), GuestForm.LongestChoices).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()]
                : []);
    }

    private GuestRights ReadRights() => new(typed.IsChecked("guestCancels"), typed.IsChecked("guestMoves"), Number("guestNotice", 0));

    private IEnumerable<int> Rows(FormRows rows) => Enumerable.Range(0, rows.CountIn(typed));

    private Guid? IdOf(string field) => Guid.TryParse(typed.Text(field), CultureInfo.InvariantCulture, out var id) ? id : null;

    private string[] Lines(string field) =>
        typed.Text(field, 4000).Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Figures as wide as Japanese keyboards write them are figures too.</summary>
    private string Plain(string field) => typed.Text(field).Normalize(NormalizationForm.FormKC);

    private int Number(string field, int otherwise)
    {
        if (Forms.NumberOf(Plain(field)) is { } number)
            return number;
        typed.Refuse(field, Text.Of("NumberMissing"));
        return otherwise;
    }

    private int? NumberOrNone(string field) => Plain(field).Length == 0 ? null : Number(field, 1);
}
