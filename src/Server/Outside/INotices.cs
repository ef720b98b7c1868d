using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Integrations;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>The words that go outside. Declared here and made by Features/Notifications, which knows languages and layout.</summary>
public interface INotices
{
    /// <summary>The words of a calendar entry, in the organization's language.</summary>
    EntryWording EntryWording(Organization organization, Appointment appointment);

    /// <summary>The mails of the appointment's present revision, one a person.</summary>
    Task<IReadOnlyList<Notice>> PrepareAsync(NoticeOccasion occasion, CancellationToken ct);

    /// <summary>リマインド of a fixed time, one a guest.</summary>
    Task<IReadOnlyList<Notice>> PrepareUpcomingAsync(NoticeOccasion occasion, CancellationToken ct);

    /// <summary>The mail to the main host that the promised meeting link did not come.</summary>
    Task<IReadOnlyList<Notice>> PrepareJoinLinkMissingAsync(NoticeOccasion occasion, CancellationToken ct);

    /// <summary>The mail to the main host that candidates have lost their room and no other is free (SPEC M17).</summary>
    Task<IReadOnlyList<Notice>> PrepareRoomMissingAsync(NoticeOccasion occasion, CancellationToken ct);

    /// <summary>The mail to the main host that somebody changed an entry in Outlook (SPEC M19).</summary>
    Task<IReadOnlyList<Notice>> PrepareChangedOutsideAsync(NoticeOccasion occasion, ChangedOutside changed, CancellationToken ct);
}

/// <summary>What somebody did to an entry of ours.</summary>
/// <param name="Number">Counts from 1 over the appointment's life: each is told once.</param>
/// <param name="IsHold">A hold, not the meeting.</param>
/// <param name="Was">Where it should stand.</param>
/// <param name="Now">Where it stands; null when it is gone or became an all-day entry.</param>
public sealed record ChangedOutside(int Number, OutsideChange Change, bool IsHold, Interval Was, Interval? Now);

/// <summary>What the mails may state.</summary>
/// <param name="JoinLink">The meeting link, when there is one.</param>
public sealed record NoticeOccasion(
    Organization Organization,
    Appointment Appointment,
    IReadOnlyList<HostContact> Hosts,
    string? JoinLink)
{
    public IReadOnlyList<RoomContact> Rooms { get; init; } = [];

    /// <summary>Of the page it was booked on; null until it is read.</summary>
    public Letterhead? Letterhead { get; init; }

    public RoomContact? RoomOf(Candidate candidate) => Rooms.FirstOrDefault(r => r.Id == candidate.RoomOrNone);
}

/// <summary>One mail, ready to be queued.</summary>
/// <param name="Kind">Names the occasion; part of the Message-ID.</param>
/// <param name="Recipient">guest:{id}, member:{id} or copy:{address}; with appointment, revision and kind the key of the mail.</param>
public sealed record Notice(string Kind, string Recipient, OutgoingMail Mail)
{
    public static string ToGuest(GuestId id) => $"guest:{id}";
    public static string ToCopy(string address) => $"copy:{address}";
    public static string ToMember(MemberId id) => $"member:{id}";
}
