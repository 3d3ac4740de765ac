using System.Globalization;
using Microsoft.Extensions.Localization;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Listen.Quality;

/// <summary>A chart of the state of the data: its finding, its drawing, its figures.</summary>
public sealed record QualityChart(string Title, object Option, int Height, ChartData Data)
{
    private static readonly string[] Slots = ["Late.0", "Late.1", "Late.2", "Late.3", "Late.4"];

    /// <summary>How late rows are recorded, as shares by source; null where no source says when it recorded.</summary>
    public static QualityChart? Late(QualityReport report, IStringLocalizer<Text> texts, Func<SourceQuality, string> name)
    {
        var sources = report.Sources.Where(s => s.Recorded > 0).OrderBy(s => s.LateShare).ThenBy(s => s.Rows).TakeLast(12).ToList();
        if (sources.Count == 0)
            return null;
        var worst = sources[^1];
        var title = worst.LateShare is > 0.01 ? texts["LateTitle", name(worst), (worst.LateShare.Value * 100).ToString("0.0", CultureInfo.InvariantCulture)] : texts["LateTitleNone"];
        // From pale to dark: the later, the heavier. One hue, because it is one quantity.
        double[] weights = [0.15, 0.3, 0.5, 0.75, 1];
        var series = Slots.Select((slot, i) => new
        {
            name = texts[slot].Value, type = "bar", stack = "all", barMaxWidth = 18, itemStyle = new { color = Ink.Category(1 - 1), opacity = weights[i] },
            data = sources.Select(s => Math.Round(s.Late[i] * 100.0 / s.Recorded, 2)),
        });
        var early = new
        {
            name = texts["Late.Early"].Value, type = "bar", stack = "all", barMaxWidth = 18, itemStyle = new { color = Ink.Category(2), opacity = 1.0 },
            data = sources.Select(s => Math.Round(s.Early * 100.0 / s.Recorded, 2)),
        };
        var option = new
        {
            grid = new { left = 8, right = 16, top = 36, bottom = 28, containLabel = true },
            legend = new { top = 0, left = 0, itemWidth = 12, itemHeight = 12, textStyle = new { color = Ink.Muted } },
            tooltip = new { trigger = "axis", axisPointer = new { type = "shadow" } },
            xAxis = new { type = "value", max = 100, name = "%", axisLabel = new { color = Ink.Muted }, splitLine = new { lineStyle = new { color = Ink.Line } } },
            yAxis = new { type = "category", data = sources.Select(name), axisLabel = new { color = Ink.Text, width = 140, overflow = "truncate" }, axisTick = new { show = false }, axisLine = new { lineStyle = new { color = Ink.Line } } },
            series = sources.Any(s => s.Early > 0) ? series.Append(early) : series,
        };
        return new QualityChart(title, option, 84 + (sources.Count * 30), new ChartData("lateness", [texts["SourceOf"], "n", .. Slots.Select(s => texts[s].Value), texts["Late.Early"]], [.. sources.Select(s => (IReadOnlyList<object?>)[name(s), s.Recorded, .. s.Late.Cast<object?>(), s.Early])]));
    }

    /// <summary>What came in day by day; null when nothing did.</summary>
    public static QualityChart? Intake(QualityReport report, IStringLocalizer<Text> texts)
    {
        if (report.Intake.Count == 0)
            return null;
        var days = report.Intake.GroupBy(r => r.Day).OrderBy(g => g.Key).Select(g => (Day: g.Key, Accepted: g.Sum(r => r.Accepted), Duplicates: g.Sum(r => r.Duplicates), Rejected: g.Sum(r => r.Rejected))).ToList();
        var title = texts["IntakeTitle", days.Sum(d => d.Accepted).ToString("N0", CultureInfo.InvariantCulture), days.Sum(d => d.Duplicates).ToString("N0", CultureInfo.InvariantCulture), days.Sum(d => d.Rejected).ToString("N0", CultureInfo.InvariantCulture)];
        object Series(string key, int color, IEnumerable<long> values) => new { name = texts[key].Value, type = "bar", stack = "all", barMaxWidth = 22, itemStyle = new { color = Ink.Category(color - 1) }, data = values };
        var option = new
        {
            grid = new { left = 8, right = 16, top = 36, bottom = 8, containLabel = true },
            legend = new { top = 0, left = 0, itemWidth = 12, itemHeight = 12, textStyle = new { color = Ink.Muted } },
            tooltip = new { trigger = "axis", axisPointer = new { type = "shadow" } },
            xAxis = new { type = "category", data = days.Select(d => d.Day.ToString("MM-dd", CultureInfo.InvariantCulture)), axisLabel = new { color = Ink.Muted }, axisTick = new { show = false }, axisLine = new { lineStyle = new { color = Ink.Line } } },
            yAxis = new { type = "value", axisLabel = new { color = Ink.Muted }, splitLine = new { lineStyle = new { color = Ink.Line } } },
            series = new[] { Series("Accepted", 1, days.Select(d => d.Accepted)), Series("Duplicates", 5, days.Select(d => d.Duplicates)), Series("Rejected", 3, days.Select(d => d.Rejected)) },
        };
        return new QualityChart(title, option, 220, new ChartData("intake", [texts["Day"], texts["Accepted"], texts["Duplicates"], texts["Rejected"]], [.. days.Select(d => (IReadOnlyList<object?>)[d.Day.ToDateTime(TimeOnly.MinValue), d.Accepted, d.Duplicates, d.Rejected])]));
    }
}
