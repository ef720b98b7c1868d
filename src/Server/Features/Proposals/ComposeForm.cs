using System.Globalization;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Rooms;
using Hidori.Domain.Time;
using Hidori.Server.Features.MessageTemplates;
using Hidori.Server.Ui;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.Proposals;

/// <summary>The compose screen's fields, read from what was posted. Everything typed is kept over every action.</summary>
public sealed class ComposeForm
{
    private static readonly LocalDateTimePattern Wire = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>What is offered as 所要時間, in minutes.</summary>
    public static readonly IReadOnlyList<int> Lengths = [15, 30, 45, 60, 90, 120];

    private readonly Forms _typed;

    public ComposeForm(IFormCollection form, MemberId creator, DateTimeZone zone)
    {
        _typed = new Forms(form);
        // What was typed is of the zone it was typed in, also when the member's own changes meanwhile.
        Zone = form["zone"].ToString() is { Length: > 0 } typedIn && Zones.IsKnown(typedIn) ? Dates.ZoneOf(typedIn) : zone;
        Creator = creator;
        Hosts = [.. form["host"].Select(ReadId).OfType<Guid>().Select(id => new MemberId(id)).Distinct()];
        MainHost = ReadId(form["mainHost"]) is { } main ? new MemberId(main) : null;
        Candidates = [.. form["candidate"].Select(ReadCandidate).OfType<LocalRange>().Distinct().OrderBy(c => c.Start)];
        Attempt = ReadId(form["attempt"]) ?? Guid.CreateVersion7();
        Draft = new DraftSeen(
            ReadId(form["draft"]) ?? Guid.CreateVersion7(), Forms.NumberOf(form["draftRevision"]) ?? 0, ReadId(form["tab"]) ?? Guid.CreateVersion7());
        Wish = ReadId(form["wish"]);
        Template = ReadId(form["template"]);
        NewTemplate = ReadId(form["newTemplate"]) ?? Guid.CreateVersion7();
        Week = Forms.DateOf(form["week"]);
        Action = form["action"].ToString();
        GuestZones = [.. GuestLines.Zones(State)];
        CreatorAttends = form["creatorAttends"] != "false";
        RoomNeed = new RoomNeed(
            Forms.NumberOf(form["roomSeats"]) ?? 0,
            [.. form["roomEquipment"].OfType<string>().Where(e => e.Length is > 0 and <= 100).Distinct().Take(20)]);
    }

    public DateTimeZone Zone { get; }
    public MemberId Creator { get; }
    public List<MemberId> Hosts { get; }
    public MemberId? MainHost { get; set; }

    /// <summary>The proposal that is out already; null for a new one.</summary>
    public AppointmentId? Of { get; init; }

    /// <summary>The zones chosen for the guests.</summary>
    public IReadOnlyList<string> GuestZones { get; init; }

    /// <summary>Rooms that this proposal holds already: their calendars show nothing else at those times.</summary>
    public Dictionary<LocalRange, RoomId> HeldRooms { get; } = [];

    public List<LocalRange> Candidates { get; }
    public Guid Attempt { get; }

    /// <summary>Its id is made with the page, kept or not.</summary>
    public DraftSeen Draft { get; }

    /// <summary>Another page changed the draft meanwhile.</summary>
    public bool IsDraftChangedElsewhere { get; set; }

    /// <summary>ご希望 of a guest that it answers; null for none.</summary>
    public Guid? Wish { get; }

    /// <summary>テンプレート: the one that is chosen.</summary>
    public Guid? Template { get; }

    /// <summary>What the next template to be kept is called by; made with the page.</summary>
    public Guid NewTemplate { get; set; }

    /// <summary>The name of the template that was just kept.</summary>
    public string? KeptTemplate { get; set; }

    /// <summary>お客様へのご案内, as typed so far.</summary>
    public string Message => _typed.Text("message");

    public LocalDate? Week { get; set; }
    public string Action { get; }

    /// <summary>The button: what to do, and with what.</summary>
    public (string Verb, string What) Verb => Action.Split(':', 2) is [var verb, var what] ? (verb, what) : (Action, "");

    /// <summary>所要時間 of a new candidate; null where none that is offered was chosen.</summary>
    public Duration? Length => Forms.NumberOf(_typed.Text("length")) is { } minutes && Lengths.Contains(minutes) ? Duration.FromMinutes(minutes) : null;

    public bool CreatorAttends { get; }
    public RoomNeed RoomNeed { get; }

