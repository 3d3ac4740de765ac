using System.Globalization;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Detect.Charts;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Verify;

/// <summary>Texts that are written on the charts of an effect.</summary>
public sealed record EffectChartWords(string Observed, string Expected, string Action, string LeftOut, string Difference, string Mean);

/// <summary>The charts of an effect as options of ECharts.</summary>
public static class EffectChart
{
    /// <summary>What was seen against what would have come without the action, with its band and the action as a pin.</summary>
    public static object Path(EffectRow row, Indicator indicator, DateOnly start, EffectChartWords words, CultureInfo culture)
    {
        var (days, scale) = (row.Days, ChartOption.Scale(indicator.Unit));
        // A band that reaches beyond what can be is drawn to its edge.
        var (least, most) = (days.All(d => d.Observed is null or >= 0) ? 0 : double.NegativeInfinity, indicator.Statistic == StatisticKind.Proportion ? 1 : double.PositiveInfinity);
        double? Edge(double? v) => v is { } x ? Math.Clamp(x, least, most) : null;
        double? Of(double? v) => v is { } x ? Math.Round(x * scale, 6) : null;
        object Shown(double? v) => new { value = Of(v), text = v is { } x ? Core.Measure.Shown.Value(x, indicator.Unit, culture) : null };
        return new
        {
            grid = Grid(),
            tooltip = new { trigger = "axis", formatter = "fn:tooltip" },
            xAxis = Axis(days),
            yAxis = Values(indicator, culture),
            series = new object[]
            {
                new { name = "_low", type = "line", stack = "band", stackStrategy = "all", symbol = "none", silent = true, lineStyle = new { opacity = 0 }, data = days.Select(d => Of(Edge(d.Low))).ToArray() },
                new { name = "_band", type = "line", stack = "band", stackStrategy = "all", symbol = "none", silent = true, lineStyle = new { opacity = 0 }, areaStyle = new { color = Ink.Band, opacity = 1 }, data = days.Select(d => Of(Edge(d.High) - Edge(d.Low))).ToArray() },
                new { name = words.Expected, type = "line", symbol = "none", z = 3, lineStyle = new { color = Ink.Muted, type = "dashed", width = 1.2 }, itemStyle = new { color = Ink.Muted }, data = days.Select(d => Shown(d.Expected)).ToArray() },
                new
                {
                    name = words.Observed, type = "line", symbol = "circle", symbolSize = 5, showAllSymbol = days.Count <= 120, z = 4, lineStyle = new { color = Ink.Brand, width = 1.4 }, itemStyle = new { color = Ink.Brand },
                    data = days.Select(d => d.LeftOut
                        ? new { value = Of(d.Observed), text = d.Observed is { } x ? Core.Measure.Shown.Value(x, indicator.Unit, culture) : null, itemStyle = new { color = Ink.Paper, borderColor = Ink.Muted, borderWidth = 1 } }
                        : Shown(d.Observed)).ToArray(),
                    markLine = Pin(days, start, words),
                    markArea = Areas(days, words),
                },
            },
        };
    }

    /// <summary>Day by day what was seen minus what was expected: flat around zero before, at the effect after.</summary>
    public static object Difference(EffectRow row, Indicator indicator, DateOnly start, EffectChartWords words, CultureInfo culture)
    {
        var (days, scale) = (row.Days, ChartOption.Scale(indicator.Unit));
        double? Of(double? v) => v is { } x ? Math.Round(x * scale, 6) : null;
        return new
        {
            grid = Grid(),
            tooltip = new { trigger = "axis", formatter = "fn:tooltip" },
            xAxis = Axis(days),
            yAxis = Values(indicator, culture),
            series = new object[]
            {
                new
                {
                    name = words.Difference, type = "bar", barCategoryGap = "20%",
                    data = days.Select(d => new { value = Of(d.Observed - d.Expected), text = d.Observed - d.Expected is { } x ? Shown.Change(x, indicator.Unit, culture) : null, itemStyle = new { color = d.LeftOut ? Ink.Line : d.After ? Ink.Brand : Ink.Muted, opacity = d.After ? .9 : .55 } }).ToArray(),
                    markLine = Pin(days, start, words),
                },
                new { name = words.Mean, type = "line", symbol = "none", lineStyle = new { color = Ink.Text, width = 1.5 }, itemStyle = new { color = Ink.Text }, data = days.Select(d => new { value = d.After ? Of(row.Estimate) : null, text = row.Estimate is { } e ? Shown.Change(e, indicator.Unit, culture) : null }).ToArray() },
            },
        };
    }

