using System.Globalization;
using System.Text;
using Piaozhi.Core.Statistics.Estimation;
using Piaozhi.Core.Verify;
using static Piaozhi.Analyze.ReportInput;

namespace Piaozhi.Analyze;

/// <summary>One point of a printed chart; NaN where nothing was counted.</summary>
public readonly record struct ReportPoint(DateTime At, double Value, bool Out);

/// <summary>Charts as SVG, so that the report carries its pictures inside and prints them sharply.</summary>
public static class ReportChart
{
    private const double Wide = 640, Narrow = 350, Height = 170, Left = 64, Right = 8, Top = 18, Bottom = 22;

    /// <summary>Drawn twice, for a page and for a phone, so that the letters stay as large as they are meant to be on both.</summary>
    private static string Both(Func<double, string> draw) => $"<div class=\"onpage\">{draw(Wide)}</div><div class=\"onphone\">{draw(Narrow)}</div>";

    /// <summary>Values by day with the band of ordinary variation, and the days of the problem marked.</summary>
    public static string Control(ProblemChart chart, string since) =>
        chart.Points.Count(p => double.IsFinite(p.Value)) < 3 ? "" : Both(width => Control(chart, since, width));

    private static string Control(ProblemChart chart, string since, double width)
    {
        var shown = chart.Points.Where(p => double.IsFinite(p.Value)).ToList();
        var usual = shown.Where(p => p.At < chart.Start.Date).Select(p => p.Value).ToList();
        var (low, center, high) = Usual(usual);
        var frame = new Frame(shown[0].At, shown[^1].At, [.. shown.Select(p => p.Value), low, high], chart.Format, width);
        var svg = frame.Begin();
        var (from, to) = (frame.X(chart.Start.Date), frame.X(chart.End?.Date ?? shown[^1].At));
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(from - 2)}\" y=\"{N(Top)}\" width=\"{N(Math.Max(4, to - from + 4))}\" height=\"{N(Height - Top - Bottom)}\" class=\"when\"/>");
        if (double.IsFinite(low))
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(Left)}\" y=\"{N(frame.Y(high))}\" width=\"{N(width - Left - Right)}\" height=\"{N(frame.Y(low) - frame.Y(high))}\" class=\"band\"/><line x1=\"{N(Left)}\" x2=\"{N(width - Right)}\" y1=\"{N(frame.Y(center))}\" y2=\"{N(frame.Y(center))}\" class=\"center\"/>");
        frame.Line(svg, shown.Select(p => (p.At, p.Value)), "line");
        foreach (var p in shown)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(frame.X(p.At))}\" cy=\"{N(frame.Y(p.Value))}\" r=\"{(p.Out ? 3.4 : 1.7)}\" class=\"{(p.Out ? "out" : "dot")}\"/>");
        var right = from > width * .72;
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(from)}\" x2=\"{N(from)}\" y1=\"{N(Top - 6)}\" y2=\"{N(Height - Bottom)}\" class=\"since\"/><text x=\"{N(from + (right ? -5 : 5))}\" y=\"{N(Top - 6)}\" text-anchor=\"{(right ? "end" : "start")}\" class=\"mark\">{E(since)}</text>");
        return svg.Append("</svg>").ToString();
    }

    /// <summary>What was seen and what would have come without the action, with its band.</summary>
    public static string Effect(IReadOnlyList<EffectPoint> path, Func<double, string> format, string started)
    {
        var shown = path.Where(p => double.IsFinite(p.Observed) && double.IsFinite(p.Expected)).ToList();
        if (shown.Count < 8 || !shown.Exists(p => p.After))
            return "";
        // A band is a normal one; what cannot be (a negative wait, more than all) is not drawn.
        var floor = shown.TrueForAll(p => p.Observed >= 0) ? 0 : double.NegativeInfinity;
        var roof = format(1).EndsWith('%') ? 1 : double.PositiveInfinity;
        shown = [.. shown.Select(p => p with { Low = Math.Clamp(p.Low, floor, roof), High = Math.Clamp(p.High, floor, roof) })];
        return Both(width => Effect(shown, format, started, width));
    }

    private static string Effect(List<EffectPoint> shown, Func<double, string> format, string started, double width)
    {
        var frame = new Frame(shown[0].At, shown[^1].At, [.. shown.SelectMany(p => new[] { p.Observed, p.Expected, p.Low, p.High }).Where(double.IsFinite)], format, width);
        var svg = frame.Begin();
        var band = string.Concat(shown.Select((p, i) => $"{(i == 0 ? 'M' : 'L')}{N(frame.X(p.At))} {N(frame.Y(p.High))}")) + string.Concat(Enumerable.Reverse(shown).Select(p => $"L{N(frame.X(p.At))} {N(frame.Y(p.Low))}"));
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{band}Z\" class=\"band\"/>");
        frame.Line(svg, shown.Select(p => (p.At, p.Expected)), "limit");
        frame.Line(svg, shown.Select(p => (p.At, p.Observed)), "line");
        foreach (var p in shown)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(frame.X(p.At))}\" cy=\"{N(frame.Y(p.Observed))}\" r=\"{(p.After ? 2.6 : 1.7)}\" class=\"{(p.LeftOut ? "left" : p.After ? "after" : "dot")}\"/>");
        var at = frame.X(shown.First(p => p.After).At);
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(at)}\" x2=\"{N(at)}\" y1=\"{N(Top - 6)}\" y2=\"{N(Height - Bottom)}\" class=\"began\"/><text x=\"{N(at - 5)}\" y=\"{N(Top - 6)}\" text-anchor=\"end\">{E(started)}</text>");
        return svg.Append("</svg>").ToString();
    }

    /// <summary>One estimate with its interval against nothing (0) and, dashed, against what was promised.</summary>
    public static string Interval(double estimate, double low, double high, double? promised, string mark, Func<double, string> format)
    {
        const double W = 300, H = 46, Pad = 46;
        double from = Math.Min(0, low), to = Math.Max(0, high);
        if (promised is { } p)
            (from, to) = (Math.Min(from, p), Math.Max(to, p));
        if (to <= from)
            to = from + 1;
        double X(double v) => Pad + (W - 2 * Pad) * (v - from) / (to - from);
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {W} {H}\" class=\"interval {mark}\" role=\"img\" aria-label=\"{E(format(low))} – {E(format(high))}\">"));
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(X(0))}\" x2=\"{N(X(0))}\" y1=\"4\" y2=\"{H - 14}\" class=\"zero\"/><text x=\"{N(X(0))}\" y=\"{H - 2}\" text-anchor=\"middle\">0</text>");
        if (promised is { } q)
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(X(q))}\" x2=\"{N(X(q))}\" y1=\"4\" y2=\"{H - 14}\" class=\"promise\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(X(low))}\" x2=\"{N(X(high))}\" y1=\"18\" y2=\"18\" class=\"bar\"/><circle cx=\"{N(X(estimate))}\" cy=\"18\" r=\"4.5\" class=\"point\"/>");
        return svg.Append("</svg>").ToString();
    }

    /// <summary>A score with its interval on a scale that all rows share.</summary>
    public static string Score(double score, double? low, double? high, double from, double to)
    {
        const double W = 220, H = 18;
        double X(double v) => 6 + (W - 12) * Math.Clamp((v - from) / (to - from), 0, 1);
        var bar = low is { } l && high is { } h ? string.Create(CultureInfo.InvariantCulture, $"<line x1=\"{N(X(l))}\" x2=\"{N(X(h))}\" y1=\"9\" y2=\"9\" class=\"bar\"/>") : "";
        return string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {W} {H}\" class=\"score\" aria-hidden=\"true\"><line x1=\"6\" x2=\"{W - 6}\" y1=\"9\" y2=\"9\" class=\"grid\"/>{bar}<circle cx=\"{N(X(score))}\" cy=\"9\" r=\"4\" class=\"point\"/></svg>");
    }

    /// <summary>Three robust deviations around the median of the days before; a level that hardly varies still has a band that can be seen.</summary>
    private static (double Low, double Center, double High) Usual(List<double> values)
    {
        if (values.Count < 10)
            return (double.NaN, double.NaN, double.NaN);
        double[] sorted = [.. values.Order()];
        var center = Robust.Quantile(sorted, .5);
        double[] away = [.. sorted.Select(v => Math.Abs(v - center)).Order()];
        var half = 3 * 1.4826 * Robust.Quantile(away, .5);
        // No share lies beyond 0 or 1, and no time below 0, where none ever did.
        return (sorted[0] >= 0 ? Math.Max(0, center - half) : center - half, center, sorted[^1] <= 1 ? Math.Min(1, center + half) : center + half);
    }

    /// <summary>The axes that all charts share.</summary>
    private sealed class Frame
    {
        private readonly DateTime _from, _to;
        private readonly double _low, _high, _width;
        private readonly Func<double, string> _format;

        public Frame(DateTime from, DateTime to, IReadOnlyList<double> values, Func<double, string> format, double width)
        {
            (_from, _to, _format, _width) = (from, to, format, width);
            var finite = values.Where(double.IsFinite).ToList();
            double low = finite.Min(), high = finite.Max(), pad = (high - low) * .08;
            if (pad <= 0)
                pad = Math.Max(Math.Abs(high) * .05, 1e-9);
            (_low, _high) = (low >= 0 ? Math.Max(0, low - pad) : low - pad, high + pad);
        }

        public double X(DateTime at) => Left + (_width - Left - Right) * Math.Clamp((at - _from).Ticks / Math.Max(1.0, (_to - _from).Ticks), 0, 1);

        public double Y(double v) => Top + (Height - Top - Bottom) * (_high - v) / (_high - _low);

        public StringBuilder Begin()
        {
            var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {_width} {Height}\" role=\"img\" class=\"chart\">"));
            foreach (var tick in (double[])[_low + (_high - _low) * .06, (_low + _high) / 2, _high - (_high - _low) * .06])
                svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{_width - Right}\" y1=\"{N(Y(tick))}\" y2=\"{N(Y(tick))}\" class=\"grid\"/><text x=\"{Left - 6}\" y=\"{N(Y(tick) + 4)}\" text-anchor=\"end\">{E(_format(tick))}</text>");
            var days = (_to - _from).TotalDays;
            var steps = _width < Wide ? 2 : 4;
            for (var i = 0; i <= steps; i++)
            {
                var at = _from.AddDays(Math.Round(days * i / steps));
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(X(at))}\" y=\"{Height - 5}\" text-anchor=\"{(i == 0 ? "start" : i == steps ? "end" : "middle")}\">{at:MM-dd}</text>");
            }

            return svg;
        }

        public void Line(StringBuilder svg, IEnumerable<(DateTime At, double Value)> points, string kind) =>
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{string.Concat(points.Select((p, i) => $"{(i == 0 ? 'M' : 'L')}{N(X(p.At))} {N(Y(p.Value))}"))}\" class=\"{kind}\"/>");
    }
}
