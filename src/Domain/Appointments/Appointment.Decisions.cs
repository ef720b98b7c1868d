using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Domain.Appointments;

public sealed partial class Appointment
{
    public const int LongestText = 2000;

    /// <summary>ご同行の方: fifty of them with company and address (SPEC B7).</summary>
    public const int LongestCompanions = 8000;
    public const int LongestEndingMessage = 1000;
    public const int MostPreferredTimes = 5;

    /// <summary>The guest picks a candidate.</summary>
    /// <remarks>
    /// Idempotent: once confirmed, every further choice gets the same answer, whichever candidate it names (SPEC P9).
    /// </remarks>
    /// <param name="answer">Whose, and what. Of several guests the first answer decides for all.</param>
    /// <param name="busy">Each linked host's calendar, read just now.</param>
    /// <param name="agenda">What Hidori itself has taken of the hosts, read under the agenda's lock.</param>
    public Result<Candidate, ChoiceRefusal> Choose(
        GuestAnswer answer,
        IReadOnlyDictionary<MemberId, BusyTimes> busy,
        IReadOnlyCollection<TakenTime> agenda,
        Instant now)
    {
        if (State == AppointmentState.Confirmed)
            return Chosen!;
        if (WhyClosed(now) is { } closed)
            return closed;
        if (_candidates.FirstOrDefault(c => c.Id == answer.Candidate) is not { } candidate)
            return ChoiceRefusal.CandidateUnknown;
        if (Guests.All(g => g.Id != answer.By))
            return ChoiceRefusal.ProposalWithdrawn;
        if (WhyImpossible(candidate, busy, agenda, now) is { } impossible)
            return impossible;

        State = AppointmentState.Confirmed;
        ChosenCandidate = candidate.Id;
        AnsweredBy = answer.By;
        GuestNote = LongText.Cut(answer.Note, LongestText);
        Companions = LongText.Cut(answer.Companions, LongestCompanions);
        AskForRoom(candidate, agenda, now);
        PlanUpcoming(now);
        Tell(Announcement.Confirmed, now);
        return candidate;
    }

    /// <summary>ホストが確定: the same decision, taken by a host for the guest, who agreed by telephone or otherwise (SPEC P7).</summary>
    public Result<Candidate, ChoiceRefusal> ChooseForGuest(
        CandidateId chosen, IReadOnlyDictionary<MemberId, BusyTimes> busy, IReadOnlyCollection<TakenTime> agenda, Instant now)
    {
        var wasOpen = State == AppointmentState.Open;
        var result = Choose(new GuestAnswer(FirstGuest.Id, chosen), busy, agenda, now);
        if (wasOpen && State == AppointmentState.Confirmed)
            (WasChosenByHost, AnsweredBy) = (true, null);
        return result;
    }

    /// <summary>Why no candidate at all can be chosen any more, or null.</summary>
    public ChoiceRefusal? WhyClosed(Instant now) => State switch
    {
        AppointmentState.Open => now >= Deadline ? ChoiceRefusal.ProposalExpired : null,
        AppointmentState.Confirmed => null,
        AppointmentState.TimesRequested => ChoiceRefusal.TimesAlreadyRequested,
        AppointmentState.Expired => ChoiceRefusal.ProposalExpired,
        AppointmentState.Cancelled => ChoiceRefusal.ProposalWithdrawn,
    };

    /// <summary>Why this candidate cannot be chosen now, or null.</summary>
    public ChoiceRefusal? WhyImpossible(
        Candidate candidate,
        IReadOnlyDictionary<MemberId, BusyTimes> busy,
        IReadOnlyCollection<TakenTime> agenda,
        Instant now)
    {
        if (candidate.Start <= now)
            return ChoiceRefusal.CandidateInThePast;
        if (agenda.Any(t => IsOurs(t) && t.Blocks(Id, candidate.Time)))
            return ChoiceRefusal.CandidateTaken;

        ChoiceRefusal? unavailable = null;
        foreach (var host in Hosts)
        {
            switch (busy.GetValueOrDefault(host))
            {
                case BusyTimes.Known known when known.Within(candidate.Time).Any(e => Takes(e, host, candidate)):
                    return ChoiceRefusal.CandidateTaken;
                // Without a calendar there is nothing that could be read; the sender was told so before sending.
                case BusyTimes.Unknown { Reason: UnknownReason.NotConnected or UnknownReason.AddressUnknown or UnknownReason.NotShared }
                    when host != MainHost:
                case BusyTimes.Known:
                    break;
                default:
                    unavailable = ChoiceRefusal.CalendarUnavailable;
                    break;
            }
        }

        return unavailable;
    }

