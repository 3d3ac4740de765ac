using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>A departure that stands, is bad, and is explained by nothing else: the only thing that may be shown red.</summary>
public sealed record StandingMark(string Indicator, Slice Slice, DateTime Start, Bilingual Text, string Href);

/// <summary>A day of a chart with the limits of its control chart, and whether it departs.</summary>
/// <param name="Alarm">True on days of a standing mark; anything else is not red.</param>
/// <param name="Rule">What was broken, short enough to stand beside the point.</param>
public sealed record MarkedDay(DateTime At, double? Center, double? Lower, double? Upper, bool Alarm, string Rule);

/// <summary>Something that happened, pinned to the chart.</summary>
public sealed record MarkedPin(DateTime At, Bilingual Text, string? Href, bool IsAction);

/// <param name="Baseline">Days from which the limits come.</param>
public sealed record MarkedChart(IReadOnlyList<MarkedDay> Days, IReadOnlyList<MarkedPin> Pins, int Baseline);

/// <summary>What later stages know about the figures of an indicator. Detect registers one.</summary>
public interface IIndicatorMark
{
    /// <summary>Every mark that stands, of all indicators.</summary>
    Task<IReadOnlyList<StandingMark>> StandingAsync(Session session, CancellationToken ct = default);

    /// <summary>Center line, limits and departures of one chart; null where none can be drawn.</summary>
    Task<MarkedChart?> ChartAsync(Indicator indicator, Slice slice, Period? period, Session session, CancellationToken ct = default);
}
