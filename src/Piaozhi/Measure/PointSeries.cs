using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>Which series to read. Nulls do not restrict.</summary>
/// <param name="Dimensions">Dimensions whose values are wanted; the empty string is the whole.</param>
/// <param name="Units">Values of a dimension with fewer units in all are left out: they can show nothing, and there are many of them.</param>
public sealed record SeriesInput(IReadOnlyList<string>? Codes = null, Period? Period = null, IReadOnlyList<string>? Dimensions = null, long Units = 0)
{
    /// <summary>Values of the dimensions that are wanted; null = all.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Only this part of the operation, beyond what the person may see.</summary>
    public Slice Scope { get; init; } = Slice.Whole;
}

/// <summary>Reads the measured points of each day as series, one for each indicator and slice.</summary>
public static class PointSeries
{
    public static async Task<IReadOnlyList<SliceSeries>> RunAsync(SeriesInput input, Session session, CancellationToken ct = default)
    {
        var catalog = await Indicators.AllAsync(session, ct);
        if (AskFacts.Narrow(input.Scope, session) is not { } scope || input.Codes is { Count: 0 } || input.Dimensions is { Count: 0 })
            return [];
        if (scope.IsWhole)
            return await StoredAsync(input, catalog, session, ct);
        var dimension = scope.Dimensions.First();
        return scope.Count == 1 && Piaozhi.Core.Listen.Dimensions.Breakdowns.Contains(dimension) && input.Dimensions is not null && input.Dimensions.All(d => d.Length == 0 || d == dimension)
            ? await PartAsync(input, scope, dimension, catalog, session, ct)
            : await AskedAsync(input, scope, catalog, session, ct);
    }

    /// <summary>Part of the operation by one dimension: the points of its values, put together where they add up.</summary>
    private static async Task<IReadOnlyList<SliceSeries>> PartAsync(SeriesInput input, Slice scope, string dimension, IndicatorCatalog catalog, Session session, CancellationToken ct)
    {
        var parts = await StoredAsync(input with { Dimensions = [dimension], Values = scope[dimension] }, catalog, session, ct);
        parts = [.. parts.Where(p => scope[dimension].Contains(p.Slice[dimension][0]))];
        var series = new List<SliceSeries>();
        if (input.Dimensions?.Contains(dimension) == true)
            series.AddRange(parts);
        if (input.Dimensions?.Contains("") != true)
            return series;
        foreach (var group in parts.GroupBy(p => p.Indicator))
        {
            if (group.Count() == 1)
                series.Add(group.First() with { Slice = Slice.Whole });
            else if (group.Key.Statistic != StatisticKind.Quantile)
                series.Add(new SliceSeries(group.Key, Slice.Whole, Grain.Day, [.. group.SelectMany(p => p.Points).GroupBy(p => p.At).OrderBy(g => g.Key)
                    .Select(g => new Point(g.Key, g.Select(p => p.Statistic).Aggregate((a, b) => a + b), g.All(p => p.Complete)))]));
            else
                series.AddRange(await AskedAsync(input with { Codes = [group.Key.Code], Dimensions = [""] }, scope, catalog, session, ct));
        }

        return series;
    }

    private static async Task<IReadOnlyList<SliceSeries>> StoredAsync(SeriesInput input, IndicatorCatalog catalog, Session session, CancellationToken ct)
    {
        var parameters = new List<object?> { session.Options.ServiceId };
        string In(IEnumerable<string> values) => string.Join(", ", values.Select(v =>
        {
            parameters.Add(v);
            return "$" + parameters.Count.ToString(CultureInfo.InvariantCulture);
        }));
        var where = "service_id = $1 AND grain = 'day'";
        if (input.Codes is not null)
            where += $" AND indicator IN ({In(input.Codes)})";
        if (input.Dimensions is not null)
            where += $" AND dimension IN ({In(input.Dimensions)})";
        if (input.Period is { } period)
        {
            parameters.Add(period.From);
            parameters.Add(period.To);
            where += $" AND bucket >= ${parameters.Count - 1} AND bucket < ${parameters.Count}";
        }

        if (input.Values is not null)
            where += $" AND value IN ({In(input.Values.Append(""))})";
        if (input.Units > 0)
        {
            parameters.Add(input.Units);
            where += $" AND (dimension = '' OR (indicator, dimension, value) IN (SELECT indicator, dimension, value FROM measure_point WHERE {where} GROUP BY indicator, dimension, value HAVING sum(n) >= ${parameters.Count}))";
        }

        var rows = await session.Facts.QueryAsync(
            $"SELECT indicator, dimension, value, bucket, n, numerator, denominator, sum_squares, quantile, low, high, complete FROM measure_point WHERE {where} ORDER BY indicator, dimension, value, bucket",
            parameters, r =>
            {
                double Number(int i) => r.IsDBNull(i) ? double.NaN : r.GetDouble(i);
                return (Key: (Code: r.GetString(0), Dimension: r.GetString(1), Value: r.GetString(2)),
                    Point: new Point(r.GetDateTime(3), new Sufficient(r.GetInt64(4), Number(5), Number(6), Number(7), Number(8), Number(9), Number(10)), r.GetBoolean(11)));
            }, ct);
        // The rows come in the order of the series, so that one pass cuts them.
        var series = new List<SliceSeries>();
        for (int from = 0, to; from < rows.Count; from = to)
        {
            var key = rows[from].Key;
            for (to = from + 1; to < rows.Count && rows[to].Key == key;)
                to++;
            if (catalog.Find(key.Code) is { } indicator)
                series.Add(new SliceSeries(indicator, key.Dimension.Length == 0 ? Slice.Whole : Slice.Of(key.Dimension, key.Value), Grain.Day, [.. rows[from..to].Select(r => r.Point)]));
        }

        return series;
    }

    /// <summary>Any other part is counted from the facts.</summary>
    private static async Task<IReadOnlyList<SliceSeries>> AskedAsync(SeriesInput input, Slice scope, IndicatorCatalog catalog, Session session, CancellationToken ct)
    {
        var to = (await AskFacts.WatermarkAsync(session.Facts, session.Options, ct) ?? session.LocalNow).Date.AddDays(1);
        var period = input.Period ?? new Period(to.AddDays(-180), to);
        var series = new List<SliceSeries>();
        foreach (var indicator in catalog.All.Where(i => input.Codes is null || input.Codes.Contains(i.Code)))
        {
            var all = MeasurePoints.BreakdownsOf(indicator);
            var by = input.Dimensions is null ? all : [.. all.Intersect(input.Dimensions)];
            var rows = await AskFacts.RunAsync(new FactQuery(indicator, period, Grain.Day, scope, by), session, ct);
            series.AddRange(rows.GroupBy(r => r.Slice)
                .Where(g => input.Dimensions is null || !g.Key.IsWhole || input.Dimensions.Contains(""))
                .Where(g => g.Key.IsWhole || input.Values is null || input.Values.Contains(g.Key.First().Value[0]))
                .Select(g => new SliceSeries(indicator, g.Key, Grain.Day, [.. g.Select(r => r.Point).OrderBy(p => p.At)])));
        }

        return series;
    }
}
