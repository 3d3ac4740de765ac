using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Improve;

/// <summary>The values that a dimension has in the data of an indicator, the most frequent first: what a scope can be made of.</summary>
public static class ListValues
{
    private const int Most = 200;

    public static async Task<List<(string Value, long N)>> RunAsync(Indicator indicator, string dimension, Session session, CancellationToken ct = default)
    {
        var latest = await AskFacts.WatermarkAsync(session.Facts, session.Options, ct) ?? session.LocalNow;
        var query = new FactQuery(indicator, new Period(latest.Date.AddDays(-90), latest.Date.AddDays(1)), null, Slice.Whole, [dimension]);
        return [.. (await AskFacts.RunAsync(query, session, ct)).Where(r => !r.Slice.IsWhole && r.Slice[dimension][0].Length > 0)
            .Select(r => (r.Slice[dimension][0], r.Point.Statistic.N)).OrderByDescending(v => v.N).Take(Most)];
    }
}