    /// <summary>What the guest may do once a time is fixed; all of it unless the fields say otherwise.</summary>
    public GuestRights GuestRights => new(
        _typed.Text("guestCancels") != "no", _typed.Text("guestAsksDate") != "no", Forms.NumberOf(_typed.Text("guestNotice")) ?? 0);

    /// <summary>How the holds look in Outlook; as always unless the fields say otherwise.</summary>
    public HoldStyle HoldStyle => new(
        Forms.WordOf<HoldStrength>(_typed.Text("holdStrength")) ?? HoldStrength.Tentative, _typed.Text("holdTitle"), _typed.IsChecked("isPrivate"));

    public string RoomBuilding => _typed.Text("roomBuilding");

    /// <summary>The room of each candidate, as chosen; null for none.</summary>
    public Dictionary<LocalRange, RoomId?> Rooms =>
        Candidates.ToDictionary(c => c, c => ReadId(_typed.Text(RoomField(c))) is { } id ? new RoomId(id) : (RoomId?)null);

    public bool WithReceptionCode => _typed.IsChecked("receptionCode");
    public bool Reminds => _typed.IsChecked("reminds");
    public bool HoldsRooms => _typed.IsChecked("holdsRooms");
    public FormState State => _typed.State;
    public bool IsValid => _typed.IsValid;

    /// <summary>Who takes part: the chips, less a creator who steps out.</summary>
    public IReadOnlyList<MemberId> TakingPart => [.. Hosts.Where(h => CreatorAttends || h != Creator)];

    /// <summary>同じ会議室をすべての候補に.</summary>
    private void TakeSameRoom()
    {
        foreach (var candidate in Candidates)
            _typed.Set(RoomField(candidate), _typed.Text("sameRoom"));
    }

    internal static string RoomField(LocalRange candidate) => $"room-{candidate.Wire}";

    public void Refuse(string field, string message) => _typed.Refuse(field, message);

    /// <summary>What a button wrote into a field.</summary>
    public void Fill(string field, string text) => _typed.Set(field, text);

    /// <summary>The message under the name it was given; null when a field has a message.</summary>
    public TemplateText? ReadNewTemplate()
    {
        var name = _typed.RequiredText("templateName", KeepTemplates.LongestName, Text.Of("TemplateNameMissing"));
        var text = _typed.RequiredText("message", Appointment.LongestText, Text.Of("TemplateEmpty"));
        return IsValid ? new TemplateText(name, text, IsShared: false) : null;
    }

    /// <summary>追加: the typed date and times become a candidate, or a message says what is wrong with them.</summary>
    private void AddTypedCandidate()
    {
        var date = Forms.DateOf(_typed.Text("newDate"));
        var start = ReadTime(_typed.Text("newStart"));
        var end = ReadTime(_typed.Text("newEnd"));
        if (date is null)
            Refuse("newDate", Text.Of("NewDateMissing"));
        if (start is null)
            Refuse("newStart", Text.Of("NewStartMissing"));
        if (end is null)
            Refuse("newEnd", Text.Of("NewEndMissing"));
        if (date is not { } day || start is null || end is null)
            return;
        if (end <= start)
        {
            Refuse("newEnd", Text.Of("EndBeforeStart"));
            return;
        }

        var range = new LocalRange(day + start.Value, day + end.Value);
        Add(range);
        Week = range.Start.Date;
        _typed.Set("newStart", "");
        _typed.Set("newEnd", "");
    }

    /// <summary>Marks some more, each once and in order of time.</summary>
    public void Add(params IEnumerable<LocalRange> more)
    {
        Candidates.AddRange(more.Except(Candidates).ToList());
        Candidates.Sort((a, b) => a.Start.CompareTo(b.Start));
    }

    /// <summary>Does what a button about candidates or guests says.</summary>
    public void Act()
    {
        var (verb, what) = Verb;
        switch (verb)
        {
            case "addCandidate":
                AddTypedCandidate();
                break;
            case "add" when ReadCandidate(what) is { } range && !Candidates.Contains(range):
                Add(range);
                Week = range.Start.Date;
                break;
            case "removeCandidate" when Forms.NumberOf(what) is { } number && number >= 1 && number <= Candidates.Count:
                Candidates.RemoveAt(number - 1);
                break;
            case "addGuest":
                GuestLines.Add(_typed);
                break;
            case "removeGuest" when Forms.NumberOf(what) is { } guest:
                GuestLines.Remove(_typed, guest);
                break;
            case "sameRoom":
                TakeSameRoom();
                break;
            case "week" when Forms.DateOf(what) is { } week:
                Week = week;
                break;
        }
    }

