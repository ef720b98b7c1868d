using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>Proposals and appointments to begin with. "Now" is 2026-04-01 09:00 in Tokyo, candidates are on the 6th to 8th.</summary>
internal static class Given
{
    private static readonly ZonedDateTimePattern People =
        ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm z", DateTimeZoneProviders.Tzdb);

    public static readonly OrganizationId Organization = OrganizationId.New();
    public static readonly MemberId Tanaka = MemberId.New();
    public static readonly MemberId Sato = MemberId.New();
    public static readonly MemberId Mori = MemberId.New();
    public static readonly Instant Now = At("2026-04-01 09:00 Asia/Tokyo");
    public static readonly Instant Deadline = At("2026-04-03 18:00 Asia/Tokyo");

    public static Instant At(string time) => People.Parse(time).Value.ToInstant();

    public static Interval Hour(string start) => new(At(start), At(start) + Duration.FromHours(1));

    public static ProposalRequest Request { get; } = new(
        Organization, Tanaka, [Tanaka, Sato], Tanaka,
        [Hour("2026-04-06 10:00 Asia/Tokyo"), Hour("2026-04-07 10:00 Asia/Tokyo"), Hour("2026-04-08 10:00 Asia/Tokyo")],
        [new GuestInvitation("サンプル商事", "山本", "yamamoto@example.jp", "ja", "hash", "link")],
        "", AppointmentFormat.Online, "", WithJoinLink: true, "", "", Deadline, "Asia/Tokyo", InvitesByMail: true,
        OverlapAccepted: false, Free, new HashSet<MemberId> { Tanaka, Sato });

    public static Dictionary<MemberId, BusyTimes> Free => new()
    {
        [Tanaka] = new BusyTimes.Known([], Now),
        [Sato] = new BusyTimes.Known([], Now),
    };

    public static BusyEntry Busy(string start, string id = "other") =>
        new(Hour(start), BusyKind.Busy, id, "別件", Ours: null);

    public static Dictionary<MemberId, BusyTimes> BusyWith(MemberId whose, params BusyEntry[] entries) =>
        new(Free) { [whose] = new BusyTimes.Known(entries, Now) };

    public static Appointment Proposed(ProposalRequest? request = null) =>
        Appointment.Propose(request ?? Request, Now).Match(a => a, r => throw new InvalidOperationException(r.ToString()));

    public static CandidateOffer Offer(params Interval[] candidates) =>
        new(candidates, Deadline: null, "", Free, MainHostIsLinked: true, OverlapAccepted: false);

    public static GuestCorrection CorrectionOf(Guest guest) =>
        new(guest.Id, "サンプル商事", "山本", "yamamoto@sample.example", "new hash", "new link", Resends: true);

    public static Appointment In(AppointmentState state)
    {
        var appointment = Proposed();
        appointment.NoteAnnounced(Now);
        switch (state)
        {
            case AppointmentState.Open:
                break;
            case AppointmentState.Confirmed:
                appointment.Chosen(0);
                break;
            case AppointmentState.TimesRequested:
                appointment.RequestOtherTimes(appointment.FirstGuest.Id, "別の週に", [], Now);
                break;
            case AppointmentState.Expired:
                appointment.Expire(Deadline);
                break;
            case AppointmentState.Cancelled:
                appointment.Withdraw(Now);
                break;
        }

        return appointment.State == state ? appointment : throw new InvalidOperationException($"Not {state}.");
    }

    /// <summary>Confirmed and told, and the guest would rather come on another day.</summary>
    public static Appointment AskedForAnotherDate()
    {
        var appointment = In(AppointmentState.Confirmed);
        appointment.NoteAnnounced(Now);
        appointment.AskForDate("別の日に", [], Now);
        appointment.NoteAnnounced(Now);
        return appointment;
    }

    /// <summary>完了: it ended half an hour before now.</summary>
    public static Appointment Over()
    {
        var before = Now - Duration.FromDays(1);
        var time = new Interval(Now - Duration.FromHours(1), Now - Duration.FromMinutes(30));
        var appointment = Appointment.Propose(Request with { Candidates = [time, Hour("2026-04-07 10:00 Asia/Tokyo")], Deadline = null }, before)
            .Match(a => a, r => throw new InvalidOperationException(r.ToString()));
        appointment.NoteAnnounced(before);
        appointment.Chosen(0, now: before);
        appointment.NoteAnnounced(before);
        return appointment;
    }

    public static Result<Candidate, ChoiceRefusal> Chosen(
        this Appointment appointment, int candidate, Dictionary<MemberId, BusyTimes>? busy = null,
        IReadOnlyCollection<TakenTime>? agenda = null, Instant? now = null, string note = "") =>
        appointment.Choose(new GuestAnswer(appointment.FirstGuest.Id, appointment.Candidates[candidate].Id, note), busy ?? Free, agenda ?? [], now ?? Now);
}
