using System.Globalization;
using System.Text;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Bench;

/// <summary>
/// What is usually put on a wall instead: daily charts of every indicator with limits from the days before the last third, each alarm on
/// the bad side its own. They see the same units as the engine.
/// </summary>
public sealed class LoopBaselines
{
    public static readonly string[] Names = ["3σ individuals, whole", "p chart, every single slice", "fixed threshold (±20 %), whole", "EWMA λ=.2 L=3, whole"];

    private readonly (int Found, int Faults, double F1, double Delay, int Alarms, int Days)[] _of = new (int, int, double, double, int, int)[Names.Length];

    private sealed record Alarm(string Indicator, Slice Slice, DateTime At, double Size);

    public void Add(FactLog log, Detection found, IReadOnlyList<Fault> faults, int days, Func<Slice, Slice, double> f1)
    {
        var first = (int)(days * .65);
        var alarms = Names.Select(_ => new List<Alarm>()).ToArray();
        foreach (var units in found.Units.Values.Where(u => u.Indicator.Direction != Direction.Watch && u.Indicator.Statistic != StatisticKind.Gap))
        {
            var bad = units.Indicator.Direction == Direction.Up ? -1 : 1;
            Whole(units, Values(log, units, Slice.Whole), bad, first, alarms);
            if (units.Indicator.Statistic != StatisticKind.Proportion)
                continue;
            foreach (var dimension in Detector.DimensionsOf(log, units.Parts[0]))
                foreach (var slice in Slices(log, units, dimension))
                    alarms[1].AddRange(Shares(units, log, slice, bad, first));
        }

        for (var i = 0; i < Names.Length; i++)
        {
            var (hit, score, delay) = (0, 0.0, 0.0);
            foreach (var fault in faults.Where(f => f.Kind.Called == "fault"))
            {
                var mine = alarms[i].Where(a => fault.Kind.Indicators.Contains(a.Indicator) && a.At >= fault.Start.Date && a.At < fault.End.AddDays(3)).ToList();
                if (mine.Count == 0)
                    continue;
                hit++;
                score += f1(mine.MaxBy(a => a.Size)!.Slice, fault.Kind.Scope);
                delay += (mine.Min(a => a.At).AddDays(1) - fault.Start).TotalHours;
            }

            var (a, b, c, d, e, f) = _of[i];
            var quiet = faults.Count == 0;
            _of[i] = (a + hit, b + faults.Count(x => x.Kind.Called == "fault"), c + score, d + delay, e + (quiet ? alarms[i].Select(x => (x.Indicator, x.Slice.ToString())).Distinct().Count() : 0), f + (quiet ? days - first : 0));
        }
    }

    public string Table()
    {
        var text = new StringBuilder("| in place of the engine | recall | place F1 of those found | mean delay h | charts with a false alarm in 30 quiet days |\n|---|---|---|---|---|\n");
        foreach (var (name, x) in Names.Zip(_of))
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {(double)x.Found / Math.Max(1, x.Faults):0.00} | {x.F1 / Math.Max(1, x.Found):0.00} | {x.Delay / Math.Max(1, x.Found):0} | {(x.Days > 0 ? x.Alarms * 30.0 / x.Days : double.NaN):0} |"));
        return text.ToString();
    }

    private static void Whole(Units units, List<(DateTime At, double Value, double N)> points, int bad, int first, List<Alarm>[] alarms)
    {
        if (points.Count <= first + 1 || first < 10)
            return;
        var early = points.Take(first).Select(p => p.Value).ToArray();
        var mean = early.Average();
        var sigma = Math.Max(1e-12, early.Zip(early.Skip(1), (a, b) => Math.Abs(a - b)).Average() / 1.128379);
        var z = mean;
        for (var i = first; i < points.Count; i++)
        {
            var (at, value, _) = points[i];
            z = .2 * value + .8 * z;
            var limit = 3 * sigma * Math.Sqrt(.2 / 1.8 * (1 - Math.Pow(.8, 2 * (i - first + 1))));
            void Tell(int which, bool when, double size) { if (when) alarms[which].Add(new Alarm(units.Indicator.Code, Slice.Whole, at, size)); }
            Tell(0, bad * (value - mean) > 3 * sigma, Math.Abs(value - mean) / sigma);
            Tell(2, bad * (value - mean) > .2 * Math.Abs(mean), Math.Abs(value - mean));
            Tell(3, bad * (z - mean) > limit, Math.Abs(z - mean) / sigma);
        }
    }

    private static IEnumerable<Alarm> Shares(Units units, FactLog log, Slice slice, int bad, int first)
    {
        var points = Values(log, units, slice);
        var (k, n) = (points.Take(first).Sum(p => p.Value * p.N), points.Take(first).Sum(p => p.N));
        if (n < 100)
            yield break;
        var p = k / n;
        foreach (var (at, value, size) in points.Skip(first))
            if (size > 0 && bad * (value - p) > 3 * Math.Sqrt(p * (1 - p) / size))
                yield return new Alarm(units.Indicator.Code, slice, at, Math.Abs(value - p) / Math.Sqrt(Math.Max(1e-9, p * (1 - p) / size)));
    }

    private static List<(DateTime At, double Value, double N)> Values(FactLog log, Units units, Slice slice) =>
        [.. DaySeries.Of(log, units, slice).Where(p => p.Complete).Select(p => (p.At, p.Statistic.Value(units.Indicator.Statistic), p.Statistic.Denominator)).Where(p => double.IsFinite(p.Item2))];

    private static IEnumerable<Slice> Slices(FactLog log, Units units, string dimension)
    {
        if (log.Dimension(units.Parts[0].Table, dimension) is not { } column)
            return [];
        return units.Parts[0].Row.Where(r => column[r] >= 0).GroupBy(r => column[r]).Where(g => g.Count() >= 300).OrderByDescending(g => g.Count()).Take(24).Select(g => Slice.Of(dimension, log.Values(dimension)[g.Key]));
    }
}
