using System.Globalization;
using System.Text;

namespace Piaozhi.Analyze;

/// <summary>One point of a printed control chart; NaN where nothing was counted.</summary>
public readonly record struct ReportPoint(DateTime At, double Value, double Center, double Lower, double Upper, bool Out);

/// <summary>A control chart as SVG, so that the report carries its pictures inside and prints them sharply.</summary>
public static class ReportChart
{
    private const double Width = 640, Height = 180, Left = 56, Right = 12, Top = 10, Bottom = 24;

    public static string Control(IReadOnlyList<ReportPoint> points, Func<double, string> format)
    {
        var shown = points.Where(p => double.IsFinite(p.Value)).ToList();
        if (shown.Count < 2)
            return "";
        var values = shown.SelectMany(p => new[] { p.Value, p.Center, p.Lower, p.Upper }).Where(double.IsFinite).ToList();
        double low = values.Min(), high = values.Max(), pad = (high - low) * 0.06;
        if (pad <= 0)
            pad = Math.Max(Math.Abs(high) * 0.05, 1e-9);
        low -= pad;
        high += pad;
        double X(DateTime at) => Left + (Width - Left - Right) * (at - shown[0].At).Ticks / Math.Max(1.0, (shown[^1].At - shown[0].At).Ticks);
        double Y(double v) => Top + (Height - Top - Bottom) * (high - v) / (high - low);
        string Path(Func<ReportPoint, double> of)
        {
            var path = new StringBuilder();
            var pen = false;
            foreach (var p in shown)
            {
                var v = of(p);
                if (!double.IsFinite(v))
                {
                    pen = false;
                    continue;
                }

                path.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{X(p.At):0.#} {Y(v):0.#}");
                pen = true;
            }

            return path.ToString();
        }

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" class=\"chart\">");
        foreach (var tick in (double[])[low + pad, (low + high) / 2, high - pad])
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.#}\" y2=\"{Y(tick):0.#}\" class=\"grid\"/><text x=\"{Left - 6}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\">{format(tick)}</text>");
        foreach (var i in (int[])[0, shown.Count / 2, shown.Count - 1])
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(shown[i].At):0.#}\" y=\"{Height - 6}\" text-anchor=\"{(i == 0 ? "start" : i == shown.Count - 1 ? "end" : "middle")}\">{shown[i].At:MM-dd}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{Path(p => p.Lower)}\" class=\"limit\"/><path d=\"{Path(p => p.Upper)}\" class=\"limit\"/><path d=\"{Path(p => p.Center)}\" class=\"center\"/><path d=\"{Path(p => p.Value)}\" class=\"line\"/>");
        foreach (var p in shown)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(p.At):0.#}\" cy=\"{Y(p.Value):0.#}\" r=\"{(p.Out ? 3.2 : 1.6)}\" class=\"{(p.Out ? "out" : "dot")}\"/>");
        return svg.Append("</svg>").ToString();
    }
}
