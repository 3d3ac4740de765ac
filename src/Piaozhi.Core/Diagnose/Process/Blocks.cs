using System.Runtime.CompilerServices;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>A column that grows by blocks, so that it never has to be copied, and never twice in memory, to become longer.</summary>
internal sealed class Blocks<T>
{
    private const int Bits = 18, Size = 1 << Bits;
    private readonly List<T[]> _blocks = [];
    private T[] _last = [];
    private int _used;

    public int Count { get; private set; }

    public ref T this[int index] => ref _blocks[index >> Bits][index & (Size - 1)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value)
    {
        if (_used == _last.Length)
        {
            _last = new T[Size];
            _blocks.Add(_last);
            _used = 0;
        }

        _last[_used++] = value;
        Count++;
    }

    /// <summary>Every value at the place that <paramref name="to"/> names, and this column given back, block by block.</summary>
    public T[] Scatter(Blocks<int> to)
    {
        var result = new T[Count];
        for (var b = 0; b < _blocks.Count; b++)
        {
            var (values, places, n) = (_blocks[b], to._blocks[b], Math.Min(Size, Count - (b << Bits)));
            for (var i = 0; i < n; i++)
                result[places[i]] = values[i];
            _blocks[b] = [];
        }

        return result;
    }

    /// <summary>Hands out the blocks with their used length.</summary>
    public IEnumerable<(T[] Values, int Length)> Each()
    {
        for (var b = 0; b < _blocks.Count; b++)
            yield return (_blocks[b], Math.Min(Size, Count - (b << Bits)));
    }
}
