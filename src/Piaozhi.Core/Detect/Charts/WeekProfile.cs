using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>
/// The rhythm of the week, learned from the usual days: taken out before limits are set, and put back into the center line and the limits, so
/// that a quiet Sunday is no signal and a busy one is. A holiday stands with the Sundays, a make-up working day with the Mondays. Effects of
/// shares and levels add, all others multiply; each is believed only as far as its days agree (James and Stein 1961).
/// </summary>
public sealed class WeekProfile
{
    private const int LeastDays = 21;

    private readonly double[] _effect = new double[7];
    private readonly StatisticKind _kind;
    private readonly Func<DateOnly, DayKind> _calendar;

    private WeekProfile(StatisticKind kind, Func<DateOnly, DayKind> calendar) => (_kind, _calendar) = (kind, calendar);

    private bool Adds => _kind is StatisticKind.Proportion or StatisticKind.Level;

    /// <summary>True when the days of the week differ by more than chance.</summary>
    public bool Shows => Array.Exists(_effect, e => Math.Abs(e) > 1e-9);

    public static WeekProfile Of(IReadOnlyList<Point> usual, StatisticKind kind, Func<DateOnly, DayKind> calendar)
    {
        var profile = new WeekProfile(kind, calendar);
        var days = usual.Select(p => (Day: profile.Weekday(p.At), Value: p.Statistic.Value(kind))).Where(d => double.IsFinite(d.Value)).ToList();
        if (days.Count < LeastDays || kind == StatisticKind.Gap)
            return profile;
        var mean = days.Average(d => d.Value);
        if (!profile.Adds && mean <= 0)
            return profile;
        var groups = days.GroupBy(d => d.Day, d => profile.Adds ? d.Value - mean : d.Value / mean - 1).Where(g => g.Count() >= 2).ToList();
        var within = groups.Sum(g => g.Sum(v => Math.Pow(v - g.Average(), 2))) / Math.Max(1, groups.Sum(g => g.Count() - 1));
        var between = groups.Count < 2 ? 0 : Math.Max(0, groups.Average(g => g.Average() * g.Average()) - groups.Average(g => within / g.Count()));
        foreach (var g in groups.Where(_ => between > 0))
            profile._effect[g.Key] = g.Average() * between / (between + within / g.Count());
        return profile;
    }

    /// <summary>The point as it would have been on a day like any other.</summary>
    public Point Without(Point p)
    {
        var (e, s) = (_effect[Weekday(p.At)], p.Statistic);
        if (e == 0)
            return p;
        if (Adds)
            return p with { Statistic = s with { Numerator = s.Numerator - e * (_kind == StatisticKind.Level ? 1 : s.Denominator) } };
        var f = 1 / (1 + Math.Max(-.9, e));
        return p with { Statistic = s with { Numerator = s.Numerator * f, SumSquares = s.SumSquares * f * f, Quantile = s.Quantile * f, Low = s.Low * f, High = s.High * f } };
    }

    /// <summary>A center or limit as it holds on that day.</summary>
    public double Back(DateTime at, double value)
    {
        var e = _effect[Weekday(at)];
        var back = Adds ? value + e : value * (1 + Math.Max(-.9, e));
        return _kind == StatisticKind.Proportion ? Math.Clamp(back, 0, 1) : back;
    }

    private int Weekday(DateTime at) => _calendar(DateOnly.FromDateTime(at)) switch
    {
        DayKind.Holiday => (int)DayOfWeek.Sunday,
        DayKind.MakeUpWorkday => (int)DayOfWeek.Monday,
        _ => (int)at.DayOfWeek,
    };
}
