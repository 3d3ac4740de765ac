using System.Globalization;
using Piaozhi.Core.Measure;

namespace Piaozhi.Measure;

/// <summary>The trend of an indicator: daily values, their intervals as a band, and the target.</summary>
public static class IndicatorChart
{
    public static object Of(Standing s, string interval, CultureInfo culture)
    {
        var days = s.Points.Select(p => (p.At, E: Estimates.Of(s.Indicator, p.Statistic, complete: p.Complete))).ToList();
        static double? Known(double x) => double.IsFinite(x) ? x : null;
        object Line(string name, Func<Estimate, double?> value, object style, object? target = null) => new
        {
            name, type = "line", showSymbol = false, lineStyle = style, data = days.Select(d => value(d.E)), markLine = target,
        };
        var target = s.Indicator.Target?.Value is { } asked ? new { symbol = "none", data = new[] { new { yAxis = asked } } } : null;
        var faint = new { type = "dashed", width = 1, opacity = .5 };
        return new
        {
            tooltip = new { trigger = "axis" },
            grid = new { left = 64, right = 24, top = 16, bottom = 32 },
            xAxis = new { type = "category", data = days.Select(d => d.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) },
            yAxis = new { type = "value", scale = true },
            series = new[]
            {
                Line(s.Indicator.Name.In(culture), e => Known(e.Value), new { width = 2 }, target),
                Line(interval + " −", e => Known(e.Low), faint),
                Line(interval + " +", e => Known(e.High), faint),
            },
        };
    }
}
