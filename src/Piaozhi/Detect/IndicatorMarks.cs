using System.Globalization;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Detect.Charts;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Detect;

/// <summary>Tells the pages of Measure which figures depart, and draws their limits.</summary>
public sealed class IndicatorMarks(IEnumerable<IChartMarks> pins) : IIndicatorMark
{
    private static readonly CultureInfo _zh = CultureInfo.GetCultureInfo("zh-CN"), _en = CultureInfo.GetCultureInfo("en");

    public async Task<IReadOnlyList<StandingMark>> StandingAsync(Session session, CancellationToken ct = default)
    {
        var catalog = await Indicators.AllAsync(session, ct);
        var signals = (await ListSignals.RunAsync(new(OnlyBad: true), session, ct)).Value;
        return [.. signals.Where(s => s.End is null && s.Bad && s.Label is null)
            .Select(s => (Signal: s, Line: new SignalLine(s, catalog.Named(s.Indicator), null)))
            .Select(s => new StandingMark(s.Signal.Indicator, s.Signal.Slice, s.Signal.Start, new Bilingual(s.Line.Sentence(_zh), s.Line.Sentence(_en)), $"/detect/{s.Signal.Id}"))];
    }

    public async Task<MarkedChart?> ChartAsync(Indicator indicator, Slice slice, Period? period, Session session, CancellationToken ct = default)
    {
        var drawn = await DrawChart.RunAsync(new DrawChart.Input(indicator.Code, slice, period), session, pins, ct);
        return !drawn.Ok || drawn.Value.Days.Count == 0 ? null : new MarkedChart(
            [.. drawn.Value.Days.Select(d => new MarkedDay(d.At, d.Center, d.Lower, d.Upper, d.Signal is { Bad: true, Label: null }, d.Rules.Count > 0 ? d.Rules.Min().ToString(CultureInfo.InvariantCulture) : ""))],
            [.. drawn.Value.Marks.Where(m => m.Kind != MarkKind.Definition).Select(m => new MarkedPin(m.At, m.Text, m.Href, m.Kind == MarkKind.Action))], drawn.Value.Baseline);
    }
}
