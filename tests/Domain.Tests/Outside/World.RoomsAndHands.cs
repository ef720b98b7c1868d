using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Domain.Rooms;
using NodaTime;

namespace Hidori.Domain.Tests.Outside;

/// <summary>Rooms that answer (SPEC M17), and people who change entries of ours by hand (M19).</summary>
public sealed partial class World
{
    private readonly IReadOnlyList<RoomContact> _rooms =
        [.. new[] { "桜", "松", "梅" }.Select((name, n) => new RoomContact(RoomId.New(), name, $"room-{n}@example.com"))];

    /// <summary>Where people put entries of ours; null when they deleted them. Until somebody decides.</summary>
    private readonly Dictionary<EntryKey, Interval?> _byHand = [];

    private int _moves;

    private void DoWithRoomsAndHands(Act act)
    {
        switch (act)
        {
            case Act.DeletedByHand d:
                DoByHand(d.Which, _vendor.DeleteByHand, _ => null);
                break;
            case Act.MovedByHand m:
                var by = Duration.FromMinutes(7 + ++_moves);
                DoByHand(m.Which, e => _vendor.MoveByHand(e, new Interval(e.Content.Time.Start + by, e.Content.Time.End + by)), e => e.Content.Time);
                break;
            case Act.Looks:
                Look();
                break;
            case Act.Follows:
                Follow();
                break;
            case Act.Restores when _ledger.Values.Any(r => r.Change is not null):
                _appointment.PutBack(MeetingRow is { Change: OutsideChange.Deleted }, _now);
                break;
            case Act.RoomAnswers a when Asked.ToList() is { Count: > 0 } asked:
                asked[a.Which % asked.Count].RoomSays = a.Accepts ? AttendeeAnswer.Accepted : AttendeeAnswer.Declined;
                break;
            case Act.ChoosesRoom c:
                var candidate = _appointment.Chosen ?? _appointment.Candidates[c.Candidate % _appointment.Candidates.Count];
                _appointment.ChooseRoom(candidate.Id, c.Room is { } room ? _rooms[room].Id : null, [], _now);
                break;
        }
    }

    private Row? MeetingRow => _appointment.Chosen is null ? null : _ledger.GetValueOrDefault(ChosenKey(_main));

    private IEnumerable<Entry> Asked => _vendor.Originals.Where(e => e.Content.Room is not null);

    /// <summary>Of entries whose writing is under way a person knows nothing, and what the guest took becomes the meeting in any case.</summary>
    private void DoByHand(int which, Action<Entry> what, Func<Entry, Interval?> isNow)
    {
        var entries = _vendor.Originals
            .Where(e => _ledger[e.Key].State == LedgerState.Settled && Wanted.Entries.Any(w => w.Key == e.Key && w.Content.Purpose == e.Content.Purpose))
            .ToList();
        if (entries.Count == 0)
            return;
        _wasTouchedByHand = true;
        var entry = entries[which % entries.Count];
        what(entry);
        _byHand[entry.Key] = isNow(entry);
    }

    private void Look()
    {
        foreach (var wanted in Wanted.Entries)
        {
            if (_ledger.GetValueOrDefault(wanted.Key) is not { State: LedgerState.Settled, RemoteId: { } id } row || row.Purpose != wanted.Content.Purpose)
                continue;
            var standing = _vendor.Of(row.Key.Whose).Entries.GetValueOrDefault(id);
            row.Notes(row.ChangeOf(standing, wanted.Content.Time), standing);
            row.RoomSays = standing?.RoomSays ?? row.RoomSays;
        }
    }

    private void Follow()
    {
        if (MeetingRow is { Change: OutsideChange.Moved, MovedTo: { } to })
            _appointment.Reschedule(to, [], _now);
        else if (MeetingRow is { Change: OutsideChange.Deleted })
            _appointment.Cancel(_now);
    }

    private void SettleWhatWasShown()
    {
        foreach (var row in _ledger.Values.Where(r => r.Change is not null))
        {
            row.IsSettled();
            _byHand.Remove(row.Key);
            if (row.Key.Whose == _main)
                _appointment.AskRoomAgain(row.Key.Candidate, _now);
        }
    }

    /// <summary>At most one answer is heard, or one room sought.</summary>
    private bool HearsARoom()
    {
        foreach (var candidate in _appointment.Candidates.Where(c => c.Room is not null))
        {
            var version = _appointment.Version;
            if (candidate.RoomBooking == RoomBooking.Sought)
                _appointment.ReplaceRoom(candidate.Id, candidate.Room!.Value, _rooms.FirstOrDefault(r => !candidate.LostRooms.Contains(r.Id))?.Id, [], _now);
            else if (AnswerOf(candidate) is { } answer)
                _appointment.NoteRoomAnswer(candidate.Id, candidate.Room!.Value, answer, _now);
            if (_appointment.Version != version)
                return true;
        }

        return false;
    }

    private RoomAnswer? AnswerOf(Candidate candidate)
    {
        var key = new EntryKey(_appointment.Id, candidate.Id, _main);
        if (Wanted.Entries.FirstOrDefault(e => e.Key == key) is not { Content.Room: not null } wanted
            || _ledger.GetValueOrDefault(key) is not { State: LedgerState.Settled, Change: null } row
            || row.ForPlanning().Fingerprint != wanted.Content.Fingerprint())
            return null;
        return row.RoomSays switch
        {
            AttendeeAnswer.Accepted => RoomAnswer.Accepted,
            AttendeeAnswer.Declined => RoomAnswer.Declined,
            _ => RoomAnswer.None,
        };
    }

    private bool TellsOfAnUnansweredRoom() => _appointment.TellOfUnansweredRoom(_now).Refusal is null;

    private void EveryRoomAnswers()
    {
        foreach (var entry in Asked.Where(e => e.RoomSays == AttendeeAnswer.None))
            entry.RoomSays = AttendeeAnswer.Accepted;
    }

    private void WhatWasDoneByHandStandsAndIsShown(Footprint wanted)
    {
        foreach (var (key, now) in _byHand.Where(h => wanted.Entries.Any(e => e.Key == h.Key)))
        {
            Promise(_vendor.Of(key.Whose).Find(key)?.Content.Time == now, "done by hand and written over");
            Promise(IsChanged(key) && _ledger[key].MovedTo == now, "done by hand and not shown");
        }
    }

    private void RoomsAreAsTheyAreShown()
    {
        foreach (var candidate in _appointment.Candidates)
        {
            var key = new EntryKey(_appointment.Id, candidate.Id, _main);
            if (IsChanged(key) || _vendor.Of(_main).Find(key) is not { } entry)
                continue;
            var counted = _appointment.CandidatesWithRooms.Contains(candidate) ? _rooms.FirstOrDefault(r => r.Id == candidate.RoomOrNone) : null;
            Promise(entry.Content.Room?.Address == counted?.Address, "an entry asks another room than the one that is counted on");
            Promise(counted is null || (candidate.RoomBooking == RoomBooking.Accepted) == (entry.RoomSays == AttendeeAnswer.Accepted), "a room is not as it is shown");
        }

        if (_appointment is { State: AppointmentState.Confirmed, ConfirmationWasTold: true } && IsTold)
            Promise(_appointment.ToldRoom == _appointment.Chosen!.RoomOrNone, "people know of another room");
    }
}
