using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Measure;

/// <summary>The figures of a dimension's values: a funnel for places and people, dots with intervals for the rest. Never a ranking without its uncertainty.</summary>
public static class PartsChart
{
    /// <summary>Series of the places on a funnel.</summary>
    public const int FunnelSeries = 5;

    public static object Funnel(Breakdown b, Indicator indicator, ChartWords words, string size, string limits95, string limits998, CultureInfo culture)
    {
        var funnel = b.Funnel!;
        var scale = Shown.Scale(indicator.Unit);
        double Y(double v) => Math.Round(v * scale, 6);
        var (least, most) = (funnel.Points.Min(p => p.N), funnel.Points.Max(p => p.N));
        var sizes = Enumerable.Range(0, 61).Select(i => Math.Max(1, least * .8) * Math.Pow(most * 1.05 / Math.Max(1, least * .8), i / 60.0)).ToArray();
        object Limit(string name, double z, bool upper, string type) => new
        {
            name, type = "line", symbol = "none", silent = true, z = 2, lineStyle = new { color = Ink.Muted, width = 1, type },
            data = sizes.Select(n => new[] { Math.Round(n, 2), Y(upper ? funnel.Limits(n, z).High : funnel.Limits(n, z).Low) }).ToArray(),
        };
        return new
        {
            grid = new { left = 8, right = 32, top = 28, bottom = 28, containLabel = true },
            tooltip = new { trigger = "item", formatter = "fn:tooltip" },
            xAxis = new { type = most > least * 20 ? "log" : "value", name = size, nameLocation = "middle", nameGap = 26, min = most > least * 20 ? Math.Max(1, Math.Floor(least * .8)) : (double?)null, scale = true, splitLine = new { show = false }, axisLabel = new { formatter = "fn:number" } },
            yAxis = new { type = "value", scale = true, name = Shown.UnitName(indicator.Unit).In(culture), nameLocation = "end", nameGap = 10, nameTextStyle = new { align = "right" } },
            series = new object[]
            {
                new { name = words.Whole, type = "line", symbol = "none", silent = true, lineStyle = new { color = Ink.Muted, width = 1 }, data = new[] { new[] { sizes[0], Y(funnel.Center) }, [sizes[^1], Y(funnel.Center)] } },
                Limit(limits95, Core.Measure.Funnel.Z95, true, "dotted"), Limit(limits95, Core.Measure.Funnel.Z95, false, "dotted"),
                Limit(limits998, Core.Measure.Funnel.Z998, true, "dashed"), Limit(limits998, Core.Measure.Funnel.Z998, false, "dashed"),
                new
                {
                    name = words.Value, type = "scatter", z = 4, cursor = "pointer",
                    data = b.Parts.Where(p => p.Funnel is not null).Select(p => new
                    {
                        name = SliceText.Value(b.Dimension, p.Value, culture), value = new[] { p.Funnel!.N, Y(p.Funnel.Value) }, n = p.Now.N, text = Shown.Value(p.Now.Value, indicator.Unit, culture),
                        symbolSize = p.Alarmed ? 10 : 8,
                        // Beyond the outer limits is worth a name; red is only what Detect says is not noise.
                        itemStyle = p.Alarmed ? new { color = Ink.Bad, borderColor = Ink.Bad, borderWidth = 0d } : p.Funnel.Beyond == 2 ? new { color = Ink.Paper, borderColor = Ink.Text, borderWidth = 2d } : new { color = Ink.Brand, borderColor = Ink.Brand, borderWidth = 0d },
                        label = new { show = p.Alarmed || p.Funnel.Beyond == 2, formatter = "{b}", position = "right", color = p.Alarmed ? Ink.Bad : Ink.Text, fontSize = 11 },
                    }).ToArray(),
                },
            },
        };
    }

