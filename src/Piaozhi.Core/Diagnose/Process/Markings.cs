namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Numbers the markings of a net as they are met, and finds ways between them by silent transitions.</summary>
internal sealed class Markings(PetriNet net)
{
    /// <summary>Markings looked at in one search before it is given up: unbounded nets have no end.</summary>
    private const int Most = 20_000;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<int[]> _all = [];
    private readonly NetTransition[] _silent = [.. net.Transitions.Where(t => t.Label is null)];

    public int[] this[int number] => _all[number];

    public int Number(int[] marking)
    {
        var key = string.Create(marking.Length, marking, (text, m) =>
        {
            for (var i = 0; i < m.Length; i++)
                text[i] = (char)m[i];
        });
        if (_numbers.TryGetValue(key, out var number))
            return number;
        _all.Add((int[])marking.Clone());
        return _numbers[key] = _all.Count - 1;
    }

    public static bool Enabled(int[] marking, NetTransition t)
    {
        for (var i = 0; i < t.In.Count; i++)
        {
            var need = 1;
            for (var j = 0; j < i; j++)
                need += t.In[j] == t.In[i] ? 1 : 0;
            if (marking[t.In[i]] < need)
                return false;
        }

        return true;
    }

    public static int[] Fire(int[] marking, NetTransition t)
    {
        var next = (int[])marking.Clone();
        foreach (var p in t.In)
            next[p]--;
        foreach (var p in t.Out)
            next[p]++;
        return next;
    }

    /// <summary>The shortest way by silent transitions to a marking that is right, else to the one with the least <paramref name="distance"/>.</summary>
    public (int Marking, int Produced, int Consumed, bool Right) Search(int from, Func<int[], bool> right, Func<int[], int>? distance = null)
    {
        var queue = new Queue<(int Marking, int Produced, int Consumed)>([(from, 0, 0)]);
        var seen = new HashSet<int> { from };
        var (best, least) = ((from, 0, 0), distance?.Invoke(_all[from]) ?? 0);
        while (queue.TryDequeue(out var at))
        {
            var marking = _all[at.Marking];
            if (right(marking))
                return (at.Marking, at.Produced, at.Consumed, true);
            if (distance is not null && distance(marking) is var d && d < least)
                (best, least) = (at, d);
            if (seen.Count > Most)
                break;
            foreach (var t in _silent)
                if (Enabled(marking, t) && Number(Fire(marking, t)) is var next && seen.Add(next))
                    queue.Enqueue((next, at.Produced + t.Out.Count, at.Consumed + t.In.Count));
        }

        return (best.Item1, best.Item2, best.Item3, false);
    }
}
