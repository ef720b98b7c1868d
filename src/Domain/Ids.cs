namespace Hidori.Domain;

/// <summary>The company that uses Hidori: the tenant. Nothing is ever shared between two.</summary>
public readonly record struct OrganizationId(Guid Value)
{
    public static OrganizationId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>A person with an account in an organization.</summary>
public readonly record struct MemberId(Guid Value)
{
    public static MemberId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>A bookable resource: 会議室.</summary>
public readonly record struct RoomId(Guid Value)
{
    public static RoomId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>Whose agenda (枠の台帳) it is: a host's or a room's. Times of one agenda never overlap, whoever's it is.</summary>
public readonly record struct AgendaId(Guid Value)
{
    public static implicit operator AgendaId(MemberId host) => new(host.Value);
    public static implicit operator AgendaId(RoomId room) => new(room.Value);

    public static AgendaId Of(MemberId host) => host;
    public static AgendaId Of(RoomId room) => room;
    public override string ToString() => Value.ToString();
}

/// <summary>One meeting being arranged or arranged, from the first candidate to the last change.</summary>
/// <remarks>Ordered, so that a list can go on behind the last one shown.</remarks>
public readonly record struct AppointmentId(Guid Value)
{
    public static bool operator <(AppointmentId one, AppointmentId other) => one.Value < other.Value;
    public static bool operator >(AppointmentId one, AppointmentId other) => one.Value > other.Value;
    public static AppointmentId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>One time range inside a proposal.</summary>
public readonly record struct CandidateId(Guid Value)
{
    public static CandidateId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>The outside person an appointment is made with.</summary>
public readonly record struct GuestId(Guid Value)
{
    public static GuestId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>予約ページ: the public page on which guests book free times.</summary>
public readonly record struct BookingPageId(Guid Value)
{
    public static BookingPageId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>One member's link to an outside account.</summary>
public readonly record struct ConnectionId(Guid Value)
{
    public static ConnectionId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}
