using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>What a chart counts, and so how chance acts on it.</summary>
public enum ChartForm
{
    /// <summary>Events among units or per exposure: a share, a rate, values beyond a fixed bound.</summary>
    Count,

    /// <summary>Mean of single values.</summary>
    Mean,

    /// <summary>One value a day.</summary>
    Individuals,
}

/// <summary>
/// An indicator on a slice hour by hour: what was counted (the rarer side of a share; values beyond the usual quantile) over its
/// exposure, or the sum of values over their number.
/// </summary>
public sealed class HourChart
{
    public required Indicator Indicator { get; init; }
    public required Slice Slice { get; init; }
    public required ChartForm Form { get; init; }

    /// <summary>Midnight of the first day.</summary>
    public required DateTime Start { get; init; }

    public required double[] K { get; init; }
    public required double[] N { get; init; }

    /// <summary>Sums of squares of the values; only of means.</summary>
    public double[] Squares { get; init; } = [];

    /// <summary>How many values there are; only of means, where <see cref="N"/> may be weights or money.</summary>
    public double[] Values { get; init; } = [];

    /// <summary>True when the rarer side of a share is the one the indicator does not count.</summary>
    public bool Flipped { get; init; }

    /// <summary>Bound beyond which a value counts, for quantiles; else NaN.</summary>
    public double Bound { get; init; } = double.NaN;

    /// <summary>Hours known; the rest of the last day has not come yet.</summary>
    public required int Known { get; init; }

    /// <summary>Time after an hour until its units are known.</summary>
    public TimeSpan Waiting { get; init; }

    public int Days => K.Length / 24;

    public DateTime At(int hour) => Start.AddHours(hour);

    /// <summary>+1 when more of what is counted is bad, −1 when it is good, 0 when the indicator is only watched.</summary>
    public int BadSign
    {
        get
        {
            var up = Indicator.Direction switch { Direction.Up => -1, Direction.Down => 1, _ => 0 };
            return Flipped || Indicator.Statistic == StatisticKind.Gap ? -up : up;
        }
    }
}

/// <summary>How the units of an indicator become what its charts count.</summary>
public sealed record Counting(ChartForm Form, bool Flipped, double Bound, double Low, double High)
{
    /// <summary>Settled on the whole of the first days, so that every slice counts the same and nothing later decides it.</summary>
    public static Counting Of(Units units, long until)
    {
        var kind = units.Indicator.Statistic;
        var all = new Counting(ChartForm.Individuals, false, double.NaN, double.NegativeInfinity, double.PositiveInfinity);
        if (kind == StatisticKind.Level)
            return all;
        // Sums of money are at the mercy of single large ones; how many are paid at all is what moves.
        if (kind == StatisticKind.Ratio)
            return units.Indicator.Definition is RateDefinition { Complement: true } ? all with { Form = ChartForm.Mean } : all with { Form = ChartForm.Count, Bound = 0 };
        if (kind is StatisticKind.Quantile or StatisticKind.Mean && units.Parts is [var part])
        {
            var early = Enumerable.Range(0, part.Count).Where(i => part.At[i] < until && part.Den[i] > 0).Select(i => part.Num[i] / part.Den[i]).ToArray();
            if (early.Length == 0)
                early = [.. Enumerable.Range(0, part.Count).Where(i => part.Den[i] > 0).Select(i => part.Num[i] / part.Den[i])];
            Array.Sort(early);
            double At(double q) => early[Math.Clamp((int)(q * early.Length), 0, early.Length - 1)];
            // A mean of waits is at the mercy of the longest ones and of the hour they share: their slow fifth is counted instead.
            if (kind == StatisticKind.Quantile || units.Indicator.Definition is DurationDefinition)
                return all with { Form = ChartForm.Count, Bound = At(Quantile(units.Indicator)) };
            if (part.Table.Kind != FactTable.Reading)
                return all with { Form = ChartForm.Mean, Low = At(.0025), High = At(.9975) };
            // A share of units that another system counted is a count; other readings are judged by their spread from day to day.
            var whole = Enumerable.Range(0, part.Count).Count(i => part.Den[i] > 1 && Math.Abs(part.Num[i] - Math.Round(part.Num[i])) < .02);
            return whole >= .9 * part.Count && early[0] >= 0 && early[^1] <= 1 ? all with { Form = ChartForm.Count, Flipped = At(.5) > .5 } : all;
        }

        double k = 0, n = 0;
        foreach (var p in units.Parts)
            for (var i = 0; i < p.Count; i++)
                if (p.At[i] < until)
                    (k, n) = (k + p.Num[i], n + p.Den[i]);
        return all with { Form = ChartForm.Count, Flipped = kind == StatisticKind.Proportion && k > n / 2 };
    }

    public static double Quantile(Indicator indicator) => (indicator.Definition switch
    {
        DurationDefinition d => d.Summary,
        ValueDefinition v => v.Summary,
        _ => Summary.Median,
    }) switch { Summary.P95 => .95, Summary.P90 => .9, Summary.Mean => .8, _ => .5 };

    /// <summary>What one unit adds above and below.</summary>
    public (double K, double N) Add(double num, double den) => Form switch
    {
        ChartForm.Count when !double.IsNaN(Bound) => (num > Bound ? 1 : 0, den > 0 || num <= Bound ? 1 : 0),
        ChartForm.Count => (Flipped ? den - num : num, den),
        ChartForm.Mean when den > 0 && !double.IsInfinity(High) => (Math.Clamp(num / den, Low, High) * den, den),
        _ => (num, den),
    };
}
