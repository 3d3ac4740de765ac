namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Numbers the markings of a net as they are met, remembers what firing leads to, and finds ways by silent transitions.</summary>
internal sealed class Markings(PetriNet net)
{
    /// <summary>Markings looked at in one search before it is given up.</summary>
    private const int Most = 5000;

    private const int NotTried = -2, NotEnabled = -1;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<int[]> _all = [];
    private readonly List<int[]?> _fired = [];
    private readonly int[] _silent = [.. Enumerable.Range(0, net.Transitions.Count).Where(t => net.Transitions[t].Label is null)];

    public int[] this[int number] => _all[number];

    public IReadOnlyList<int> Silent => _silent;

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
        _fired.Add(null);
        return _numbers[key] = _all.Count - 1;
    }

    /// <summary>The marking after a transition; −1 when it is not enabled.</summary>
    public int Fire(int number, int transition)
    {
        if (_fired[number] is not { } fired)
        {
            _fired[number] = fired = new int[net.Transitions.Count];
            Array.Fill(fired, NotTried);
        }

        if (fired[transition] == NotTried)
            fired[transition] = After(_all[number], net.Transitions[transition]) is { } next ? Number(next) : NotEnabled;
        return fired[transition];
    }

    /// <summary>
    /// The shortest way by silent transitions to a marking that is right, else to the one with the least <paramref name="distance"/>.
    /// No place gets more tokens than the fullest has already, so that lent tokens cannot multiply without end.
    /// </summary>
    public (int Marking, int Produced, int Consumed, bool Right) Search(int from, Func<int, bool> right, Func<int, int>? distance = null)
    {
        var fullest = Math.Max(1, _all[from].Max());
        var queue = new Queue<(int Marking, int Produced, int Consumed)>([(from, 0, 0)]);
        var seen = new HashSet<int> { from };
        var (best, least) = ((Marking: from, Produced: 0, Consumed: 0), distance?.Invoke(from) ?? 0);
        while (queue.TryDequeue(out var at))
        {
            if (right(at.Marking))
                return (at.Marking, at.Produced, at.Consumed, true);
            if (distance is not null && distance(at.Marking) is var d && d < least)
                (best, least) = (at, d);
            if (seen.Count > Most)
                break;
            foreach (var t in _silent)
                if (Fire(at.Marking, t) is >= 0 and var next && seen.Add(next) && Fits(_all[next], fullest))
                    queue.Enqueue((next, at.Produced + net.Transitions[t].Out.Count, at.Consumed + net.Transitions[t].In.Count));
        }

        return (best.Marking, best.Produced, best.Consumed, false);
    }

    private static bool Fits(int[] marking, int most)
    {
        foreach (var tokens in marking)
            if (tokens > most)
                return false;
        return true;
    }

    private static int[]? After(int[] marking, NetTransition t)
    {
        var next = (int[])marking.Clone();
        foreach (var p in t.In)
            if (--next[p] < 0)
                return null;
        foreach (var p in t.Out)
            next[p]++;
        return next;
    }
}
