using Hidori.Domain.Availability;

namespace Hidori.Domain.BookingPages;

/// <summary>Which of a page's rules leaves nothing to offer: the first, in this order, with which nothing is left.</summary>
public enum NothingOffered
{
    /// <summary>No day has hours that are long enough.</summary>
    Hours,

    /// <summary>受付締切: all of it begins too soon.</summary>
    Notice,

    /// <summary>Those who take part do not work in the page's hours.</summary>
    WorkingHours,

    /// <summary>It needs somebody whose calendar is not known, or one that can be written to, and there is none.</summary>
    CalendarUnknown,

    /// <summary>Those who are needed have no time, buffers included.</summary>
    HostsBusy,

    /// <summary>No room is free, or known.</summary>
    Rooms,

    /// <summary>受付上限: every day is full.</summary>
    Caps,
}

/// <summary>Takes a question's rules away, then puts them back one by one.</summary>
internal static class EmptyOffer
{
    /// <returns>Null when something is offered.</returns>
    public static NothingOffered? WhyNothing(SlotQuestion question)
    {
        if (Offers(question))
            return null;
        var limits = question.Rules.Limits;
        var free = BusyIndex.Of(new BusyTimes.Known([], question.Now), [], BusyPolicy.Usual);
        var isAnyLinked = question.Hosts.Any(h => h.IsLinked);
        var looser = question with
        {
            Rules = question.Rules with { Limits = limits with { MinimumNotice = NodaTime.Duration.Zero, PerDay = null, PerWeek = null, PerMonth = null } },
            Hosts = [.. question.Hosts.Select(h => h with { Busy = free, Hours = null, IsLinked = true })],
            Rooms = [],
        };
        if (!Offers(looser))
            return NothingOffered.Hours;
        looser = looser with { Rules = looser.Rules with { Limits = looser.Rules.Limits with { MinimumNotice = limits.MinimumNotice } } };
        if (!Offers(looser))
            return NothingOffered.Notice;
        looser = looser with { Hosts = [.. question.Hosts.Select(h => h with { Busy = free, IsLinked = true })] };
        if (!Offers(looser))
            return NothingOffered.WorkingHours;
        looser = looser with { Hosts = [.. question.Hosts.Select(h => h.Busy.IsKnownThroughout ? h with { IsLinked = h.IsLinked || !isAnyLinked } : h with { Busy = free, IsLinked = true })] };
        if (!Offers(looser))
            return NothingOffered.HostsBusy;
        looser = looser with { Hosts = question.Hosts };
        if (!Offers(looser))
            return NothingOffered.CalendarUnknown;
        looser = looser with { Rooms = question.Rooms };
        return Offers(looser) ? NothingOffered.Caps : NothingOffered.Rooms;
    }

    private static bool Offers(SlotQuestion question) => SlotFinder.Find(question).Count > 0;
}
