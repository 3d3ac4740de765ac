using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Detect.Charts;

/// <summary>Texts that are written on a control chart.</summary>
public sealed record ChartWords(string Value, string Center, string Upper, string Lower, string Gap, string Holiday, string Rule);

/// <summary>A control chart as options of ECharts (interface.md, charts): grey throughout; red is only a point of a bad signal that nothing else explains.</summary>
public static class ChartOption
{
    public const string Pins = "_pins";

    public static object Of(DrawnChart chart, ChartWords words, CultureInfo culture)
    {
        var indicator = chart.Indicator;
        var scale = Scale(indicator.Unit);
        double? Of(double? v) => v is { } x ? Math.Round(x * scale, 6) : null;
        var days = chart.Days;
        var names = days.Select(d => d.At.ToString("MM-dd", CultureInfo.InvariantCulture)).ToArray();
        var limits = new { color = Ink.Muted, type = "dashed", width = 1 };
        object Line(string name, Func<ChartDay, double?> value, object style, int z) => new
        {
            name, type = "line", step = "middle", symbol = "none", silent = true, lineStyle = style, z,
            data = days.Select(d => new { value = Of(value(d)), text = value(d) is { } v ? Shown.Value(v, indicator.Unit, culture) : null }).ToArray(),
        };
        return new
        {
            grid = new { left = 8, right = 24, top = chart.Marks.Count > 0 ? 34 : 20, bottom = 8, containLabel = true },
            tooltip = new { trigger = "axis", formatter = "fn:tooltip" },
            xAxis = new { type = "category", data = names, axisTick = new { alignWithLabel = true }, boundaryGap = true },
            yAxis = new
            {
                type = "value", scale = true, name = UnitOf(indicator.Unit, culture), nameLocation = "end", nameGap = 10,
                nameTextStyle = new { align = "right" },
            },
            series = new object[]
            {
                Line(words.Center, d => d.Center, new { color = Ink.Muted, width = 1 }, 2),
                Line(words.Upper, d => d.Upper, limits, 2),
                Line(words.Lower, d => d.Lower, limits, 2),
                new
                {
                    name = words.Value, type = "line", connectNulls = false, symbol = "circle", symbolSize = 5, showAllSymbol = true, z = 3,
                    lineStyle = new { color = Ink.Muted, width = 1.2 }, itemStyle = new { color = Ink.Muted },
                    data = days.Select((d, i) => Point(d, i > 0 ? days[i - 1] : null, Of(d.Value), indicator, culture)).ToArray(),
                    markArea = new { silent = true, data = Areas(chart, words).ToArray() },
                    markLine = new
                    {
                        symbol = "none", silent = true, lineStyle = new { color = Ink.Muted, type = "solid", width = 1 },
                        label = new { color = Ink.Muted, position = "insideEndTop", fontSize = 11 },
                        data = chart.Marks.Where(m => m.Kind == MarkKind.Definition).Select(m => new { xAxis = Name(m.At), label = new { formatter = "⚑ " + m.Text.In(culture) } }).ToArray(),
                    },
                },
                new
                {
                    name = Pins, type = "scatter", symbol = "pin", symbolSize = 26, z = 4, cursor = "pointer", yAxisIndex = 0, clip = false,
                    itemStyle = new { color = Ink.Brand },
                    label = new { show = true, formatter = "{b}", color = Ink.Paper, fontSize = 13, fontWeight = "bold" },
                    tooltip = new { show = true },
                    data = Pinned(chart).Select(m => new { name = Short(m.Kind), value = new object?[] { Name(m.At), Top(days, Of) }, text = m.Text.In(culture) }).ToArray(),
                },
            },
        };
    }

    /// <summary>The marks behind the pins, in the order in which they are drawn.</summary>
    public static IReadOnlyList<ChartMark> Pinned(DrawnChart chart) =>
        [.. chart.Marks.Where(m => m.Kind != MarkKind.Definition && m.At >= chart.Days[0].At && m.At < chart.Days[^1].At.AddDays(1))];

