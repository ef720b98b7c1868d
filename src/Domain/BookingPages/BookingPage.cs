using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Organizations;
using Hidori.Domain.Rooms;
using NodaTime;

namespace Hidori.Domain.BookingPages;

/// <summary>Whether guests can book.</summary>
public enum BookingPageState
{
    /// <summary>公開中</summary>
    Public,

    /// <summary>停止中: the page says so, bookings that were made stand.</summary>
    Paused,
}

/// <summary>One member's place on a page.</summary>
/// <param name="Position">Order on the screen, which is the order of priority; from 0.</param>
public sealed record PageSeat(MemberId Member, PagePart Part, int Position);

/// <summary>予約ページ: a public page of free times (SPEC B1–B8).</summary>
public sealed class BookingPage
{
    public const int LongestName = 100;
    public const int LongestSlug = 60;
    public const int MostMembers = 50;
    public const int MostRooms = 100;

    private readonly List<PageSeat> _seats = [];

    private BookingPage() { }

    public BookingPage(
        OrganizationId organization, MemberId owner, string slug, string name, BookingPageSettings settings, IReadOnlyList<PageSeat> seats, Instant now)
    {
        Id = BookingPageId.New();
        Organization = organization;
        Owner = owner;
        Slug = slug;
        Name = name;
        Settings = settings;
        _seats.AddRange(seats);
        CreatedAt = ChangedAt = now;
    }

    public BookingPageId Id { get; private set; }
    public OrganizationId Organization { get; private set; }

    /// <summary>Who made it, and may change it beside the administrators and its coordinators.</summary>
    public MemberId Owner { get; private set; }

    /// <summary>The readable end of its address: a–z, 0–9 and hyphens; unique in the organization.</summary>
    public string Slug { get; private set; } = "";

    public string Name { get; private set; } = "";
    public BookingPageState State { get; private set; }
    public BookingPageSettings Settings { get; private set; } = null!;
    public Instant CreatedAt { get; private set; }
    public Instant ChangedAt { get; private set; }

    /// <summary>Storage's concurrency token; rises with every change.</summary>
    public int Version { get; private set; }

    /// <summary>In the order of the screen.</summary>
    public IReadOnlyList<PageSeat> Seats => [.. _seats.OrderBy(s => s.Position)];

    /// <summary>Who may take part in a meeting, in order of priority.</summary>
    public IReadOnlyList<MemberId> Hosts => [.. Seats.Where(s => s.Part != PagePart.Coordinator).Select(s => s.Member)];

    /// <summary>Whether a text can be the end of an address.</summary>
    public static bool IsSlug(string text) =>
        text is { Length: > 0 and <= LongestSlug } && text[0] != '-' && text[^1] != '-'
        && text.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-');

    /// <summary>The owner, and its coordinators: they may change the page, see to its bookings and are told of them, whether they attend or not.</summary>
    public IReadOnlyList<MemberId> Managers => [.. Seats.Where(s => s.Part == PagePart.Coordinator).Select(s => s.Member).Prepend(Owner).Distinct()];

    /// <summary>Whether a member may change the page and sees its bookings, apart from the administrators.</summary>
    public bool IsManagedBy(MemberId member) => Managers.Contains(member);

    /// <summary>The owner, its coordinators, and those who see to every page (SPEC E2).</summary>
    public bool MayBeChangedBy(Member member) => IsManagedBy(member.Id) || member.SeesEveryAppointment;

    /// <summary>Whoever may change it, and its hosts: they may ask why it offers what it does, and book for guests while it is paused.</summary>
    public bool Concerns(Member member) => MayBeChangedBy(member) || Hosts.Contains(member.Id);

    public void Change(string slug, string name, BookingPageSettings settings, IReadOnlyList<PageSeat> seats, Instant now)
    {
        (Slug, Name, Settings) = (slug, name, settings);
        // A record of the same member and place stays the row it is.
        _seats.RemoveAll(s => !seats.Contains(s));
        _seats.AddRange(seats.Where(s => !_seats.Contains(s)).ToList());
        Touch(now);
    }

    /// <returns>Whether it was not paused before.</returns>
    public bool Pause(Instant now) => Become(BookingPageState.Paused, now);

    /// <returns>Whether it was paused before.</returns>
    public bool Publish(Instant now) => Become(BookingPageState.Public, now);

    /// <summary>会議室 that may be taken, the first free one (SPEC B6): of what is to be moved its own comes first.</summary>
    /// <param name="moving">Null for a new booking. One whose hosts go on without a room needs none; one whose room is lost needs another.</param>
    public IReadOnlyList<RoomId> RoomsFor(Appointment? moving) => moving?.Chosen switch
    {
        null => Settings.Rooms,
        { RoomBooking: RoomBooking.None } => [],
        { RoomOrNone: { } own } => [own, .. Settings.Rooms.Where(r => r != own)],
        _ => Settings.Rooms,
    };

    /// <summary>Whether somebody can book now.</summary>
    /// <param name="evenPaused">By a one-time URL, or by a member on the telephone.</param>
    public bool IsOpen(bool evenPaused) => (State == BookingPageState.Public || evenPaused) && Hosts.Count > 0;

    /// <summary>参加ルール for the engine.</summary>
    public AttendanceRule Attendance => Settings.Rule.Attendance switch
    {
        PageAttendance.Everyone => new AttendanceRule.Everyone(),
        PageAttendance.AnyOne => new AttendanceRule.AnyOne(Settings.Rule.Choice),
        PageAttendance.Detailed => new AttendanceRule.RequiredAndOptional(
            Of(PagePart.Attends),
            Of(PagePart.Optional),
            Of(PagePart.OneOfGroup) is { Count: > 0 } group
                ? [new HostGroup(group, Math.Clamp(Settings.Rule.Needed, 1, group.Count), Settings.Rule.Choice)]
                : []),
    };

    private IReadOnlyList<MemberId> Of(PagePart part) => [.. Seats.Where(s => s.Part == part).Select(s => s.Member)];

    private bool Become(BookingPageState state, Instant now)
    {
        if (State == state)
            return false;
        State = state;
        Touch(now);
        return true;
    }

    private void Touch(Instant now)
    {
        ChangedAt = now;
        Version++;
    }
}
