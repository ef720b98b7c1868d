using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>What a guest may do themself once a time is fixed (SPEC A3).</summary>
/// <param name="MayCancel">キャンセルする.</param>
/// <param name="MayAskForDate">日時を変更したい: asks the host, and changes nothing by itself.</param>
/// <param name="NoticeHours">Until how many hours before the start; 0 is until the start.</param>
public sealed record GuestRights(bool MayCancel, bool MayAskForDate, int NoticeHours)
{
    public const int MostNoticeHours = 24 * 14;

    public static GuestRights Default { get; } = new(MayCancel: true, MayAskForDate: true, NoticeHours: 0);
}

/// <summary>What became of an appointment whose time is over (SPEC P5, A4).</summary>
public enum AppointmentOutcome
{
    /// <summary>Nobody has said so far.</summary>
    Unmarked,

    /// <summary>実施済み</summary>
    TookPlace,

    /// <summary>不参加: the guest did not come.</summary>
    GuestAbsent,

    /// <summary>取消: it was called off by other ways.</summary>
    CalledOff,
}

/// <summary>Between the confirmation and the end, and after it (SPEC P5, A3, A4).</summary>
public sealed partial class Appointment
{
    public bool GuestMayCancel { get; private set; }
    public bool GuestMayAskForDate { get; private set; }

    /// <summary>Hours before the start.</summary>
    public int GuestNoticeHours { get; private set; }

    /// <summary>Since when the guest has been asking for another date of the confirmed appointment; null otherwise.</summary>
    public Instant? DateAskedAt { get; private set; }

    /// <summary>The hosts were told of <see cref="DateAskedAt"/>.</summary>
    public bool DateRequestWasTold { get; private set; }

    /// <summary>ホストが確定: a host entered what was agreed otherwise, such as by telephone (SPEC P7).</summary>
    public bool WasChosenByHost { get; private set; }

    /// <summary>The guest who cancelled, and whose <see cref="EndingMessage"/> is; null where a host ended it.</summary>
    public GuestId? EndedBy { get; private set; }

    public AppointmentOutcome Outcome { get; private set; }

    /// <summary>完了: nothing decides this but the clock, so it is not kept.</summary>
    public bool IsOver(Instant now) => State == AppointmentState.Confirmed && Chosen!.End <= now;

    /// <summary>Whether the guest's page offers キャンセルする.</summary>
    public bool GuestCanCancel(Instant now) => GuestMayCancel && IsInTimeForTheGuest(now);

    /// <summary>Whether the guest's page offers 日時を変更したい.</summary>
    public bool GuestCanAskForDate(Instant now) => GuestMayAskForDate && DateAskedAt is null && IsInTimeForTheGuest(now);

    private bool IsInTimeForTheGuest(Instant now) =>
        State == AppointmentState.Confirmed && now < Chosen!.Start - Duration.FromHours(GuestNoticeHours);

    /// <summary>The guest will not come. Once cancelled, by whomever, the answer stays the same (SPEC P9, A3).</summary>
    public Result<Done, ChangeRefusal> CancelByGuest(GuestId by, string reason, Instant now)
    {
        if (State == AppointmentState.Cancelled && ChosenCandidate is not null)
            return Done.Value;
        if (!GuestCanCancel(now))
            return ChangeRefusal.NotInThisState;
        if (reason.Length > LongestEndingMessage)
            return ChangeRefusal.TextUnfit;

        EndedBy = by;
        return Cancel(now, reason);
    }

    /// <summary>The guest would rather meet at another time. Until a host answers, what was agreed stands (SPEC A3).</summary>
    /// <remarks>Asked twice, the first asking counts.</remarks>
    public Result<Done, ChangeRefusal> AskForDate(string message, IReadOnlyList<PreferredTime> preferred, Instant now)
    {
        if (State == AppointmentState.Confirmed && DateAskedAt is not null)
            return Done.Value;
        if (!GuestCanAskForDate(now))
            return ChangeRefusal.NotInThisState;
        if (WhyUnfit(message, preferred, now) is { } unfit)
            return unfit;

        DateAskedAt = now;
        DateRequestWasTold = false;
        RequestMessage = message.Trim();
        PreferredTimes = preferred;
        // What was not told yet is still to be told; the hosts' mail about the wish goes beside it.
        Tell(IsStillToTell ? Announcement : Announcement.DateRequested, now);
        return Done.Value;
    }

    /// <summary>この日時のままにする: the host answers that the date cannot be changed.</summary>
    public Result<Done, ChangeRefusal> KeepDate(Instant now)
    {
        if (State != AppointmentState.Confirmed || DateAskedAt is null)
            return ChangeRefusal.NotInThisState;

        ForgetDateRequest();
        Tell(!ConfirmationWasTold ? Announcement.Confirmed : IsStillToTell ? Announcement : Announcement.DateKept, now);
        return Done.Value;
    }

    private void ForgetDateRequest()
    {
        DateAskedAt = null;
        RequestMessage = "";
        PreferredTimes = [];
    }

    /// <summary>Says what became of it. Touches no calendar and tells nobody; may be said otherwise later (SPEC A4).</summary>
    public Result<Done, ChangeRefusal> Mark(AppointmentOutcome outcome, Instant now)
    {
        if (!IsOver(now))
            return ChangeRefusal.NotInThisState;
        if (Outcome == outcome)
            return Done.Value;

        Outcome = outcome;
        Touch(now);
        return Done.Value;
    }

    private static ChangeRefusal? WhyUnfit(string message, IReadOnlyList<PreferredTime> preferred, Instant now) =>
        message.Length > LongestText || preferred.Count > MostPreferredTimes ? ChangeRefusal.TextUnfit
        : preferred.Any(p => p.End <= p.Start || p.Start <= now) ? ChangeRefusal.TimeImpossible
        : null;
}
