using System.Globalization;
using Hidori.Domain.Time;
using Hidori.Server.Ui;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.BookingPages;

/// <param name="Start">By the clock of the page, as it was asked for.</param>
/// <param name="Time">What is looked at, half-open.</param>
/// <param name="MayChange">The reader sees to the page's settings.</param>
/// <param name="WasReadAnew">「カレンダーを読み直す」 was pressed.</param>
public sealed record WhyView(
    ShellView Shell,
    string Id,
    string Name,
    LocalDate Date,
    LocalTime Start,
    int Minutes,
    IReadOnlyList<int> Lengths,
    string Zone,
    Instant Now,
    Interval Time,
    bool IsOffered,
    bool MayChange,
    IReadOnlyList<WhyStart> Starts,
    IReadOnlyList<WhyRow> Rows,
    WhyStrip Strip,
    IReadOnlyList<WhyAge> Ages,
    bool WasReadAnew)
{
    /// <summary>The pages of which the reader may ask, this one among them.</summary>
    public IReadOnlyList<Choice> Pages { get; init; } = [];

    /// <summary>The clock does not show the start that was asked for; what comes instead, in words. Null where it does.</summary>
    public string? Skipped { get; init; }

    /// <summary>How an address names one of two times that the clock shows alike.</summary>
    public static readonly OffsetPattern Passes = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    /// <summary>Both of them, where the clock shows the start twice; else none.</summary>
    public IReadOnlyList<Instant> Twice => TwiceAt(Time.Start);

    /// <summary>Nothing but what is not known stands against it.</summary>
    public bool IsUnknown => !IsOffered && Rows.Where(r => r.Decides).All(r => r.Tone == Tone.Hold);

    /// <summary>What is looked at, in words.</summary>
    public string Range => WithOffsets(Dates.Range(Time.Start, Time.End, Zone));

    /// <summary>What is looked at, without its date.</summary>
    public string Times => WithOffsets(Dates.Times(Time.Start.In(Zone), Time.End.In(Zone)));

    /// <summary>Words for a time, with its offset where the clock shows it twice.</summary>
    public string Named(Instant start, string words) => TwiceAt(start).Count > 0 ? Text.Of("WhyAtOffset", words, Dates.Offset(Zone, start)) : words;

    /// <summary>How addresses and forms name which of two; null where there is one.</summary>
    public string? PassOf(Instant start) => TwiceAt(start).Count > 0 ? Passes.Format(Dates.ZoneOf(Zone).GetUtcOffset(start)) : null;

    /// <summary>The address of the explanation of one of the page's starts.</summary>
    public string PathTo(Instant start) => start.In(Zone) is var local && TwiceAt(start).Count > 0
        ? Path(Id, local.Date, Minutes, local.TimeOfDay, Dates.ZoneOf(Zone).GetUtcOffset(start))
        : Path(Id, local.Date, Minutes, local.TimeOfDay);

    private string WithOffsets(string words) => (Dates.Offset(Zone, Time.Start), Dates.Offset(Zone, Time.End)) is var (from, to) && from != to
        ? Text.Of("WhyAtOffset", words, from + Dates.Tilde + to)
        : Named(Time.Start, words);

    private IReadOnlyList<Instant> TwiceAt(Instant start) => start.In(Zone) is var local && Dates.ZoneOf(Zone).OffsetsAt(local) is { Count: 2 } both
        ? [.. both.Select(o => local.WithOffset(o).ToInstant())]
        : [];

    /// <summary>The address of one time's explanation.</summary>
    public static string Path(string page, LocalDate date, int? minutes, LocalTime? start, Offset? offset = null) =>
        $"/booking-pages/{page}/why?date={Dates.Iso(date)}"
        + (minutes is { } length ? $"&minutes={length.ToString(CultureInfo.InvariantCulture)}" : "")
        + (start is { } time ? "&start=" + PageFields.Clock.Format(time) : "")
        + (offset is { } pass ? "&offset=" + Uri.EscapeDataString(Passes.Format(pass)) : "");
}

public sealed record WhyStart(Instant At, bool IsOffered);

/// <summary>One thing that was looked at.</summary>
/// <param name="Decides">The time is not offered because of it.</param>
/// <param name="Reasons">In words, one after another.</param>
/// <param name="Age">How old what is known is.</param>
/// <param name="Ways">What could be done about it, where it decides.</param>
public sealed record WhyRow(string What, Tone Tone, bool Decides, string Result, IReadOnlyList<WhyWords> Reasons, string Age, IReadOnlyList<WhyWords> Ways);

/// <param name="Link">To what the words are about, where the reader may see it.</param>
public sealed record WhyWords(string Words, WhyLink? Link = null);

public sealed record WhyLink(string Path, string Label);

/// <summary>How old what is known of one calendar is.</summary>
/// <param name="IsNew">False: it was asked anew, and this is not the answer.</param>
public sealed record WhyAge(string Name, string Age, bool IsNew);
