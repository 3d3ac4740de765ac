namespace Piaozhi.Core.Diagnose;

/// <summary>One cause or topic in a Pareto chart.</summary>
/// <param name="Share">Of everything counted.</param>
/// <param name="Cumulative">Of everything counted, together with all larger ones.</param>
/// <param name="Vital">One of the few that make up most: reached before the border is passed.</param>
public sealed record ParetoBar(string Code, long Count, double Share, double Cumulative, bool Vital);

/// <summary>Orders causes by how often they occur (Juran 1951).</summary>
public static class Pareto
{
    /// <summary>The few that matter make up this share together.</summary>
    public const double Border = .8;

    /// <summary>Largest first; equal ones by code. What was never counted is left out.</summary>
    public static IReadOnlyList<ParetoBar> Of(IEnumerable<(string Code, long Count)> counts)
    {
        var ordered = counts.Where(c => c.Count > 0).OrderByDescending(c => c.Count).ThenBy(c => c.Code, StringComparer.Ordinal).ToList();
        double all = ordered.Sum(c => c.Count);
        long sum = 0;
        var bars = new List<ParetoBar>();
        foreach (var (code, count) in ordered)
        {
            var before = sum / all;
            sum += count;
            bars.Add(new ParetoBar(code, count, count / all, sum / all, before < Border));
        }

        return bars;
    }
}
