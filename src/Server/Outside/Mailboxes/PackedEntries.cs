using System.Text.Json;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using NodaTime;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>The entries of one mailbox as bytes, in order of start, and back.</summary>
internal static class PackedEntries
{
    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault };

    public static byte[] Pack(IEnumerable<BusyEntry> entries) => JsonSerializer.SerializeToUtf8Bytes(
        entries.OrderBy(e => e.Time.Start).ThenBy(e => e.Time.End).ThenBy(e => e.RemoteId, StringComparer.Ordinal).Select(e => new Packed(
            e.Time.Start.ToUnixTimeTicks(), e.Time.End.ToUnixTimeTicks(), e.Kind, e.RemoteId, e.Title, e.Ours?.ToString(), e.IsAllDay, e.IsPrivate)),
        Options);

    public static IReadOnlyList<BusyEntry> Unpack(ReadOnlySpan<byte> bytes) =>
    [
        .. JsonSerializer.Deserialize<Packed[]>(bytes, Options)!.Select(p => new BusyEntry(
            new Interval(Instant.FromUnixTimeTicks(p.S), Instant.FromUnixTimeTicks(p.E)), p.K, p.I, p.T, EntryKey.Parse(p.O), p.A, p.P)),
    ];

    /// <summary>With short names: they are written for every entry. Times in units of 100 nanoseconds, the finest that calendars know.</summary>
    /// <param name="S">Start.</param>
    /// <param name="E">End.</param>
    /// <param name="K">Kind.</param>
    /// <param name="I">The vendor's id.</param>
    /// <param name="T">Title.</param>
    /// <param name="O">The key of an entry that Hidori wrote.</param>
    /// <param name="A">All day.</param>
    /// <param name="P">Private.</param>
    private readonly record struct Packed(long S, long E, BusyKind K, string I, string? T, string? O, bool A, bool P);
}
