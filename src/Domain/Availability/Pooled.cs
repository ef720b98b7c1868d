using System.Buffers;

namespace Hidori.Domain.Availability;

/// <summary>A list in borrowed memory, for the length of one question.</summary>
internal sealed class Pooled<T>(int capacity) : IDisposable
    where T : unmanaged
{
    private T[] items = ArrayPool<T>.Shared.Rent(capacity);

    public int Count { get; private set; }

    public Span<T> Span => items.AsSpan(0, Count);

    public void Add(T item)
    {
        if (Count == items.Length)
            Reserve(Count + 1);
        items[Count++] = item;
    }

    /// <summary>Room for so many more; what is written there counts once <see cref="Keep"/> says so.</summary>
    public Span<T> More(int count)
    {
        if (Count + count > items.Length)
            Reserve(Count + count);
        return items.AsSpan(Count);
    }

    public void Keep(int count) => Count = count;

    public void Dispose() => ArrayPool<T>.Shared.Return(items);

    private void Reserve(int capacity)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(capacity, items.Length * 2));
        Span.CopyTo(larger);
        ArrayPool<T>.Shared.Return(items);
        items = larger;
    }
}