    /// <summary>One line a value: its interval as a bar, its figure as a dot, and the whole as a thin line through all.</summary>
    public static object Dots(Breakdown b, Indicator indicator, ChartWords words, CultureInfo culture)
    {
        var scale = Shown.Scale(indicator.Unit);
        double? X(double v) => double.IsFinite(v) ? Math.Round(v * scale, 6) : null;
        var parts = Listed(b).Reverse().ToList();
        var ends = parts.SelectMany(p => new[] { p.Now.Low, p.Now.High, p.Now.Value }).Append(b.Whole.Value).Where(double.IsFinite).Select(v => v * scale).DefaultIfEmpty(0).ToList();
        var (min, max) = (ends.Min(), ends.Max());
        var pad = Math.Max((max - min) * .06, Math.Abs(max) * .002);
        static double Round(double v) => double.Parse(v.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return new
        {
            grid = new { left = 8, right = 32, top = 28, bottom = 24, containLabel = true },
            tooltip = new { trigger = "item", formatter = "fn:tooltip" },
            xAxis = new { type = "value", min = Round(min >= 0 ? Math.Max(0, min - pad) : min - pad), max = Round(indicator.Unit == Unit.Percent ? Math.Min(100, max + pad) : max + pad), name = Shown.UnitName(indicator.Unit).In(culture), nameLocation = "middle", nameGap = 24 },
            yAxis = new { type = "category", data = parts.Select(p => SliceText.Value(b.Dimension, p.Value, culture)).ToArray(), axisTick = new { show = false }, axisLabel = new { width = 120, overflow = "truncate" } },
            series = new object[]
            {
                new { name = "_low", type = "bar", stack = "i", stackStrategy = "all", silent = true, barWidth = 4, itemStyle = new { color = "transparent" }, data = parts.Select(p => X(p.Now.Low)).ToArray() },
                new { name = "_band", type = "bar", stack = "i", stackStrategy = "all", silent = true, barWidth = 4, itemStyle = new { color = Ink.Band }, data = parts.Select(p => X(p.Now.High - p.Now.Low)).ToArray() },
                new
                {
                    name = words.Value, type = "scatter", symbolSize = 9, z = 4, cursor = "pointer",
                    data = parts.Select(p => new { name = SliceText.Value(b.Dimension, p.Value, culture), value = X(p.Now.Value), n = p.Now.N, text = $"{Shown.Value(p.Now.Value, indicator.Unit, culture)} ({Shown.Interval(p.Now, indicator.Unit, culture)})", itemStyle = new { color = p.Alarmed ? Ink.Bad : Ink.Brand } }).ToArray(),
                    markLine = new { symbol = "none", silent = true, lineStyle = new { color = Ink.Muted, width = 1, type = "solid" }, label = new { formatter = words.Whole, color = Ink.Muted, fontSize = 11 }, data = X(b.Whole.Value) is { } whole ? new[] { new { xAxis = whole } } : [] },
                },
            },
        };
    }

    /// <summary>The values that a dot chart has room for, in its order from the top.</summary>
    public static IReadOnlyList<Part> Listed(Breakdown b) => b.Parts.Count <= 30 ? b.Parts : [.. b.Parts.OrderByDescending(p => p.Alarmed).ThenByDescending(p => p.Now.N).Take(30).OrderBy(p => b.Parts.ToList().IndexOf(p))];

    public static object Rhythm(IReadOnlyList<RhythmCell> cells, Indicator indicator, string name, IReadOnlyList<string> weekdays, CultureInfo culture)
    {
        var scale = Shown.Scale(indicator.Unit);
        var known = cells.Where(c => c.Now.N >= 5).DefaultIfEmpty(cells[0]).Select(c => c.Now.Value * scale).Order().ToList();
        return new
        {
            grid = new { left = 8, right = 8, top = 8, bottom = 56, containLabel = true },
            tooltip = new { trigger = "item", formatter = "fn:tooltip" },
            xAxis = new { type = "category", data = Enumerable.Range(0, 24).Select(h => h.ToString(CultureInfo.InvariantCulture)).ToArray(), splitArea = new { show = false }, axisTick = new { show = false } },
            yAxis = new { type = "category", inverse = true, data = weekdays, axisTick = new { show = false } },
            visualMap = new { type = "continuous", min = Math.Round(known[0], 4), max = Math.Round(known[^1], 4), calculable = false, orient = "horizontal", left = "center", bottom = 0, itemHeight = 120, itemWidth = 10, dimension = 2, text = new[] { Shown.Value(known[^1] / scale, indicator.Unit, culture), Shown.Value(known[0] / scale, indicator.Unit, culture) }, inRange = new { color = new[] { Ink.Line, Ink.Brand } } },
            series = new object[]
            {
                new
                {
                    name, type = "heatmap", cursor = "pointer", itemStyle = new { borderColor = Ink.Paper, borderWidth = 1 }, emphasis = new { itemStyle = new { borderColor = Ink.Text } },
                    data = cells.Select(c => new
                    {
                        name = string.Create(CultureInfo.InvariantCulture, $"{weekdays[c.Weekday]} {c.Hour:00}:00"), value = new[] { c.Hour, c.Weekday, Math.Round(c.Now.Value * scale, 6) }, n = c.Now.N,
                        text = Shown.Value(c.Now.Value, indicator.Unit, culture),
                    }).ToArray(),
                },
            },
        };
    }
}
