using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Diagnose;

/// <summary>A place that was weighed: the slice, how much of the departure it explains (log likelihood, nats), what it counts and was to count.</summary>
public sealed record Place(Slice Slice, double Score, double Counted, double Expected, double Units)
{
    public double Excess => Math.Abs(Counted - Expected);
}

/// <summary>
/// Finds the smallest set of dimension = value pairs that explains a departure: the subset of units whose common shift is most likely,
/// less the description length of the set. Values of a dimension are taken in order of how far they depart, since the best subset is a
/// head of that order (Neill 2012); dimensions are joined by a beam (Neill, McFowland and Zheng 2013).
/// </summary>
internal sealed class Localize
{
    private const int Beam = 8, MostValues = 10, MostDimensions = 3;
    private const double Worthwhile = .1;

    private readonly Cut _cut;
    private readonly int _sign;
    private readonly double _dispersion;
    private readonly IReadOnlyList<string> _first;
    private readonly (string Name, int[] Now, int[] Before, int Values)[] _dimensions;

    private Localize(Cut cut, int sign, double dispersion, IReadOnlyList<string> dimensions, IReadOnlyList<string> first)
    {
        (_cut, _sign, _dispersion, _first) = (cut, sign, dispersion, first);
        _dimensions = [.. dimensions.Select(d => (d, Column: cut.Log.Dimension(cut.Part.Table, d))).Where(d => d.Column is not null)
            .Select(d => (d.d, Codes(cut.Now, d.Column!), Codes(cut.Before, d.Column!), cut.Log.Values(d.d).Count))
            .Where(d => !Leaks(d.Item2) && (cut.CountsOnly || cut.Mean || !UsualRates.Tells(cut.Log.Dimension(cut.Part.Table, d.d)!, cut.Part, cut.Before, cut.K, cut.N)))];
    }

    /// <summary>The place, and what else was weighed, best first.</summary>
    /// <param name="first">Dimensions that are named rather than others that explain the same.</param>
    public static IReadOnlyList<Place> Find(Cut cut, int sign, double dispersion, IReadOnlyList<string> dimensions, IReadOnlyList<string>? first = null) =>
        new Localize(cut, sign, dispersion, dimensions, first ?? []).Search();

    private sealed record Candidate(IReadOnlyDictionary<int, int[]> Values, int[] Now, int[] Before, double Raw, double Penalty, double K, double E, double Units)
    {
        public double Net => Raw - Penalty;
    }

    private int[] Codes(int[] units, int[] column) => [.. units.Select(i => column[_cut.Part.Row[i]])];

    /// <summary>A field that only those carry that went wrong (an error's code) is a result and no place.</summary>
    private bool Leaks(int[] codes)
    {
        if (_cut.CountsOnly || _cut.Mean)
            return false;
        double bad = 0, badKnown = 0, good = 0, goodKnown = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            var (k, n) = (_cut.K[_cut.Now[i]], _cut.N[_cut.Now[i]]);
            // What became rarer went well: what went wrong is the rest.
            k = _sign > 0 ? k : n - k;
            bad += k;
            good += n - k;
            badKnown += codes[i] >= 0 ? k : 0;
            goodKnown += codes[i] >= 0 ? n - k : 0;
        }