    private bool IsOurs(TakenTime taken) => Hosts.Any(h => taken.Whose == h);

    /// <summary>
    /// Whether an entry in a host's calendar takes the time away from this appointment: not its own holds, not another
    /// proposal's hold (the first confirmed takes the time), not what the host overlapped knowingly (SPEC P4).
    /// </summary>
    private bool Takes(BusyEntry entry, MemberId host, Candidate candidate)
    {
        if (entry.Ours?.Appointment == Id || entry is { Ours: not null, Kind: BusyKind.Tentative })
            return false;
        return !candidate.AcceptedOverlaps.Any(a => a.Whose == host && a.RemoteId == entry.RemoteId
            && a.Start == entry.Time.Start && a.End == entry.Time.End);
    }

    /// <summary>再調整依頼: no candidate suits; the holds go and the host is told. Twice says the same.</summary>
    public Result<Done, ChangeRefusal> RequestOtherTimes(
        GuestId by, string message, IReadOnlyList<PreferredTime> preferred, Instant now)
    {
        if (State == AppointmentState.TimesRequested)
            return Done.Value;
        if (State is not (AppointmentState.Open or AppointmentState.Expired))
            return ChangeRefusal.NotInThisState;
        if (WhyUnfit(message, preferred, now) is { } unfit)
            return unfit;

        State = AppointmentState.TimesRequested;
        AnsweredBy = by;
        RequestMessage = message.Trim();
        PreferredTimes = preferred;
        Tell(Announcement.OtherTimesRequested, now);
        return Done.Value;
    }

    /// <summary>Whether there is a proposal to take back.</summary>
    public bool CanWithdraw => State is AppointmentState.Open or AppointmentState.TimesRequested or AppointmentState.Expired;

    /// <summary>取り下げ: the host takes the proposal back before it is confirmed.</summary>
    public Result<Done, ChangeRefusal> Withdraw(Instant now, string message = "")
    {
        if (!CanWithdraw)
            return ChangeRefusal.NotInThisState;
        if (message.Length > LongestEndingMessage)
            return ChangeRefusal.TextUnfit;

        var guestWaits = GuestWaits || TakenBack is not null;
        State = AppointmentState.Cancelled;
        EndingMessage = message.Trim();
        Tell(guestWaits ? Announcement.Withdrawn : Announcement.None, now);
        return Done.Value;
    }

    /// <summary>Whether the guest expects to hear of it: was asked by mail, or asked for other times.</summary>
    public bool GuestWaits => State switch
    {
        AppointmentState.Open => InvitesByMail && InvitationWasTold,
        AppointmentState.TimesRequested => true,
        AppointmentState.Confirmed or AppointmentState.Expired or AppointmentState.Cancelled => false,
    };

    /// <summary>キャンセル: the confirmed appointment will not take place.</summary>
    public Result<Done, ChangeRefusal> Cancel(Instant now, string message = "")
    {
        if (State != AppointmentState.Confirmed || IsOver(now))
            return ChangeRefusal.NotInThisState;
        if (message.Length > LongestEndingMessage)
            return ChangeRefusal.TextUnfit;

        State = AppointmentState.Cancelled;
        EndingMessage = message.Trim();
        UpcomingDueAt = null;
        ForgetDateRequest();
        Tell(Announcement.Cancelled, now);
        return Done.Value;
    }

    /// <summary>The deadline has passed: holds go, the creator and hosts are told. False when it has not.</summary>
    public bool Expire(Instant now)
    {
        if (State != AppointmentState.Open || now < Deadline)
            return false;

        State = AppointmentState.Expired;
        Tell(Announcement.Expired, now);
        return true;
    }

