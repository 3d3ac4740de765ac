using System.Globalization;

namespace Piaozhi.Measure;

/// <summary>The last 60 days of an indicator as the points of a small line, 100 wide and 24 high.</summary>
public static class Sparkline
{
    public static string Points(Standing standing)
    {
        var values = standing.Points.TakeLast(60).Select(p => p.Statistic.Value(standing.Indicator.Statistic)).Where(double.IsFinite).ToList();
        if (values.Count < 2)
            return "";
        var (min, max) = (values.Min(), values.Max());
        var range = max > min ? max - min : 1;
        return string.Join(' ', values.Select((v, i) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * i / (values.Count - 1):0.#},{22 - 20 * (v - min) / range:0.#}")));
    }
}
