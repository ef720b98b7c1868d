using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using NodaTime;

namespace Hidori.Domain.Tests.Outside;

/// <summary>One appointment, its two hosts' calendars, and the worker between them. Decisions and plan are the real ones.</summary>
public sealed partial class World
{
    public const int Never = 99;
    private const int LinkReadsUntilGivenUp = 3;
    private static readonly Duration Pause = Duration.FromMinutes(1);
    private static readonly EntryWording Words = new(t => $"【仮予約】{t}", "お客様", "メール", "会議URL", "道順", "ご案内", "メモ", "同行", "補足", "管理", "https://h/1");

    private readonly MemberId _main = MemberId.New();
    private readonly MemberId _coHost = MemberId.New();
    private readonly Appointment _appointment;
    private readonly Vendor _vendor;
    private readonly Dictionary<EntryKey, Row> _ledger = [];
    private readonly List<HostContact> _hosts;
    private readonly HashSet<MemberId> _heldAtConfirmation = [];
    private readonly List<int> _told = [];
    private Instant _now = Instant.FromUtc(2026, 4, 1, 0, 0);
    private bool _coHostIsBroken;

    /// <summary>People changed entries of ours: what that makes untrue at the moment is not our promise.</summary>
    private bool _wasTouchedByHand;

    public World(Setting setting)
    {
        _vendor = new Vendor(setting.ReadsUntilLink);
        _hosts =
        [
            new HostContact(_main, "田中", "tanaka@example.com", IsLinked: true),
            new HostContact(_coHost, "佐藤", "sato@example.com", setting.CoHostIsLinked),
        ];
        var start = _now;
        var proposed = Appointment.Propose(
            new ProposalRequest(
                OrganizationId.New(), _main, [_main, _coHost], _main,
                [.. Enumerable.Range(1, setting.Candidates).Select(d => OnDay(start, d))],
                [new GuestInvitation("サンプル商事", "山本", "yamamoto@example.jp", "ja", "hash", "link")],
                "", setting.Format, "", setting.WithJoinLink, "", "", start + Duration.FromHours(1), "Asia/Tokyo",
                setting.InvitesByMail, OverlapAccepted: false,
                new Dictionary<MemberId, BusyTimes>(), new HashSet<MemberId> { _main })
            {
                Rooms = Enumerable.Range(1, setting.WantsRooms ? setting.Candidates : 0).ToDictionary(d => OnDay(start, d), d => _rooms[d % _rooms.Count].Id),
                HoldsRooms = setting.HoldsRooms,
            },
            _now);
        _appointment = proposed.Match(a => a, r => throw new InvalidOperationException(r.ToString()));
    }

    /// <summary>Lives through a history, lets everything settle, and looks. Throws a broken promise.</summary>
    public static void Live(History history)
    {
        var world = new World(history.Setting);
        foreach (var act in history.Acts)
        {
            world.Do(act);
            world.NothingIsBroken();
        }

        world._coHostIsBroken = false;
        world.Settle();
        world.TheOutsideIsAsDecided();
    }

    public void Do(Act act)
    {
        var (state, version) = (_appointment.State, _appointment.Version);
        Decide(act);
        if (_appointment.State != state)
            _byHand.Clear();
        // A decision about the time also decides what becomes of what a host had been shown.
        if (_appointment.Version != version && act is Act.Chooses or Act.Reschedules or Act.Follows or Act.Restores)
            SettleWhatWasShown();
    }

    private void Decide(Act act)
    {
        switch (act)
        {
            case Act.Chooses c:
                Choose(_appointment.Candidates[c.Candidate % _appointment.Candidates.Count]);
                break;
            case Act.RequestsOtherTimes:
                _appointment.RequestOtherTimes(_appointment.FirstGuest.Id, "", [], _now);
                break;
            case Act.Withdraws:
                _appointment.Withdraw(_now);
                break;
            case Act.Cancels:
                _appointment.Cancel(_now);
                break;
            case Act.DeadlinePasses:
                if (_appointment.State == AppointmentState.Open)
                    _now = Instant.Max(_now, _appointment.Deadline);
                _appointment.Expire(_now);
                break;
            case Act.Extends:
                _appointment.Extend(_now + Duration.FromHours(1), _now);
                break;
            case Act.Reschedules r:
                _appointment.Reschedule(OnDay(_now, r.Day), [], _now);
                break;
            case Act.GoesOnWithoutLink:
                _appointment.GoOnWithoutJoinLink(_now);
                break;
            case Act.Works w:
                Work(w.Fate);
                break;
            case Act.InvitationsArrive:
                _vendor.Deliver();
                break;
            case Act.CoHostBreaks:
                _coHostIsBroken = true;
                break;
            case Act.CoHostMends:
                _coHostIsBroken = false;
                break;
            default:
                DoWithRoomsAndHands(act);
                break;
        }
    }

    public bool IsTold => AppointmentFootprint.Announces(_appointment) == AnnouncementNeed.None;

    private static Interval OnDay(Instant from, int day) =>
        new(from + Duration.FromDays(day), from + Duration.FromDays(day) + Duration.FromHours(1));

    private void Choose(Candidate candidate)
    {
        var wasOpen = _appointment.State == AppointmentState.Open;
        var busy = new Dictionary<MemberId, BusyTimes>();
        foreach (var host in _appointment.Hosts)
            busy[host] = new BusyTimes.Known([], _now);
        var answer = _appointment.Choose(new GuestAnswer(_appointment.FirstGuest.Id, candidate.Id), busy, [], _now);
        if (!wasOpen || answer.Refusal is not null)
            return;
        foreach (var host in _hosts.Where(h => _vendor.Of(h.Member).Find(ChosenKey(h.Member)) is not null))
            _heldAtConfirmation.Add(host.Member);
    }

