using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Diagnose.Drill;

/// <summary>The change of an indicator between two spans, taken apart over each of its dimensions; the dimension that explains most stands first.</summary>
public sealed record TakenApart(Indicator Indicator, Slice Within, Period Before, Period After, Estimate Was, Estimate Is, IReadOnlyList<(string Dimension, Decomposed Parts)> Dimensions);

/// <summary>Takes the change of an indicator apart: which values of which dimension made it.</summary>
public static class TakeApart
{
    /// <param name="After">The span that is looked at; the one before it, of the same length, is what it is held against.</param>
    public sealed record Input(string Indicator, Period? After = null, Slice? Within = null);

    public static async Task<Outcome<TakenApart>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if ((await Indicators.AllAsync(session, ct)).Find(input.Indicator) is not { } indicator)
            return new Refusal("diagnose.drill.unknown-indicator", input.Indicator) { Kind = RefusalKind.NotFound };
        if (!Contribution.Can(indicator.Statistic))
            return new Refusal("diagnose.drill.cannot", indicator.Code);
        var latest = await AskFacts.WatermarkAsync(session.Facts, session.Options, ct);
        if (latest is not { } last)
            return new Refusal("diagnose.drill.no-facts");
        var after = input.After ?? new Period(last.Date.AddDays(-7), last.Date);
        var before = new Period(after.From - after.Length, after.From);
        var within = input.Within ?? Slice.Whole;
        var by = MeasurePoints.BreakdownsOf(indicator).Where(d => within[d].IsEmpty).ToList();
        var was = await AskFacts.RunAsync(new FactQuery(indicator, before, null, within, by), session, ct);
        var now = await AskFacts.RunAsync(new FactQuery(indicator, after, null, within, by), session, ct);
        Sufficient Whole(List<FactRow> rows) => rows.Where(r => r.Slice.IsWhole).Select(r => r.Point.Statistic).FirstOrDefault();
        var (a, b) = (Whole(was), Whole(now));
        if (!(a.Denominator > 0) || !(b.Denominator > 0))
            return new Refusal("diagnose.drill.no-facts", indicator.Code);
        var dimensions = by.Select(d => (Dimension: d, Parts: Contribution.Of(a, b, Parts(d, was, now)))).Where(d => d.Parts.Parts.Count > 1)
            .OrderByDescending(d => Explains(d.Parts)).ToList();
        return new TakenApart(indicator, within, before, after, Estimates.Of(indicator, a), Estimates.Of(indicator, b), dimensions);
    }

    private static IEnumerable<(string, Sufficient, Sufficient)> Parts(string dimension, List<FactRow> was, List<FactRow> now)
    {
        Dictionary<string, Sufficient> Of(List<FactRow> rows) => rows.Where(r => r.Slice.Count == 1 && !r.Slice[dimension].IsEmpty)
            .GroupBy(r => r.Slice[dimension][0]).ToDictionary(g => g.Key, g => g.First().Point.Statistic, StringComparer.Ordinal);
        var (x, y) = (Of(was), Of(now));
        return x.Keys.Union(y.Keys).Select(v => (v, x.GetValueOrDefault(v), y.GetValueOrDefault(v)));
    }

    /// <summary>A dimension explains a change when few of its values carry most of it, and none pulls the other way.</summary>
    private static double Explains(Decomposed d)
    {
        var size = d.Parts.Sum(p => Math.Abs(p.Total)) + Math.Abs(d.Rest);
        return size > 0 ? d.Parts.Sum(p => p.Total / size * (p.Total / size)) : 0;
    }
}