    /// <summary>The gain after closing: days on which the verdict rests, their level, and the days since.</summary>
    public static object Watch(WatchGain.Days days, Indicator indicator, DateOnly verified, DateOnly? lostSince, EffectChartWords words, CultureInfo culture)
    {
        var scale = ChartOption.Scale(indicator.Unit);
        var all = days.Verified.Concat(days.Since).Where(p => double.IsFinite(p.Statistic.Value(indicator.Statistic))).ToList();
        var level = Baseline.Of(indicator, days.Verified).Level;
        var names = all.Select(p => p.At.ToString("MM-dd", CultureInfo.InvariantCulture)).ToArray();
        return new
        {
            grid = Grid(),
            tooltip = new { trigger = "axis", formatter = "fn:tooltip" },
            xAxis = new { type = "category", data = names },
            yAxis = Values(indicator, culture),
            series = new object[]
            {
                new
                {
                    name = words.Observed, type = "line", symbol = "circle", symbolSize = 5, showAllSymbol = true, lineStyle = new { color = Ink.Muted, width = 1.2 },
                    data = all.Select(p => new
                    {
                        value = Math.Round(p.Statistic.Value(indicator.Statistic) * scale, 6), n = p.Statistic.N, text = Shown.Value(p.Statistic.Value(indicator.Statistic), indicator.Unit, culture),
                        itemStyle = new { color = lostSince is { } lost && DateOnly.FromDateTime(p.At) >= lost ? Ink.Bad : DateOnly.FromDateTime(p.At) >= verified ? Ink.Brand : Ink.Muted },
                    }).ToArray(),
                    markLine = new
                    {
                        symbol = "none", silent = true,
                        data = new object[]
                        {
                            new { yAxis = double.IsNaN(level) ? 0 : Math.Round(level * scale, 6), lineStyle = new { color = Ink.Good, type = "dashed" }, label = new { formatter = words.Mean, position = "insideEndTop", color = Ink.Good, fontSize = 11 } },
                            new { xAxis = verified.ToString("MM-dd", CultureInfo.InvariantCulture), lineStyle = new { color = Ink.Text, type = "solid" }, label = new { formatter = words.Action, position = "end", color = Ink.Muted, fontSize = 11 } },
                        },
                    },
                },
            },
        };
    }

    public static ChartData Data(EffectRow row, ListedEffect effect, IReadOnlyList<string> columns) => new(
        "effect-" + effect.Indicator.Code, columns, [.. row.Days.Select(d => (IReadOnlyList<object?>)[d.At.ToDateTime(TimeOnly.MinValue), d.Observed, d.Expected, d.Low, d.High, d.After ? 1 : 0, d.LeftOut ? 1 : 0])]);

    private static object Grid() => new { left = 8, right = 24, top = 34, bottom = 8, containLabel = true };

    private static object Axis(IReadOnlyList<EffectDay> days) => new { type = "category", data = days.Select(d => Name(d.At)).ToArray(), axisTick = new { alignWithLabel = true } };

    private static object Values(Indicator indicator, CultureInfo culture) =>
        new { type = "value", scale = true, name = ChartOption.UnitOf(indicator.Unit, culture), nameLocation = "end", nameGap = 10, nameTextStyle = new { align = "right" } };

    private static object Pin(IReadOnlyList<EffectDay> days, DateOnly start, EffectChartWords words) => new
    {
        symbol = new[] { "none", "none" }, silent = true, lineStyle = new { color = Ink.Text, type = "solid", width = 1.2 },
        label = new { formatter = words.Action, position = "end", color = Ink.Text, fontSize = 11 },
        data = days.Where(d => d.At >= start).Take(1).Select(d => new { xAxis = Name(d.At) }).ToArray(),
    };

    /// <summary>Runs of days that are no baseline.</summary>
    private static object Areas(IReadOnlyList<EffectDay> days, EffectChartWords words)
    {
        var areas = new List<object[]>();
        for (var i = 0; i < days.Count; i++)
        {
            if (!days[i].LeftOut || (i > 0 && days[i - 1].LeftOut))
                continue;
            var last = i;
            while (last + 1 < days.Count && days[last + 1].LeftOut)
                last++;
            areas.Add([new { xAxis = Name(days[i].At), name = words.LeftOut, itemStyle = new { color = Ink.Band, opacity = .6 }, label = new { show = last > i + 1, position = "insideTop", color = Ink.Muted, fontSize = 10 } }, new { xAxis = Name(days[last].At) }]);
        }

        return new { silent = true, data = areas };
    }

    private static string Name(DateOnly day) => day.ToString("MM-dd", CultureInfo.InvariantCulture);
}
