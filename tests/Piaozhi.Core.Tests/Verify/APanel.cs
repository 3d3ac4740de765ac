using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;

namespace Piaozhi.Core.Tests.Verify;

/// <summary>
/// Makes the daily series of an action in many kinds of noise: shares that vary more than chance, counts, means and stocks, with
/// weekdays, trends, persistence, shocks that all slices share (each to its own degree), busy days, gaps, and few units.
/// </summary>
internal sealed record APanel(string Name)
{
    private static readonly DateTime First = new(2026, 1, 5);

    public StatisticKind Kind { get; init; } = StatisticKind.Proportion;
    public int Before { get; init; } = 60;
    public int After { get; init; } = 28;
    public int Controls { get; init; }
    public double Units { get; init; } = 1000;

    /// <summary>Usual level: a share, a rate per unit, a mean.</summary>
    public double Level { get; init; } = .9;

    /// <summary>Spread of single values around their mean, for means.</summary>
    public double Within { get; init; } = 1;

    /// <summary>Own noise between days beyond counting, in standard deviations of the level's scale, AR(1) with <see cref="Rho"/>.</summary>
    public double Noise { get; init; }
    public double Rho { get; init; }

    /// <summary>Noise that all slices share, and how differently they take it (0 = alike).</summary>
    public double Shared { get; init; }
    public double Loading { get; init; }
    public double Weekday { get; init; } = .01;
    public double Trend { get; init; }
    public double OwnTrend { get; init; }

    /// <summary>Size of the drift of each slice per day (random walk).</summary>
    public double Walk { get; init; }
    public double Missing { get; init; }

    /// <summary>Share of days with an outage of their own, on which the level falls by a tenth.</summary>
    public double Outages { get; init; }
    public double Busy { get; init; } = .1;
    public double Effect { get; init; }
    public double Promise { get; init; } = .02;

    /// <summary>Days that the effect takes to come in; the truth is its mean after the start.</summary>
    public int Ramp { get; init; }

    public double Truth => Effect * Enumerable.Range(0, After).Average(i => Ramp == 0 ? 1 : Math.Min(1, (i + 1.0) / Ramp));

    public EffectCase Build(Rng rng)
    {
        var days = Before + After;
        var shared = Series(rng, days, Shared, .5);
        return new EffectCase
        {
            ActionId = "A1",
            Indicator = AnIndicator.Share with { Definition = Definition() },
            Promised = Direction.Up,
            ExpectedChange = Promise,
            Start = First.AddDays(Before),
            AsOf = First.AddDays(days),
            Treated = Slice(rng, shared, true, 0),
            Controls = [.. Enumerable.Range(1, Controls).Select(i => Slice(rng, shared, false, i))],
        };
    }

    public override string ToString() => Name;

    private Definition Definition() => Kind switch
    {
        StatisticKind.Mean => new ValueDefinition { Rows = new Selector { Table = FactTable.Reading }, Field = "value" },
        StatisticKind.Quantile => new ValueDefinition { Rows = new Selector { Table = FactTable.Reading }, Field = "value", Summary = Summary.P90 },
        _ => new ShareDefinition { Population = new Selector() },
    };

    private List<Point> Slice(Rng rng, double[] shared, bool treated, int number)
    {
        var own = Series(rng, shared.Length, Noise, Rho);
        var loading = 1 + Loading * rng.Normal();
        var size = treated ? Units : Units * Math.Exp(rng.Normal(0, .7));
        var level = Level + (treated ? 0 : .02 * Level * rng.Normal());
        var points = new List<Point>();
        double walk = 0;
        for (var i = 0; i < shared.Length; i++)
        {
            var at = First.AddDays(i);
            walk += rng.Normal(0, Walk);
            var units = Math.Max(1, Math.Round(size * Math.Exp(rng.Normal(0, Busy))));
            var mean = level + own[i] + walk + loading * shared[i] + Trend * i
                + Weekday * (at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? -1 : at.DayOfWeek == DayOfWeek.Friday ? -.5 : 0);
            if (treated)
                mean += OwnTrend * i + (i < Before ? 0 : Effect * (Ramp == 0 ? 1 : Math.Min(1, (i - Before + 1.0) / Ramp)));
            if (Outages > 0 && rng.Chance(Outages))
                mean -= .1 * Level;
            if (!rng.Chance(Missing))
                points.Add(new Point(at, Counted(rng, mean, units)));
        }

        return points;
    }

    private Sufficient Counted(Rng rng, double mean, double units)
    {
        switch (Kind)
        {
            case StatisticKind.Mean:
                var average = mean + rng.Normal(0, Within / Math.Sqrt(units));
                return Sufficient.Mean((long)units, average * units, units * (average * average + Within * Within));
            case StatisticKind.Quantile:
                // A 90th percentile of a skewed wait: its own sampling error, skewed too.
                var error = Within * 1.7 / Math.Sqrt(units);
                return new Sufficient((long)units, 0, 0, 0, mean * Math.Exp(rng.Normal(0, error) - error * error / 2));
            default:
                var p = Math.Clamp(mean, 0, 1);
                long k = 0;
                if (units * p * (1 - p) > 25)
                    k = (long)Math.Clamp(Math.Round(rng.Normal(units * p, Math.Sqrt(units * p * (1 - p)))), 0, units);
                else
                    for (var i = 0; i < units; i++)
                        k += rng.Chance(p) ? 1 : 0;
                return Sufficient.Proportion(k, (long)units);
        }
    }

    private static double[] Series(Rng rng, int days, double sd, double rho)
    {
        var x = new double[days];
        x[0] = rng.Normal(0, sd);
        for (var i = 1; i < days; i++)
            x[i] = rho * x[i - 1] + rng.Normal(0, sd * Math.Sqrt(1 - rho * rho));
        return x;
    }
}
