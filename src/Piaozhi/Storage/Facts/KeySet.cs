namespace Piaozhi.Storage.Facts;

/// <summary>
/// The keys of the facts that are stored, at about 6 bytes each, so that appending asks the store only about ids that may be there. It may
/// say yes to a stranger (once in about 10⁹ questions); it never says no to a key that was added.
/// </summary>
/// <remarks>Open addressing over 32-bit fingerprints: the low half of a key finds the place, the high half is kept. Full tables are left as
/// they are and one of twice the size is begun, so that nothing is ever moved.</remarks>
public sealed class KeySet
{
    private const int First = 1 << 16;
    private const double Full = 0.7;
    private readonly List<uint[]> _tables = [new uint[First]];
    private int _used;

    public long Count { get; private set; }

    public bool MayHold(long key)
    {
        var (place, mark) = Split(key);
        foreach (var table in _tables)
        {
            var mask = (uint)table.Length - 1;
            for (var i = place & mask; table[i] != 0; i = (i + 1) & mask)
                if (table[i] == mark)
                    return true;
        }

        return false;
    }

    public void Add(long key)
    {
        var table = _tables[^1];
        if (_used >= table.Length * Full)
        {
            table = new uint[Math.Min(table.Length * 2, 1 << 28)];
            _tables.Add(table);
            _used = 0;
        }

        var (place, mark) = Split(key);
        var mask = (uint)table.Length - 1;
        var at = place & mask;
        while (table[at] != 0)
            at = (at + 1) & mask;
        table[at] = mark;
        _used++;
        Count++;
    }

    // Zero marks a free place, so that one fingerprint shares with its neighbour.
    private static (uint Place, uint Mark) Split(long key) => ((uint)key, Math.Max(1, (uint)((ulong)key >> 32)));
}
