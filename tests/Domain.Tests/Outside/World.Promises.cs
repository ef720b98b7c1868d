using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;

namespace Hidori.Domain.Tests.Outside;

public sealed partial class World
{
    private void NothingIsBroken()
    {
        foreach (var host in _hosts)
        {
            var entries = _vendor.Of(host.Member).Entries.Values;
            Promise(entries.Where(e => !e.IsCopy).DistinctBy(e => e.Key).Count() == entries.Count(e => !e.IsCopy), "two entries of one key");
            Promise(entries.Where(e => e.IsCopy).DistinctBy(e => e.Uid).Count() == entries.Count(e => e.IsCopy), "two copies of one meeting");
        }

        if (_appointment.State != AppointmentState.Confirmed || _wasTouchedByHand)
            return;
        foreach (var host in _heldAtConfirmation)
        {
            var isTaken = _vendor.Of(host).Find(ChosenKey(host)) is not null || _vendor.Of(host).Entries.Values.Any(e => e.IsCopy);
            Promise(isTaken, "a host's chosen time was free for a moment");
        }
    }

    private void TheOutsideIsAsDecided()
    {
        var wanted = Wanted;
        foreach (var host in _hosts)
        {
            var entries = _vendor.Of(host.Member).Entries.Values;
            Promise(
                Same(
                    entries.Where(e => !e.IsCopy && !IsChanged(e.Key) && !WaitsForTheMeeting(e.Key)).Select(e => $"{e.Key} {e.Content.Fingerprint()}"),
                    wanted.Entries.Where(e => e.Key.Whose == host.Member && !IsChanged(e.Key)).Select(e => $"{e.Key} {e.Content.Fingerprint()}")),
                "a calendar differs from what was decided");
            // Where the meeting stands, also when somebody dragged it there; none where somebody deleted it.
            var meeting = wanted.Meeting is { } w && host.Member != _main ? _vendor.Of(_main).Find(w.Key) : null;
            var copies = meeting is null ? [] : new[] { meeting.Content.Time };
            Promise(Same(entries.Where(e => e.IsCopy).Select(e => $"{e.Content.Time}"), copies.Select(t => $"{t}")), "a copy is missing or left over");
        }

        Promise(_ledger.Values.All(r => r.State != LedgerState.InDoubt || WaitsForTheMeeting(r.Key)), "a doubt remains");
        var waitsForTheHost = _appointment is { State: AppointmentState.Confirmed, WithJoinLink: true }
            && _ledger[ChosenKey(_main)].JoinLinkGivenUp;
        Promise(IsTold || waitsForTheHost || (wanted.Meeting is { } m && IsChanged(m.Key)), "people were not told");
        WhatWasDoneByHandStandsAndIsShown(wanted);
        RoomsAreAsTheyAreShown();
    }

    /// <summary>A co-host's hold stays until their copy is there, and a meeting that somebody changed is left alone.</summary>
    private bool WaitsForTheMeeting(EntryKey key) =>
        Wanted.Copies.Any(c => c.Replaces == key && IsChanged(c.Meeting)) && !_ledger[key].HasCopyRecorded;

    private bool IsChanged(EntryKey key) => _ledger.GetValueOrDefault(key)?.Change is not null;

    private static bool Same(IEnumerable<string> one, IEnumerable<string> other) =>
        one.Order(StringComparer.Ordinal).SequenceEqual(other.Order(StringComparer.Ordinal));

    private static void Promise(bool isKept, string what)
    {
        if (!isKept)
            throw new BrokenPromiseException(what);
    }
}

public sealed class BrokenPromiseException(string message) : Exception(message);
