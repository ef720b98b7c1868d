using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>How the guest's clock is called over the days that are shown; it may be put on or back among them (SPEC B8).</summary>
/// <param name="Zone">IANA zone in which times are told.</param>
/// <param name="Days">What is shown.</param>
public sealed record SlotClock(string Zone, IReadOnlyList<SlotDay> Days)
{
    /// <summary>Zone and offset, and from which day on another one holds.</summary>
    /// <param name="otherwise">Whose offset is told where nothing is free.</param>
    public string Name(Instant otherwise)
    {
        var starts = Days.SelectMany(d => d.Starts).Order().ToList();
        if (starts.Count == 0)
            return Dates.Zone(Zone, otherwise);
        var offsets = Dates.Offset(Zone, starts[0]);
        foreach (var (before, start) in starts.Zip(starts.Skip(1)))
        {
            if (Dates.Offset(Zone, before) != Dates.Offset(Zone, start))
                offsets += Text.Of("OffsetFrom", Dates.Day(ChangeBefore(start)), Dates.Offset(Zone, start));
        }

        return Text.Of("ZoneOffsets", Dates.ZoneName(Zone), offsets);
    }

    /// <summary>The offsets of a day, where not all that is shown has the same; else empty.</summary>
    public string OfDay(SlotDay day) =>
        Changes(Days.SelectMany(d => d.Starts)) ? string.Join(Text.Of("OffsetAndOffset"), Offsets(day.Starts)) : "";

    /// <summary>The offset of a start, on a day whose clock shows some times twice or skips some; else empty.</summary>
    public string OfStart(SlotDay day, Instant start) => Changes(day.Starts) ? Dates.Offset(Zone, start) : "";

    private bool Changes(IEnumerable<Instant> starts) => Offsets(starts).Skip(1).Any();

    private IEnumerable<string> Offsets(IEnumerable<Instant> starts) => starts.Order().Select(s => Dates.Offset(Zone, s)).Distinct();

    /// <summary>The day on which the clocks changed to what they show at a start.</summary>
    private LocalDate ChangeBefore(Instant start) => Dates.ZoneOf(Zone).GetZoneInterval(start).IsoLocalStart.Date;
}