    /// <summary>The domain's request, without what the calendars say; null when a field already has a message.</summary>
    public ComposedProposal? Read()
    {
        var title = _typed.Text("title", 200);
        var byMail = _typed.Text("delivery") != "url";
        var guests = GuestLines.Read(_typed, byMail);
        var copies = GuestLines.Copies(_typed, guests);
        _typed.Text("holdTitle", Appointment.LongestTitle);
        var place = _typed.Text("place", Appointment.LongestPlace);
        var directions = _typed.Text("directions", Appointment.LongestDirections);
        var message = _typed.Text("message", Appointment.LongestText);
        var note = _typed.Text("note", Appointment.LongestText);
        var deadline = ReadDeadline();
        var format = FormatOf(_typed.Text("format"));
        var ticked = _typed.IsChecked("onlineMeeting") ? MeetingLink.Issued : MeetingLink.Later;
        var link = format == AppointmentFormat.Online ? MeetingLinks.Read(_typed) ?? ticked : ticked;
        if (!IsValid)
            return null;
        return new ComposedProposal(
            title, guests, copies, byMail, format, place, directions, link,
            message, note, deadline, [.. Candidates.Select(IntervalOf)], _typed.IsChecked("overlapAccepted"));
    }

    /// <summary>What the fields say of other candidates for a proposal that is out; null when one already has a message.</summary>
    public ComposedOffer? ReadOffer()
    {
        var message = _typed.Text("message", Appointment.LongestText);
        var deadline = ReadDeadline();
        return IsValid ? new ComposedOffer([.. Candidates.Select(IntervalOf)], deadline, message, _typed.IsChecked("overlapAccepted")) : null;
    }

    public Interval IntervalOf(LocalRange range)
    {
        var start = Zone.InstantOf(range.Start);
        // A range whose end falls before its start is kept as an empty one: the domain refuses it in words.
        return new Interval(start, Instant.Max(start, Zone.InstantOf(range.End)));
    }

    private Instant? ReadDeadline()
    {
        var (dateText, timeText) = (_typed.Text("deadlineDate"), _typed.Text("deadlineTime"));
        if (dateText.Length == 0 && timeText.Length == 0)
            return null;
        if (Forms.DateOf(dateText) is not { } date)
        {
            Refuse("deadlineDate", Text.Of("DeadlineDateMissing"));
            return null;
        }

        var time = timeText.Length == 0 ? new LocalTime(17, 0) : ReadTime(timeText);
        if (time is null)
        {
            Refuse("deadlineTime", Text.Of("DeadlineTimeMalformed"));
            return null;
        }

        return Zone.InstantOf(date + time.Value);
    }

    private static AppointmentFormat FormatOf(string posted) =>
        Forms.WordOf<AppointmentFormat>(posted) ?? AppointmentFormat.VisitToUs;

    private static Guid? ReadId(string? text) => Guid.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static LocalTime? ReadTime(string text) =>
        LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(text) is { Success: true } time ? time.Value : null;

    private static LocalRange? ReadCandidate(string? text) =>
        text?.Split('/') is [var start, var end]
        && Wire.Parse(start) is { Success: true } s && Wire.Parse(end) is { Success: true } e
        && Forms.IsNear(s.Value.Date) && Forms.IsNear(e.Value.Date)
            ? new LocalRange(s.Value, e.Value)
            : null;
}

/// <summary>A candidate as it is typed and drawn: wall-clock times of the form's zone, half-open.</summary>
public sealed record LocalRange(LocalDateTime Start, LocalDateTime End)
{
    public static LocalRange Of(Interval time, DateTimeZone zone) =>
        new(time.Start.InZone(zone).LocalDateTime, time.End.InZone(zone).LocalDateTime);

    /// <summary>As the forms carry it.</summary>
    public string Wire => $"{Dates.Wire(Start)}/{Dates.Wire(End)}";
}

/// <summary>What the fields say.</summary>
public sealed record ComposedProposal(
    string Title, IReadOnlyList<ComposedGuest> Guests, IReadOnlyList<string> Copies, bool ByMail, AppointmentFormat Format, string Place, string Directions,
    MeetingLink Link, string Message, string Note, Instant? Deadline, IReadOnlyList<Interval> Candidates, bool OverlapAccepted);

/// <summary>What the fields say of other candidates.</summary>
public sealed record ComposedOffer(IReadOnlyList<Interval> Candidates, Instant? Deadline, string Message, bool OverlapAccepted);
