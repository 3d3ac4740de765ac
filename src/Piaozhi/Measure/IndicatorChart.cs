using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Measure;

/// <summary>Texts that are written on the charts of an indicator.</summary>
public sealed record ChartWords(string Value, string Interval, string Target, string Center, string Limits, string NoData, string Holiday, string Changed, string Whole);

/// <summary>The chart of an indicator: values with their interval, target and control limits; changes, holidays and gaps marked (interface.md, charts).</summary>
public static class IndicatorChart
{
    public static object Of(IndicatorReading reading, ChartWords words, CultureInfo culture)
    {
        var (days, unit) = (reading.Days, reading.Indicator.Unit);
        var scale = Shown.Scale(unit);
        double? Scaled(double? v) => v is { } x && double.IsFinite(x) ? Math.Round(x * scale, 6) : null;
        string Say(double v) => Shown.Value(v, unit, culture);
        object Thin(string name, Func<IndicatorDay, double?> value, object style, object? step) => new
        {
            name, type = "line", symbol = "none", silent = true, step, lineStyle = style, z = 2, endLabel = new { show = true, formatter = "{a}", color = Ink.Muted, fontSize = 11, distance = 4 },
            // Limits end with the last complete day; they are drawn on to the edge, where their names stand.
            data = days.Select((d, i) => value(d) ?? (days.Skip(i).All(x => value(x) is null) ? days.Take(i).Select(value).LastOrDefault(v => v is not null) : null))
                .Select(v => new { value = Scaled(v), text = v is { } x ? Say(x) : null }).ToArray(),
        };
        bool Banded(IndicatorDay d) => double.IsFinite(d.Now.Low) && double.IsFinite(d.Now.High);
        var limits = new { color = Ink.Muted, type = "dashed", width = 1 };
        var series = new List<object>
        {
            new { name = "_low", type = "line", stack = "band", stackStrategy = "all", symbol = "none", silent = true, lineStyle = new { opacity = 0 }, data = days.Select(d => Banded(d) ? Scaled(d.Now.Low) : null).ToArray() },
            new { name = "_band", type = "line", stack = "band", stackStrategy = "all", symbol = "none", silent = true, lineStyle = new { opacity = 0 }, areaStyle = new { color = Ink.Band, opacity = 1 }, data = days.Select(d => Banded(d) ? Scaled(d.Now.High - d.Now.Low) : null).ToArray() },
        };
        if (days.Any(d => d.Mark?.Center is not null))
        {
            series.Add(Thin(words.Center, d => d.Mark?.Center, new { color = Ink.Muted, width = 1 }, "middle"));
            series.Add(Thin(words.Limits + " ↑", d => d.Mark?.Upper, limits, "middle"));
            series.Add(Thin(words.Limits + " ↓", d => d.Mark?.Lower, limits, "middle"));
        }

        if (days.Any(d => d.Target is not null))
            series.Add(Thin(words.Target, d => d.Target, new { color = Ink.Brand, width = 1.5, type = "dotted" }, "middle"));
        series.Add(new
        {
            name = words.Value, type = "line", connectNulls = false, symbol = "circle", symbolSize = days.Count > 150 ? 4 : 6, showAllSymbol = true, z = 4, cursor = "pointer",
            lineStyle = new { color = Ink.Text, width = 1.2 }, itemStyle = new { color = Ink.Text },
            data = days.Select(d => Point(d, Scaled(d.Now.Value), unit, culture)).ToArray(),
            markArea = new { silent = true, data = Areas(days, words).ToArray() },
            markLine = new
            {
                symbol = "none", silent = true, lineStyle = new { color = Ink.Muted, type = "solid", width = 1 },
                label = new { color = Ink.Muted, position = "insideEndTop", fontSize = 11 },
                data = reading.Changes.Where(c => days.Count > 0 && c.On >= DateOnly.FromDateTime(days[0].At) && c.On <= DateOnly.FromDateTime(days[^1].At))
                    .Select(c => new { xAxis = Name(c.On.ToDateTime(TimeOnly.MinValue)), label = new { formatter = $"⚑ {words.Changed} {c.To.Indicator.Version}" } }).ToArray(),
            },
        });
        if (reading.Pins.Count > 0 && days.Count > 0)
            series.Add(new
            {
                name = Pins, type = "scatter", symbol = "pin", symbolSize = 26, z = 5, cursor = "pointer", clip = false, itemStyle = new { color = Ink.Brand }, label = new { show = true, formatter = "{b}", color = Ink.Paper, fontSize = 10 },
                data = reading.Pins.Select(p => new { name = p.IsAction ? "✓" : "!", value = new object?[] { Name(p.At.Date), Scaled(days.Max(d => double.IsFinite(d.Now.Value) ? d.Now.Value : (double?)null)) }, text = p.Text.In(culture) }).ToArray(),
            });
        return new
        {
            grid = new { left = 8, right = 56, top = reading.Pins.Count > 0 ? 40 : 28, bottom = 8, containLabel = true },
            tooltip = new { trigger = "axis", formatter = "fn:tooltip" },
            xAxis = new { type = "category", data = days.Select(d => Name(d.At)).ToArray(), axisTick = new { alignWithLabel = true }, axisLabel = new { formatter = "fn:day" } },
            yAxis = new { type = "value", scale = true, name = Shown.UnitName(unit).In(culture), nameLocation = "end", nameGap = 10, nameTextStyle = new { align = "right" }, max = unit == Unit.Percent && days.Any(d => d.Now.High > .97) ? 100 : (double?)null },
            series = series.ToArray(),
        };
    }

    /// <summary>Name of the series of the pins.</summary>
    public const string Pins = "_pins";

    public static string Name(DateTime at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static object Point(IndicatorDay day, double? value, Unit unit, CultureInfo culture)
    {
        var text = day.Now.HasValue ? Shown.Value(day.Now.Value, unit, culture) + (Shown.Interval(day.Now, unit, culture) is { Length: > 0 } i ? $" ({i})" : "") : null;
        if (day.Mark is { Alarm: true } mark)
            return new { value, text, n = day.Now.N, symbolSize = 8, itemStyle = new { color = Ink.Bad }, label = new { show = mark.Rule.Length > 0, position = "top", color = Ink.Bad, fontSize = 10, formatter = mark.Rule } };
        return day.Complete ? new { value, text, n = day.Now.N }
            : new { value, text, n = day.Now.N, itemStyle = new { color = Ink.Paper, borderColor = Ink.Muted, borderType = "dashed", borderWidth = 1 } };
    }

    private static IEnumerable<object[]> Areas(IReadOnlyList<IndicatorDay> days, ChartWords words)
    {
        foreach (var (from, to) in Stretches.Of(days, d => d.At, d => d.Kind is DayKind.Holiday))
            yield return Stretches.Area(Name(from), Name(to), Ink.Band, .5, words.Holiday);
        foreach (var (from, to) in Stretches.Of(days, d => d.At, d => !d.Now.HasValue))
            yield return Stretches.Area(Name(from), Name(to), Ink.Band, 1, words.NoData);
    }
}
