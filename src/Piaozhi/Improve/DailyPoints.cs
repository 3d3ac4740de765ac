using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Improve;

/// <summary>The days of one indicator on any slice: from the measured points where they hold it, else counted from the facts.</summary>
public static class DailyPoints
{
    public static async Task<IReadOnlyList<Point>> RunAsync(Indicator indicator, Slice slice, Period period, Session session, CancellationToken ct = default)
    {
        var dimension = slice.IsWhole ? "" : slice.Dimensions.First();
        if (slice.Count <= 1 && slice[dimension].Length <= 1)
        {
            var measured = await PointSeries.RunAsync(new SeriesInput([indicator.Code], period, [dimension]), session, ct);
            if (measured.FirstOrDefault(s => s.Slice.Equals(slice)) is { } own)
                return own.Points;
        }

        var rows = await AskFacts.RunAsync(new FactQuery(indicator, period, Grain.Day, slice, []), session, ct);
        return [.. rows.Where(r => r.Slice.IsWhole).Select(r => r.Point).OrderBy(p => p.At)];
    }
}
