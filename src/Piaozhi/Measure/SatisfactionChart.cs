using System.Globalization;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Measure.Satisfaction.Scores;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Measure;

/// <summary>The importance–performance grid: points with both intervals, hollow where they cross a line, and what each corner means.</summary>
public static class SatisfactionChart
{
    public static object Grid(PriorityGrid grid, Func<string, string> name, IStringLocalizer<Text> words)
    {
        double X(double v) => Math.Round(v, 2);
        double Y(double v) => Math.Round(v * 100, 2);
        var known = grid.Points.Where(p => double.IsFinite(p.PerformanceInterval.Low) && double.IsFinite(p.ImportanceInterval.Low)).ToList();
        var x = grid.Points.SelectMany(p => new[] { p.Performance, p.PerformanceInterval.Low, p.PerformanceInterval.High }).Where(double.IsFinite).ToList();
        var y = grid.Points.SelectMany(p => new[] { p.Importance, p.ImportanceInterval.High }).Where(double.IsFinite).ToList();
        var room = Math.Max(1, (x.Max() - x.Min()) * .08);
        var (left, right, top) = (Math.Floor(x.Min() - room), Math.Ceiling(x.Max() + room * 2), 5 * Math.Ceiling(y.Max() * 21));
        object[] Corner(Priority priority, double x0, double x1, double y0, double y1, string position) =>
            [new { name = words["Priority." + priority].Value, xAxis = x0, yAxis = y0, label = new { position, color = Ink.Muted, fontSize = 12 } }, new { xAxis = x1, yAxis = y1 }];
        var (mx, my) = (X(grid.PerformanceLine), Y(grid.ImportanceLine));
        return new
        {
            grid = new { left = 8, right = 16, top = 32, bottom = 28, containLabel = true },
            tooltip = new { trigger = "item", formatter = "fn:tooltip" },
            xAxis = new { type = "value", min = left, max = right, name = words["Score"].Value, nameLocation = "middle", nameGap = 26, splitLine = new { show = false } },
            yAxis = new { type = "value", min = 0, max = top, name = words["Importance"].Value + " %", nameTextStyle = new { align = "left" }, splitLine = new { show = false } },
            series = new object[]
            {
                new
                {
                    type = "line", silent = true, symbol = "none", z = 2, connectNulls = false, lineStyle = new { color = Ink.Muted, width = 1 },
                    // A gap between two lines is an empty point.
                    data = known.SelectMany(p => new double?[][]
                    {
                        [X(p.PerformanceInterval.Low), Y(p.Importance)], [X(p.PerformanceInterval.High), Y(p.Importance)], [null, null],
                        [X(p.Performance), Y(p.ImportanceInterval.Low)], [X(p.Performance), Y(p.ImportanceInterval.High)], [null, null],
                    }).ToArray(),
                },
                new
                {
                    name = words["Score"].Value, type = "scatter", symbolSize = 11, z = 4,
                    label = new { show = true, formatter = "{b}", position = "right", padding = new[] { 0, 0, 18, 2 }, color = Ink.Text },
                    labelLayout = new { hideOverlap = true },
                    data = grid.Points.Select(p => new
                    {
                        name = name(p.Code), value = new[] { X(p.Performance), Y(p.Importance) },
                        itemStyle = p.Priority == Priority.Undecided ? new { color = Ink.Paper, borderColor = Ink.Muted, borderWidth = 2 } : p.Priority == Priority.Concentrate ? new { color = Ink.Text, borderColor = Ink.Text, borderWidth = 0 } : new { color = Ink.Brand, borderColor = Ink.Brand, borderWidth = 0 },
                        text = string.Create(CultureInfo.InvariantCulture, $"{p.Performance:0.0} ({p.PerformanceInterval.Low:0.0} – {p.PerformanceInterval.High:0.0}) · {words["Importance"].Value} {p.Importance:0.0%} ({p.ImportanceInterval.Low:0.0%} – {p.ImportanceInterval.High:0.0%}) · {words["Priority." + p.Priority].Value}"),
                    }).ToArray(),
                    markLine = new { symbol = "none", silent = true, lineStyle = new { color = Ink.Muted, type = "dashed", width = 1 }, label = new { show = false }, data = new object[] { new { xAxis = mx }, new { yAxis = my } } },
                    markArea = new
                    {
                        silent = true, itemStyle = new { color = "transparent" },
                        data = new object[]
                        {
                            Corner(Priority.Concentrate, left, mx, top, my, "insideTopLeft"), Corner(Priority.KeepUp, mx, right, top, my, "insideTopRight"),
                            Corner(Priority.LowPriority, left, mx, my, 0, "insideBottomLeft"), Corner(Priority.PossibleOverkill, mx, right, my, 0, "insideBottomRight"),
                        },
                    },
                },
            },
        };
    }
}
