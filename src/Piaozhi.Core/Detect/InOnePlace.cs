using Piaozhi.Core.Detect.Log;

namespace Piaozhi.Core.Detect;

/// <summary>
/// Whether a departure lies in part of the operation while the rest is as usual, and no more came to that part than to the rest. Load that
/// is up for everybody slows everybody down; what is slow in one place alone has another cause.
/// </summary>
internal static class InOnePlace
{
    /// <summary>The places together hold this share of what is too much or too little, and at most that share of the units.</summary>
    private const double Most = .9, Part = .6;

    /// <summary>A value that stands out by itself, and the rest that does not, in standard deviations.</summary>
    private const double StandsOut = 5, Quiet = 3;

    /// <summary>How much more may have come to it than to the rest.</summary>
    private const double MoreCame = 1.3;

    private readonly record struct Sums(double K, double N, double Kb, double Nb)
    {
        public Sums Plus(Sums o) => new(K + o.K, N + o.N, Kb + o.Kb, Nb + o.Nb);
    }

    public static bool Is(FactLog log, SeenSignal seen, Units units)
    {
        if (seen.Chart.Form != ChartForm.Count)
            return false;
        // Of a rate only what is counted is known by place: its share of hours stands for its exposure.
        var (part, counts) = (units.Parts[0], units.Parts.Count > 1);
        var own = seen.Signal.Slice.Select(p => (Column: log.Dimension(part.Table, p.Key), Wanted: p.Value.Select(v => log.Values(p.Key).Find(v)).ToHashSet())).ToArray();
        var counting = new Counting(seen.Chart.Form, seen.Chart.Flipped, seen.Chart.Bound, double.NegativeInfinity, double.PositiveInfinity);
        var compared = Compared(seen);
        double Exposed(int kind) => Enumerable.Range(0, compared.Length).Sum(h => compared[h] == kind ? seen.Chart.N[h] : 0);
        var (exposedNow, exposedBefore) = (Exposed(1), Exposed(-1));
        var start = FactLog.Milliseconds(seen.Chart.Start);
        var used = new List<(int Unit, bool Now, bool Own)>();
        for (var i = 0; i < part.Count; i++)
            if ((int)((part.At[i] - start) / 3_600_000) is >= 0 and var h && h < compared.Length && compared[h] != 0)
                used.Add((i, compared[h] > 0, Array.TrueForAll(own, c => c.Column is not null && c.Wanted.Contains(c.Column[part.Row[i]]))));
        // The signal's own slice against everything else; then its parts.
        if (own.Length > 0 && Lies(Split(used, u => u.Own ? 1 : 0), v => v == 1, seen.Dispersion))
            return true;
        var inside = used.Where(u => u.Own).ToList();
        foreach (var dimension in Detector.DimensionsOf(log, part).Where(d => !seen.Signal.Slice.Dimensions.Contains(d)))
            if (log.Dimension(part.Table, dimension) is { } column && Lies(Split(inside, u => column[part.Row[u.Unit]]), v => v >= 0, seen.Dispersion))
                return true;
        return false;

        Dictionary<int, Sums> Split(List<(int Unit, bool Now, bool Own)> list, Func<(int Unit, bool Now, bool Own), int> by)
        {
            var sums = new Dictionary<int, Sums>();
            foreach (var u in list)
            {
                var (k, n) = counts ? (part.Num[u.Unit], 0) : counting.Add(part.Num[u.Unit], part.Den[u.Unit]);
                sums[by(u)] = sums.GetValueOrDefault(by(u)).Plus(u.Now ? new Sums(k, n, 0, 0) : new Sums(0, 0, k, n));
            }

            if (counts)
                foreach (var v in sums.Keys.ToList())
                    sums[v] = sums[v] with { N = exposedNow / sums.Count, Nb = exposedBefore / sums.Count };
            return sums;
        }
    }

    private static bool Lies(Dictionary<int, Sums> parts, Func<int, bool> may, double dispersion)
    {
        if (parts.Count < 2)
            return false;
        var all = parts.Values.Aggregate((a, b) => a.Plus(b));
        if (all.N <= 0 || all.Nb <= 0)
            return false;
        double Excess(Sums s) => s.K - Expected(s);
        // A value with a short past is believed as far as it goes, the rest is what all show.
        double Expected(Sums s) => s.N * (s.Kb + 8 * all.Kb / all.Nb) / (s.Nb + 8);
        var total = parts.Values.Sum(Excess);
        var places = parts.Where(p => may(p.Key) && Excess(p.Value) * total > 0 && Math.Abs(Excess(p.Value)) > StandsOut * Math.Sqrt(dispersion * Expected(p.Value) + 1)).Select(p => p.Value).ToList();
        if (places.Count == 0)
            return false;
        var inside = places.Aggregate((a, b) => a.Plus(b));
        var rest = (N: all.N - inside.N, Nb: all.Nb - inside.Nb);
        var (here, everywhere) = (places.Sum(Expected), parts.Values.Sum(Expected));
        var elsewhere = everywhere - here;
        if (Math.Abs(total - places.Sum(Excess)) > Quiet * Math.Sqrt(dispersion * elsewhere + 1))
            return false;
        return here <= Part * everywhere && places.Sum(Excess) / total >= Most && inside.N * rest.Nb <= MoreCame * inside.Nb * rest.N;
    }

    /// <summary>1 for hours of the departure, −1 for the same hours of the day in the four weeks before it.</summary>
    private static sbyte[] Compared(SeenSignal seen)
    {
        var kind = new sbyte[seen.Weight.Length];
        var ofDay = new bool[24];
        var first = -1;
        for (var h = 0; h < seen.Chart.Known; h++)
            if (seen.Weight[h] > 0)
            {
                (kind[h], ofDay[h % 24]) = (1, true);
                first = first < 0 ? h : first;
            }

        var all = ofDay.Count(x => x) >= 18;
        for (var h = Math.Max(0, first - 24 * 28); h < first; h++)
            if (all || ofDay[h % 24])
                kind[h] = -1;
        return kind;
    }
}
