using System.Globalization;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>A stretch in which a field of one step came in another unit: fen for yuan, seconds for milliseconds.</summary>
/// <param name="Field"><c>amount</c> or <c>duration_ms</c>.</param>
/// <param name="Times">By how much the figures are too large; below 1 too small.</param>
/// <param name="To">Null while it lasts.</param>
public sealed record Slip(string Activity, string Field, double Times, DateTime From, DateTime? To, DateTime NoticedAt, long Rows)
{
    /// <summary>True when an indicator reads the field of that step.</summary>
    public bool Touches(Definition definition)
    {
        var reads = definition switch
        {
            ValueDefinition v => v.Field == Field || v.Weight == Field,
            RateDefinition r => r.CountField == Field || r.ExposureField == Field,
            ShareDefinition s => s.When.Any(c => c.Field == Field || c.OtherField == Field),
            _ => false,
        };
        return reads && DefinitionParts.Activities(definition).Contains(Activity);
    }
}

/// <summary>
/// Finds figures that are all off by one factor between units. A fault makes figures larger too, but neither all of them alike nor by the
/// very factor: here the middle of an hour's figures has moved by it, and their spread has not.
/// </summary>
internal static class FindSlips
{
    private const int LeastHistory = 100, LeastRows = 10, LeastInHour = 4;

    /// <summary>How near the middle must come to the factor, in decades; how near the spread to what it was.</summary>
    private const double Near = .06, Spread = .5;

    private static readonly (string Field, double[] Times)[] Units = [("amount", [100, .01]), ("duration_ms", [1000, .001, 60, 1 / 60.0])];

    public static IReadOnlyList<Slip> Of(FactLog log, DetectOptions options)
    {
        if (log.Table(FactTable.Event) is not { } events || events.Text("activity") is not { } activity)
            return [];
        var slips = new List<Slip>();
        foreach (var (field, times) in Units)
        {
            if (events.Number(field) is not { } values)
                continue;
            var rows = Enumerable.Range(0, events.Count).Where(r => values[r] > 0).GroupBy(r => activity[r]).Where(g => g.Count() >= LeastHistory);
            foreach (var of in rows)
                slips.AddRange(Of(log, log.Values("activity")[of.Key], field, times, [.. of.Select(r => (events.At[r], Math.Log10(values[r]))).OrderBy(x => x.Item1)], options));
        }

        return [.. slips.OrderBy(s => s.From).ThenBy(s => s.Activity, StringComparer.Ordinal).ThenBy(s => s.Field, StringComparer.Ordinal)];
    }

    private static IEnumerable<Slip> Of(FactLog log, string activity, string field, double[] times, (long At, double Log)[] rows, DetectOptions options)
    {
        var until = FactLog.Milliseconds(log.First.Date.AddDays(options.MinimumDays));
        var early = rows.Where(r => r.At < until).Select(r => r.Log).Order().ToArray();
        if (early.Length < LeastHistory)
            yield break;
        var (middle, spread) = (Middle(early), Width(early));
        var hours = rows.GroupBy(r => r.At / 3_600_000).Select(g => (Hour: g.Key, Logs: g.Select(r => r.Log).Order().ToArray())).Where(h => h.Logs.Length >= LeastInHour).ToList();
        foreach (var factor in times)
        {
            var shift = Math.Log10(factor);
            for (var i = 0; i < hours.Count; i++)
            {
                // An hour of few figures may lie a little further off than the stretch as a whole.
                bool Slipped(int h) => Math.Abs(Middle(hours[h].Logs) - middle - shift) < Math.Clamp(4 * spread / Math.Sqrt(hours[h].Logs.Length), Near, Math.Abs(shift) / 3);
                if (!Slipped(i))
                    continue;
                var first = i;
                while (i + 1 < hours.Count && Slipped(i + 1))
                    i++;
                var all = hours.Skip(first).Take(i - first + 1).SelectMany(h => h.Logs).Order().ToArray();
                if (all.Length < LeastRows || Math.Abs(Middle(all) - middle - shift) > Near + spread / Math.Sqrt(all.Length) || Math.Abs(Width(all) - spread) > Spread * spread + .05)
                    continue;
                var (from, to) = (FactLog.Moment(hours[first].Hour * 3_600_000), FactLog.Moment((hours[i].Hour + 1) * 3_600_000));
                yield return new Slip(activity, field, factor, from, i + 1 < hours.Count ? to : null, from.AddHours(1), all.Length);
            }
        }
    }

    private static double Middle(double[] sorted) => (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;

    /// <summary>Between the quarters.</summary>
    private static double Width(double[] sorted) => sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4];
}

/// <summary>A slip in words.</summary>
internal static class SlipWords
{
    public static Bilingual Of(Slip s)
    {
        var step = ActivityWords.Of(s.Activity);
        var (zh, en) = s.Field == "amount" ? ("金额", "amount") : ("耗时", "duration");
        var (times, word) = s.Times >= 1 ? (s.Times, "larger") : (1 / s.Times, "smaller");
        var told = times.ToString("0", CultureInfo.InvariantCulture);
        return new Bilingual($"{step.Zh}的{zh}单位变了：数值整体{(s.Times >= 1 ? $"放大到 {told} 倍" : $"缩小到 {told} 分之一")}", $"Unit of {en} of {step.En} changed: all figures {told} times {word}");
    }
}
