using System.Globalization;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Detect.Charts;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Diagnose.Drill;

/// <summary>Texts on a waterfall.</summary>
public sealed record DrillWords(string Before, string Now, string Others);

/// <summary>A waterfall from the value before to the value now, one step for each part.</summary>
public static class DrillChart
{
    public const int Most = 10;

    public static object Of(TakenApart taken, string dimension, Decomposed parts, DrillWords words, CultureInfo culture)
    {
        var unit = taken.Indicator.Unit;
        var scale = ChartOption.Scale(unit);
        var shown = parts.Parts.Take(Most).ToList();
        var others = parts.Change - shown.Sum(p => p.Total);
        var steps = shown.Select(p => (Name: SliceText.Value(dimension, p.Value, culture), p.Total)).ToList();
        if (Math.Abs(others) * scale > 1e-9)
            steps.Add((words.Others, others));
        string[] names = [words.Before, .. steps.Select(s => s.Name), words.Now];
        var floor = new List<double> { parts.Before };
        var at = parts.Before;
        foreach (var (_, total) in steps)
            floor.Add(at += total);
        var low = Math.Min(floor.Min(), parts.After);
        var high = Math.Max(floor.Max(), parts.After);
        // The steps are small against the value: the axis begins a little below them, and says so by its labels.
        var step = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1e-9, (high - low) * scale))));
        var begin = Math.Max(0, Math.Floor((low - (high - low) * .4) * scale / step) * step);
        var bars = new List<object> { Total(parts.Before) };
        var bases = new List<object?> { 0 };
        at = parts.Before;
        foreach (var (_, total) in steps)
        {
            bases.Add(Math.Round(Math.Min(at, at + total) * scale, 6));
            bars.Add(new { value = Math.Round(Math.Abs(total) * scale, 6), text = Said(total, unit, culture), itemStyle = new { color = Worse(taken.Indicator, total) ? Ink.Category(2) : Ink.Category(0) }, label = new { formatter = Said(total, unit, culture) } });
            at += total;
        }

        bases.Add(0);
        bars.Add(Total(parts.After));
        return new
        {
            grid = new { left = 8, right = 16, top = 28, bottom = 8, containLabel = true },
            tooltip = new { trigger = "item", formatter = "fn:tooltip" },
            xAxis = new { type = "category", data = names, axisLabel = new { interval = 0, width = 96, overflow = "truncate", rotate = names.Length > 8 ? 28 : 0 } },
            yAxis = new { type = "value", min = begin, name = ChartOption.UnitOf(unit, culture), nameTextStyle = new { align = "right" } },
            series = new object[]
            {
                new { name = "_base", type = "bar", stack = "s", silent = true, itemStyle = new { color = "transparent" }, data = bases },
                new { name = taken.Indicator.Name.In(culture), type = "bar", stack = "s", barMaxWidth = 48, cursor = "pointer", label = new { show = true, position = "top", color = Ink.Muted, fontSize = 11 }, data = bars },
            },
        };

        object Total(double value) => new
        {
            value = Math.Round(value * scale, 6), text = Shown.Value(value, unit, culture), itemStyle = new { color = Ink.Category(4) }, label = new { formatter = Shown.Value(value, unit, culture) },
        };
    }

    /// <summary>What rounds to nothing is written as nothing, without a sign.</summary>
    public static string Said(double change, Unit unit, CultureInfo culture) =>
        Shown.Change(change, unit, culture) is var said && said.Any(c => c is >= '1' and <= '9') ? said : "≈ 0";

    private static bool Worse(Indicator indicator, double change) => indicator.Direction switch
    {
        Direction.Up => change < 0,
        Direction.Down => change > 0,
        _ => false,
    };
}