    /// <summary>Shares are drawn in percent (or what their unit counts by), everything else as it is kept.</summary>
    public static double Scale(Unit unit) => unit switch
    {
        Unit.Percent or Unit.PerHundred => 100,
        Unit.Permille => 1000,
        Unit.PerTenThousand => 10_000,
        Unit.PerHundredThousand => 100_000,
        _ => 1,
    };

    public static string UnitOf(Unit unit, CultureInfo culture)
    {
        var zh = Bilingual.IsChinese(culture);
        return unit switch
        {
            Unit.Percent => "%",
            Unit.Permille => "‰",
            Unit.PerTenThousand => zh ? "每万" : "per 10,000",
            Unit.PerHundredThousand => zh ? "每 10 万" : "per 100,000",
            Unit.PerHundred => zh ? "每百" : "per 100",
            Unit.Seconds => zh ? "秒" : "s",
            Unit.Minutes => zh ? "分" : "min",
            Unit.Hours => zh ? "小时" : "h",
            Unit.Days => zh ? "天" : "d",
            Unit.WorkingDays => zh ? "工作日" : "working days",
            Unit.Points => zh ? "分" : "pt",
            Unit.Stars => "★",
            Unit.Money => "¥",
            Unit.Celsius => "℃",
            _ => zh ? "个" : "count",
        };
    }

    private static string Short(MarkKind kind) => kind == MarkKind.Action ? "✓" : "!";

    private static string Name(DateTime at) => at.ToString("MM-dd", CultureInfo.InvariantCulture);

    private static double? Top(IReadOnlyList<ChartDay> days, Func<double?, double?> scaled) => scaled(days.Max(d => Max(d.Value, d.Upper)));

    private static double? Max(double? a, double? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static object Point(ChartDay day, ChartDay? before, double? value, Indicator indicator, CultureInfo culture)
    {
        var text = day.Value is { } v ? Shown.Value(v, indicator.Unit, culture) : null;
        var alarmed = day.Signal is { Bad: true, Label: null };
        // One number is read, four are not: the strictest rule stands for the others, which the data lists, and once for a run of days.
        var broken = day.Rules.Count > 0;
        var rule = broken && (before is null || before.Rules.Count == 0 || before.Rules.Min() != day.Rules.Min()) ? day.Rules.Min().ToString(CultureInfo.InvariantCulture) : "";
        if (alarmed)
            return new { value, text, n = day.N, symbolSize = 8, itemStyle = new { color = Ink.Bad }, label = new { show = rule.Length > 0, position = "top", color = Ink.Bad, fontSize = 10, formatter = rule } };
        if (!day.Complete)
            return new { value, text, n = day.N, itemStyle = new { color = Ink.Paper, borderColor = Ink.Muted, borderType = "dashed", borderWidth = 1 } };
        // Explained, better, or broken on this chart alone: named by its number, not alarmed.
        return broken
            ? new { value, text, n = day.N, symbolSize = 6, itemStyle = new { color = Ink.Paper, borderColor = Ink.Text, borderWidth = 1.5 }, label = new { show = rule.Length > 0, position = "top", color = Ink.Muted, fontSize = 10, formatter = rule } }
            : new { value, text, n = day.N };
    }

    private static IEnumerable<object[]> Areas(DrawnChart chart, ChartWords words)
    {
        foreach (var (from, to) in Stretches.Of(chart.Days, d => d.At, d => d.Kind == DayKind.Holiday))
            yield return Stretches.Area(Name(from), Name(to), Ink.Band, .5, (to - from).TotalDays >= 4 ? words.Holiday : "");
        foreach (var (from, to) in Stretches.Of(chart.Days, d => d.At, d => d.Value is null))
            yield return Stretches.Area(Name(from), Name(to), Ink.Line, .9, words.Gap);
    }
}