        var (of, among) = (bad > 0 ? badKnown / bad : 0, good > 0 ? goodKnown / good : 0);
        return of > 2 * among + .02 && among < .5 && of > .5;
    }

    private List<Place> Search()
    {
        var everything = Make(new Dictionary<int, int[]>(), Range(_cut.Now.Length), Range(_cut.Before.Length));
        var all = new List<Candidate> { everything };
        var beam = new List<Candidate> { everything };
        for (var depth = 0; depth < MostDimensions; depth++)
        {
            var next = new List<Candidate>();
            foreach (var parent in beam)
                for (var d = 0; d < _dimensions.Length; d++)
                    if (!parent.Values.ContainsKey(d))
                        next.AddRange(Narrow(parent, d).Where(c => Gains(c, parent)));
            beam = [.. next.OrderByDescending(c => c.Net).DistinctBy(Key).Take(Beam)];
            all.AddRange(beam);
        }

        var simple = all.Select(Simplified).ToList();
        // Two names of one set explain the same: at a gate or a window it is the place that has a fault, not what happens to be sold there.
        var most = simple.Max(c => c.Net);
        bool Told(Candidate c) => c.Net >= .97 * most && c.Values.Count > 0 && c.Values.Keys.All(d => _first.Contains(_dimensions[d].Name));
        return [.. simple.OrderByDescending(c => Told(c) ? most + 1 : c.Net).ThenBy(c => c.Values.Count).ThenBy(Key, StringComparer.Ordinal).DistinctBy(Key).Take(6)
            .Select(c => new Place(SliceOf(c), Math.Round(c.Net, 2), c.K, c.E, c.Units))];
    }

    /// <summary>A dimension that turned out not to be needed beside the later ones is dropped again.</summary>
    private Candidate Simplified(Candidate c)
    {
        foreach (var d in c.Values.Keys.ToArray())
        {
            if (c.Values.Count < 2)
                break;
            var values = c.Values.Where(v => v.Key != d).ToDictionary(v => v.Key, v => v.Value);
            var wider = Make(values, Select(values, now: true), Select(values, now: false));
            if (!Gains(c, wider))
                c = wider;
        }

        return c;
    }

    /// <summary>
    /// A narrower set must explain more than its description costs, and more than what repeats an implied value or a trifle of misfit would
    /// gain: a tenth of what the wider one explains, or a tenth of a nat for each unit that went wrong where that is less (a failure that
    /// was never seen before is explained by any set; the one that was to be expected least has it).
    /// </summary>
    private bool Gains(Candidate narrow, Candidate wide)
    {
        var tenth = _cut.Mean ? wide.Raw : Math.Min(wide.Raw, Math.Max(wide.K, wide.E) / _dispersion);
        return narrow.Raw - wide.Raw >= Math.Max(Worthwhile * tenth, narrow.Penalty - wide.Penalty);
    }

    private int[] Select(Dictionary<int, int[]> values, bool now) =>
        [.. Range(now ? _cut.Now.Length : _cut.Before.Length).Where(i => values.All(v => v.Value.Contains((now ? _dimensions[v.Key].Now : _dimensions[v.Key].Before)[i])))];

    private IEnumerable<Candidate> Narrow(Candidate parent, int d)
    {
        var (_, codes, before, values) = _dimensions[d];
        var now = Group(parent.Now, codes);
        var earlier = _cut.CountsOnly ? Group(parent.Before, before) : [];
        var ranked = now.Select(g =>
        {
            var (k, e, n) = Sums(g.Value, earlier.GetValueOrDefault(g.Key, []));
            return (Value: g.Key, K: k, E: e, N: n, Priority: Priority(k, e, n));
        }).Where(g => g.Value >= 0 && _sign * (g.K - g.E) > 0).OrderByDescending(g => g.Priority).ThenBy(g => g.Value).Take(MostValues).ToArray();
        double Own(int value) => Make(new Dictionary<int, int[]> { [d] = [value] }, [.. now[value]], [.. earlier.GetValueOrDefault(value, [])]).Raw;
        Candidate? best = null;
        for (var j = 1; j <= ranked.Length; j++)
        {
            // Places of one cause depart about alike, and each for itself; what does not is there by chance.
            if (best is not null && (!Alike(best, ranked[j - 1].K, ranked[j - 1].E, ranked[j - 1].N) || Own(ranked[j - 1].Value) < Math.Log(Math.Max(1, values - j)) + 2))
                continue;
            var chosen = best is null ? [ranked[0].Value] : best.Values[d].Append(ranked[j - 1].Value).ToArray();
            var with = new Dictionary<int, int[]>(parent.Values) { [d] = chosen };
            var candidate = Make(with, [.. chosen.SelectMany(v => now[v])], [.. chosen.SelectMany(v => earlier.GetValueOrDefault(v, []))]);
            if (best is null || candidate.Net > best.Net)
                best = candidate;
        }

        if (best is not null)
            yield return best;
    }

    /// <summary>It departs by at least two fifths of what the others do, give or take one standard deviation (the ripple effect of Squeeze, Li 2019).</summary>
    private bool Alike(Candidate others, double k, double e, double n)
    {
        var (shift, size) = _cut.Mean ? ((others.K - others.E) / Math.Max(1e-9, Weight(others)), n) : ((others.K - others.E) / Math.Max(.5, others.E), Math.Max(.5, e));
        var deviation = Math.Sqrt(_dispersion * (_cut.Mean ? n * _cut.Squared : Math.Max(1, k)));
        return Math.Abs(k - e) + deviation >= .4 * Math.Abs(shift) * size;
    }

    private double Weight(Candidate c) => c.Now.Sum(i => _cut.N[_cut.Now[i]]);

    private static double Priority(double k, double e, double n) => e > 0 ? k / (e + 1) : n;

    private static Dictionary<int, List<int>> Group(int[] positions, int[] codes)
    {
        var groups = new Dictionary<int, List<int>>();
        foreach (var i in positions)
            (groups.TryGetValue(codes[i], out var list) ? list : groups[codes[i]] = []).Add(i);
        return groups;
    }

    private (double K, double E, double N) Sums(IReadOnlyCollection<int> now, IReadOnlyCollection<int> before)
    {
        double k = 0, e = 0, n = 0;
        foreach (var i in now)
        {
            var u = _cut.Now[i];
            k += _cut.K[u];
            e += _cut.Expected(u);
            n += _cut.N[u];
        }

        if (!_cut.CountsOnly)
            return (k, e, n);
        double earlier = 0;
        foreach (var i in before)
            earlier += _cut.K[_cut.Before[i]];
        return (k, _cut.Ratio * earlier, earlier);
    }

    private Candidate Make(IReadOnlyDictionary<int, int[]> values, int[] now, int[] before)
    {
        var (k, e, n) = Sums(now, before);
        var raw = _sign * (k - e) <= 0 ? 0 : Likelihood(k, e, n, now) / _dispersion;
        double penalty = 0;
        foreach (var (d, chosen) in values)
        {
            penalty += Math.Log(_dimensions.Length) + 1;
            for (var j = 0; j < chosen.Length; j++)
                penalty += Math.Log(Math.Max(1, _dimensions[d].Values - j)) + (j > 0 ? 2 : 0);
        }

        return new Candidate(values, now, before, raw, penalty, k, e, now.Length);
    }

    /// <summary>Log likelihood ratio of one common shift against none; the likelier of a shift by a factor and by an amount.</summary>
    private double Likelihood(double k, double e, double n, int[] now)
    {
        if (_cut.Mean)
            return n > 0 ? (k - e) * (k - e) / (2 * n * _cut.Squared) : 0;
        if (_cut.CountsOnly)
        {
            // Both counts are luck: conditional on their sum, the share that falls into the departure.
            var (total, share) = (k + n, _cut.Ratio / (1 + _cut.Ratio));
            double Term(double x, double expected) => x > 0 ? x * Math.Log(x / expected) : 0;
            return Term(k, total * share) + Term(n, total * (1 - share));
        }

        var factor = k > 0 ? k * Math.Log(k / Math.Max(e, 1e-9)) - (k - e) : e;
        if (_sign < 0 || n <= 0)
            return factor;
        var shift = (k - e) / n;
        double amount = -(k - e);
        foreach (var i in now)
        {
            var u = _cut.Now[i];
            if (_cut.K[u] > 0)
                amount += _cut.K[u] * Math.Log(1 + shift * _cut.N[u] / Math.Max(_cut.Expected(u), 1e-9));
        }

        return Math.Max(factor, amount);
    }

    private Slice SliceOf(Candidate c)
    {
        var slice = Slice.Whole;
        foreach (var (d, values) in c.Values)
            slice = slice.With(_dimensions[d].Name, [.. values.Select(v => _cut.Log.Values(_dimensions[d].Name)[v])]);
        return slice;
    }

    private static int[] Range(int count) => [.. Enumerable.Range(0, count)];

    private static string Key(Candidate c) => string.Join(';', c.Values.OrderBy(v => v.Key).Select(v => v.Key + "=" + string.Join(',', v.Value.Order())));
}
