namespace Piaozhi.Core.Detect.Log;

/// <summary>An array that grows by half; a list would copy twice as much and hold twice the room.</summary>
internal sealed class Growing<T> where T : struct
{
    private T[] _items = new T[256];

    public int Count { get; private set; }

    public T this[int i] => _items[i];

    public void Add(T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, _items.Length + _items.Length / 2);
        _items[Count++] = item;
    }

    public void PadTo(int count, T item)
    {
        while (Count < count)
            Add(item);
    }

    public bool Any(Func<T, bool> holds)
    {
        for (var i = 0; i < Count; i++)
            if (holds(_items[i]))
                return true;
        return false;
    }

    public T[] ToArray() => _items[..Count];

    /// <summary>Gives the room back once the items are elsewhere.</summary>
    public void Clear() => (_items, Count) = ([], 0);
}
