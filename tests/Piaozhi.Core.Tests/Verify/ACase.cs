using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;

namespace Piaozhi.Core.Tests.Verify;

/// <summary>Makes daily proportions with a known effect.</summary>
internal sealed record ACase(int Before, int After)
{
    private static readonly DateTime First = new(2026, 1, 1);

    private double Effect { get; init; }
    private double Shift { get; init; }
    private double Spike { get; init; }
    private int SpikeDays { get; init; }
    private double Trend { get; init; }
    private int Controls { get; init; }
    private int Units { get; init; } = 2000;
    private double Noise { get; init; }
    private double Rho { get; init; }

    public static ACase OfDays(int before, int after) => new(before, after);

    public ACase WithEffect(double change) => this with { Effect = change };

    public ACase WithCommonShift(double change) => this with { Shift = change };

    /// <summary>Bad days right before the start, in the treated slice only.</summary>
    public ACase WithSpike(double change, int days) => this with { Spike = change, SpikeDays = days };

    public ACase WithOwnTrend(double perDay) => this with { Trend = perDay };

    public ACase WithControls(int count) => this with { Controls = count };

    public ACase WithUnits(int perDay) => this with { Units = perDay };

    /// <summary>Noise between days beyond counting noise, AR(1).</summary>
    public ACase WithDayNoise(double sd, double rho) => this with { Noise = sd, Rho = rho };

    public EffectCase Build(Rng rng) => new()
    {
        ActionId = "A1",
        Indicator = AnIndicator.Share,
        Promised = Direction.Up,
        ExpectedChange = 0.03,
        Start = First.AddDays(Before),
        AsOf = First.AddDays(Before + After),
        Treated = Series(rng, true, 0.8),
        Controls = [.. Enumerable.Range(0, Controls).Select(i => Series(rng, false, 0.78 + 0.02 * i))],
    };

    private List<Point> Series(Rng rng, bool treated, double level)
    {
        var points = new List<Point>();
        var carried = rng.Normal(0, Noise);
        for (var i = 0; i < Before + After; i++)
        {
            var at = First.AddDays(i);
            carried = Rho * carried + rng.Normal(0, Noise * Math.Sqrt(1 - Rho * Rho));
            var p = level + carried + (at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? -0.03 : 0) + (i >= Before ? Shift : 0);
            if (treated)
                p += Trend * i + (i >= Before ? Effect : i >= Before - SpikeDays ? Spike : 0);
            var k = (long)Math.Round(Units * p + rng.Normal(0, Math.Sqrt(Units * p * Math.Max(1 - p, 0.01))));
            points.Add(new Point(at, Sufficient.Proportion(Math.Clamp(k, 0, Units), Units)));
        }

        return points;
    }
}
