using System.Globalization;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.BookingPages;

/// <summary>Lines of a form that can be added, taken away and moved: the fields of each bear its number, from 0.</summary>
/// <param name="Prefix">What the names begin with.</param>
/// <param name="Names">The fields of a line; the first one is always posted.</param>
public sealed record FormRows(string Prefix, params IReadOnlyList<string> Names)
{
    public static readonly FormRows Members = new("m", "id", "part");
    public static readonly FormRows Rooms = new("r", "id");
    public static readonly FormRows Exceptions = new("x", "date", "opens", "closes");
    public static readonly FormRows Questions = new("q", "label", "key", "kind", "required", "choices");

    public static FormRows Hours(int day) => new($"h{day.ToString(CultureInfo.InvariantCulture)}-", "opens", "closes");

    public string Field(int row, string name) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{row}-{name}");

    public int CountIn(FormState form) => CountWhere(form.Values.ContainsKey);

    public int CountIn(Forms typed) => CountWhere(typed.Has);

    private int CountWhere(Func<string, bool> isThere)
    {
        var count = 0;
        while (isThere(Field(count, Names[0])))
            count++;
        return count;
    }

    /// <param name="values">For the first fields of the new line; the others are empty.</param>
    public void Add(Forms typed, params IReadOnlyList<string> values) => Put(typed, CountIn(typed), values);

    public void Put(Forms typed, int row, IReadOnlyList<string> values)
    {
        foreach (var (i, name) in Names.Index())
            typed.Set(Field(row, name), i < values.Count ? values[i] : "");
    }

    /// <summary>Takes one away; those behind move up.</summary>
    public void Remove(Forms typed, int row)
    {
        var count = CountIn(typed);
        if (row < 0 || row >= count)
            return;
        for (var i = row; i < count - 1; i++)
            Put(typed, i, Of(typed, i + 1));
        foreach (var name in Names)
            typed.Remove(Field(count - 1, name));
    }

    /// <summary>Changes places with the one before.</summary>
    public void MoveUp(Forms typed, int row)
    {
        if (row <= 0 || row >= CountIn(typed))
            return;
        var (above, moved) = (Of(typed, row - 1), Of(typed, row));
        Put(typed, row - 1, moved);
        Put(typed, row, above);
    }

    private List<string> Of(Forms typed, int row) => [.. Names.Select(n => typed.Text(Field(row, n)))];
}
