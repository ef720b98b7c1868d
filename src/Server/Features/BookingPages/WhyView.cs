using System.Globalization;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

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

    /// <summary>Nothing but what is not known stands against it.</summary>
    public bool IsUnknown => !IsOffered && Rows.Where(r => r.Decides).All(r => r.Tone == Tone.Hold);

    /// <summary>What is looked at, in words.</summary>
    public string Range => Dates.Range(Time.Start, Time.End, Zone);

    /// <summary>The address of one time's explanation.</summary>
    public static string Path(string page, LocalDate date, int? minutes, LocalTime? start) =>
        $"/booking-pages/{page}/why?date={Dates.Iso(date)}"
        + (minutes is { } length ? $"&minutes={length.ToString(CultureInfo.InvariantCulture)}" : "")
        + (start is { } time ? "&start=" + PageFields.Clock.Format(time) : "");
}

public sealed record WhyStart(LocalTime Start, bool IsOffered);

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