    private EntryKey ChosenKey(MemberId whose) => new(_appointment.Id, _appointment.Chosen!.Id, whose);

    private Footprint Wanted => AppointmentFootprint.Of(_appointment, _hosts, _rooms, Words);

    private SyncPlan Plan() => SyncPlan.For(
        Wanted, [.. _ledger.Values.Select(r => r.ForPlanning())], AppointmentFootprint.Announces(_appointment), _now);

    private void Work(Fate fate)
    {
        if (HearsARoom())
            return;
        var plan = Plan();
        switch (plan.Next)
        {
            case null:
                _now = plan.LookAgainAt ?? _now;
                break;
            case SyncStep.PutEntry put:
                Put(put.Wanted, fate);
                break;
            case SyncStep.RemoveEntry remove:
                Remove(remove.Recorded.Key, fate);
                break;
            case SyncStep.ReadJoinLink read:
                ReadLink(_ledger[read.Recorded.Key], fate);
                break;
            case SyncStep.FindCopy find:
                FindCopy(find.Copy, fate);
                break;
            case SyncStep.Announce when fate == Fate.Fine:
                Announce();
                break;
        }
    }

    private void Put(WantedEntry wanted, Fate fate)
    {
        var row = RowOf(wanted.Key);
        if (IsBroken(row))
            return;
        var inDoubt = row.State == LedgerState.InDoubt;
        if (row.State == LedgerState.Gone)
            (row.Generation, row.RemoteId) = (row.Generation + 1, null);
        row.BeginsPut(wanted.Content);
        if (fate == Fate.NeverArrived)
        {
            row.RetryAt = _now + Pause;
            return;
        }

        var standing = row.RemoteId is { } id ? _vendor.Of(row.Key.Whose).Entries.GetValueOrDefault(id) : null;
        if (row.ChangeOf(standing, wanted.Content.Time) is { } change)
        {
            row.Notes(change, standing);
            return;
        }

        var invited = wanted.Content.Attendees.Where(a => a.Kind == AttendeeKind.Person).Select(a => _hosts.Single(h => h.Address == a.Address).Member);
        var entry = _vendor.Put(wanted.Key, wanted.Content, row.RemoteId, row.Generation, inDoubt, invited);
        if (IsLost(row, fate))
            return;
        if (entry is null)
            row.BecomesGone();
        else
            row.Settles(wanted.Content, entry);
    }

    private void Remove(EntryKey key, Fate fate)
    {
        var row = RowOf(key);
        if (IsBroken(row))
            return;
        var inDoubt = row.State == LedgerState.InDoubt;
        row.BeginsRemoval();
        if (fate == Fate.NeverArrived)
        {
            row.RetryAt = _now + Pause;
            return;
        }

        _vendor.Remove(key, row.RemoteId, inDoubt);
        if (!IsLost(row, fate))
            row.BecomesGone();
    }

    private void ReadLink(Row row, Fate fate)
    {
        if (fate != Fate.Fine)
        {
            row.RetryAt = fate == Fate.CrashedBeforeSaving ? row.RetryAt : _now + Pause;
            return;
        }

        var entry = _vendor.Read(row.Key, row.RemoteId!.Value);
        if (entry is null)
        {
            row.Notes(OutsideChange.Deleted, null);
            return;
        }

        row.HasJoinLink = entry.HasLink;
        row.RetryAt = entry.HasLink ? null : _now + Pause;
        row.JoinLinkGivenUp = !entry.HasLink && ++row.LinkReads >= LinkReadsUntilGivenUp;
    }

    private void FindCopy(WantedCopy copy, Fate fate)
    {
        var row = RowOf(copy.Replaces);
        if (IsBroken(row) || fate == Fate.CrashedBeforeSaving)
            return;
        if (fate == Fate.Fine && _vendor.HasCopy(copy.Host, _ledger[copy.Meeting].Uid))
            (row.HasCopyRecorded, row.RetryAt) = (true, null);
        else
            row.RetryAt = _now + Pause;
    }

    private void Announce()
    {
        if (_appointment.Announcement is Announcement.Confirmed or Announcement.Rescheduled && !_wasTouchedByHand)
        {
            var stands = _vendor.Of(_main).Find(ChosenKey(_main));
            Promise(stands?.Content.Time == _appointment.Chosen!.Time, "told of a meeting that does not stand");
            Promise(!_appointment.WithJoinLink || stands!.HasLink, "told without the promised link");
        }

        Promise(!_told.Contains(_appointment.Revision), "told twice");
        _told.Add(_appointment.Revision);
        _appointment.NoteAnnounced(_now);
    }

    private Row RowOf(EntryKey key) => _ledger.TryGetValue(key, out var row) ? row : _ledger[key] = new Row(key);

    private bool IsBroken(Row row)
    {
        if (!_coHostIsBroken || row.Key.Whose != _coHost)
            return false;
        row.RetryAt = _now + Pause;
        return true;
    }

    private bool IsLost(Row row, Fate fate)
    {
        if (fate == Fate.AnswerLost)
            row.RetryAt = _now + Pause;
        return fate is Fate.AnswerLost or Fate.CrashedBeforeSaving;
    }

    /// <summary>Works without mishaps until nothing is left to do.</summary>
    public void Settle()
    {
        for (var i = 0; i < 300; i++)
        {
            _vendor.Deliver();
            EveryRoomAnswers();
            Look();
            if (Plan() is { Next: null, LookAgainAt: null } && !HearsARoom() && !TellsOfAnUnansweredRoom())
                return;
            Work(Fate.Fine);
            NothingIsBroken();
        }

        throw new BrokenPromiseException("it never settles");
    }
}