    /// <summary>Gives the guest longer. After expiry the same candidates are held again.</summary>
    public Result<Done, ChangeRefusal> Extend(Instant deadline, Instant now)
    {
        if (State is not (AppointmentState.Open or AppointmentState.Expired))
            return ChangeRefusal.NotInThisState;
        if (deadline <= now || deadline > _candidates.Max(c => c.Start))
            return ChangeRefusal.TimeImpossible;

        if (State == AppointmentState.Expired)
            AskForEveryRoomAgain(now);
        State = AppointmentState.Open;
        Deadline = deadline;
        PlanReminder(now);
        Touch(now);
        // An expiry that was not told yet is no longer true; an invitation that never went out still is.
        if (Announcement == Announcement.Expired && TakenBack is not null)
            Announcement = Announcement.OtherTimesOffered;
        else if (Announcement == Announcement.Expired && InvitationWasTold)
            AnnouncedRevision = Revision;
        else if (Announcement == Announcement.Expired)
            Announcement = Announcement.Invitation;
        return Done.Value;
    }

    /// <summary>Moves the confirmed appointment: same entry, same link, same invitation (SPEC M18).</summary>
    public Result<Done, ChangeRefusal> Reschedule(Interval time, IReadOnlyCollection<TakenTime> agenda, Instant now) => MoveTo(time, room: null, agenda, now);

    /// <param name="room">Null for the one it has, if any.</param>
    private Result<Done, ChangeRefusal> MoveTo(Interval time, RoomId? room, IReadOnlyCollection<TakenTime> agenda, Instant now)
    {
        if (State != AppointmentState.Confirmed || IsOver(now))
            return ChangeRefusal.NotInThisState;
        if (time.Duration <= Duration.Zero || time.Duration > Proposing.LongestCandidate || time.Start <= now)
            return ChangeRefusal.TimeImpossible;
        if (agenda.Any(t => IsOurs(t) && t.Blocks(Id, time)))
            return ChangeRefusal.TimeTaken;
        if (Chosen!.Time == time)
            return Done.Value;

        Chosen!.MoveTo(time);
        ForgetDateRequest();
        AskForRoomAgain(room, agenda, now);
        PlanUpcoming(now);
        // If the confirmation itself was not told yet, it is told with the new time: one mail, not two.
        Tell(ConfirmationWasTold ? Announcement.Rescheduled : Announcement.Confirmed, now);
        return Done.Value;
    }

    /// <summary>The host goes on without the meeting link that never came (SPEC M14).</summary>
    public Result<Done, ChangeRefusal> GoOnWithoutJoinLink(Instant now)
    {
        if (State != AppointmentState.Confirmed || !WithJoinLink)
            return ChangeRefusal.NotInThisState;

        WithJoinLink = false;
        Touch(now);
        return Done.Value;
    }

    /// <summary>The revision's mails are queued.</summary>
    public void NoteAnnounced(Instant now)
    {
        AnnouncedRevision = Revision;
        var told = ToldToGuests;
        var reachedAll = !_guests.Any(g => g.IsToldAlone);
        NoteGuestsTold(told);
        TellAll();
        TakenBackStart = TakenBackEnd = null;
        if (State == AppointmentState.Confirmed && told == GuestKnowledge.FixedTime)
        {
            ConfirmationWasTold = true;
            // What one was told alone, the others still know otherwise.
            if (reachedAll)
                NoteRoomTold();
        }

        if (DateAskedAt is not null)
            DateRequestWasTold = true;

        Touch(now);
    }

    /// <summary>The guest reads another language from now on, in mails too.</summary>
    public void Speaks(GuestId guest, string language) =>
        _guests.FirstOrDefault(g => g.Id == guest)?.Speaks(language);

    /// <summary>Revision 1 is the invitation. Withdrawn before it went out, there is nothing to take back.</summary>
    private bool InvitationWasTold => AnnouncedRevision > 0;

    private void Tell(Announcement what, Instant now)
    {
        Revision++;
        Announcement = what;
        TellAll();
        Touch(now);
    }

    private void Touch(Instant now)
    {
        ChangedAt = now;
        Findable = SearchText.Of([.. Guests.SelectMany(guest => (string[])[guest.Company, guest.Name, guest.Mail]), DisplayTitle]);
        Version++;
    }
}
