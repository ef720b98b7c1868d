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
                    entries.Where(e => !e.IsCopy).Select(e => $"{e.Key} {e.Content.Fingerprint()}"),
                    wanted.Entries.Where(e => e.Key.Whose == host.Member).Select(e => $"{e.Key} {e.Content.Fingerprint()}")),
                "a calendar differs from what was decided");
            var copies = wanted.Meeting is { } meeting && host.Member != _main ? new[] { meeting.Content.Time } : [];
            Promise(Same(entries.Where(e => e.IsCopy).Select(e => $"{e.Content.Time}"), copies.Select(t => $"{t}")), "a copy is missing or left over");
        }

        Promise(_ledger.Values.All(r => r.State != LedgerState.InDoubt), "a doubt remains");
        var waitsForTheHost = _appointment is { State: AppointmentState.Confirmed, WithJoinLink: true }
            && _ledger[ChosenKey(_main)].JoinLinkGivenUp;
        Promise(IsTold || waitsForTheHost, "people were not told");
    }

    private static bool Same(IEnumerable<string> one, IEnumerable<string> other) =>
        one.Order(StringComparer.Ordinal).SequenceEqual(other.Order(StringComparer.Ordinal));

    private static void Promise(bool isKept, string what)
    {
        if (!isKept)
            throw new BrokenPromiseException(what);
    }
}

public sealed class BrokenPromiseException(string message) : Exception(message);
