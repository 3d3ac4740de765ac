using System.Buffers.Binary;
using System.Text;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Texts numbered in order of their first appearance, kept as UTF-8 in one block: a million case ids cost their bytes, no objects.</summary>
public sealed class ByteIndex
{
    private byte[] _bytes = new byte[256];
    private int[] _end = new int[16];
    private ulong[] _slots = new ulong[32];

    public int Count { get; private set; }

    public string this[int number] => Encoding.UTF8.GetString(Key(number));

    public ReadOnlySpan<byte> Key(int number)
    {
        var from = number == 0 ? 0 : _end[number - 1];
        return _bytes.AsSpan(from, _end[number] - from);
    }

    public int Add(string key) => Add(Encoding.UTF8.GetBytes(key));

    public int Add(ReadOnlySpan<byte> key) => Add(key, Hash(key));

    /// <summary>The number of a text; a new one when it was not there.</summary>
    public int Add(ReadOnlySpan<byte> key, ulong hash)
    {
        var slot = Slot(key, hash);
        if (_slots[slot] != 0)
            return Number(_slots[slot]);
        if (Count == _end.Length)
            Array.Resize(ref _end, _end.Length * 2);
        var from = Count == 0 ? 0 : _end[Count - 1];
        if (from + key.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(from + key.Length, _bytes.Length > 1 << 29 ? _bytes.Length + (1 << 28) : _bytes.Length * 2));
        key.CopyTo(_bytes.AsSpan(from));
        _end[Count] = from + key.Length;
        Count++;
        _slots[slot] = (hash & 0xFFFFFFFF00000000UL) | (uint)Count;
        if (Count * 2 > _slots.Length)
            Grow();
        return Count - 1;
    }

    /// <summary>−1 when it is not there.</summary>
    public int Find(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        var slot = _slots[Slot(bytes, Hash(bytes))];
        return Number(slot);
    }

    public void Clear()
    {
        Count = 0;
        Array.Clear(_slots);
    }

    public string[] Texts() => [.. Enumerable.Range(0, Count).Select(i => this[i])];

    internal static ulong Hash(ReadOnlySpan<byte> key)
    {
        unchecked
        {
            var h = (ulong)key.Length * 0x9E3779B97F4A7C15UL;
            while (key.Length >= 8)
            {
                h = Mix(h ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
                key = key[8..];
            }

            ulong rest = 0;
            for (var i = 0; i < key.Length; i++)
                rest |= (ulong)key[i] << (8 * i);
            return Mix(h ^ rest ^ 0xD6E8FEB86659FD93UL);
        }
    }

    private static int Number(ulong slot) => unchecked((int)(uint)slot - 1);

    private static ulong Mix(ulong v)
    {
        var high = Math.BigMul(v, 0xA0761D6478BD642FUL, out var low);
        return high ^ low;
    }

    private int Slot(ReadOnlySpan<byte> key, ulong hash)
    {
        unchecked
        {
            var mask = _slots.Length - 1;
            var at = (int)hash & mask;
            while (_slots[at] is not 0 and var s && ((s ^ hash) >> 32 != 0 || !Key(Number(s)).SequenceEqual(key)))
                at = (at + 1) & mask;
            return at;
        }
    }

    private void Grow()
    {
        unchecked
        {
            var slots = new ulong[_slots.Length * 2];
            var mask = slots.Length - 1;
            for (var n = 0; n < Count; n++)
            {
                var hash = Hash(Key(n));
                var at = (int)hash & mask;
                while (slots[at] != 0)
                    at = (at + 1) & mask;
                slots[at] = (hash & 0xFFFFFFFF00000000UL) | (uint)(n + 1);
            }

            _slots = slots;
        }
    }
}
