using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>
/// Whether what was asked or who was asked changed at the moment at which answers and ratings jumped: another questionnaire, another
/// wording or mode, or so many more answers that other people must be answering. Such a jump is one of the measurement.
/// </summary>
internal static class OtherQuestion
{
    private static readonly string[] Fields = ["survey", "mode", "question", "source"];

    public static bool Changed(FactLog log, SeenSignal seen, Units units)
    {
        if (units.Parts is not [var part] || part.Table.Kind is FactTable.Event or FactTable.Reading)
            return false;
        var signal = seen.Signal;
        var start = FactLog.Milliseconds(signal.Start);
        var window = 86_400_000L * 10;
        var (before, after) = (new List<int>(), new List<int>());
        for (var i = 0; i < part.Count; i++)
        {
            if (part.At[i] >= start - window * 2 && part.At[i] < start - 3_600_000)
                before.Add(part.Row[i]);
            else if (part.At[i] >= start + 3_600_000 && part.At[i] < Math.Min(start + window, signal.End is { } end ? FactLog.Milliseconds(end) : long.MaxValue))
                after.Add(part.Row[i]);
        }

        if (before.Count < 20 || after.Count < 10)
            return false;
        var fields = Fields.Concat(part.Table.TextFields.Where(f => f.StartsWith("attributes.", StringComparison.Ordinal)));
        return fields.Any(f => part.Table.Text(f) is { } column && Switched(column, before, after)) || MoreAnswers(part, start, window);
    }

    /// <summary>
    /// What people say became better from one hour to the next, for most of them and for good, and nothing that happens did: it was asked
    /// otherwise. (What became worse so is told as a fault; better to look in vain than not at all.)
    /// </summary>
    public static IEnumerable<SeenSignal> Everywhere(IReadOnlyList<SeenSignal> seen, IReadOnlyDictionary<string, HourChart> whole)
    {
        static bool Said(SeenSignal s) => DefinitionParts.Tables(s.Chart.Indicator.Definition).All(t => t is FactTable.Answer or FactTable.Response or FactTable.Feedback);
        static bool Lasts(SeenSignal s) => s.Signal is { End: null, Recurs: null } && (s.Chart.At(s.Chart.Known) - s.Signal.Start).TotalDays >= 5;
        var happened = seen.Where(s => s.Signal.Label is null && !s.Signal.Bad && s.Chart.BadSign != 0 && !Said(s)).Select(s => s.Signal.Start).ToList();
        foreach (var s in seen)
        {
            var most = s.Signal.Slice.IsWhole || (whole.TryGetValue(s.Signal.Indicator, out var all) && s.Chart.N.Sum() >= .5 * all.N.Sum());
            yield return s.Signal.Label is null && !s.Signal.Bad && s.Chart.BadSign != 0 && Said(s) && Lasts(s) && most && !happened.Exists(at => Math.Abs((at - s.Signal.Start).TotalDays) <= 3)
                ? s with { Signal = s.Signal with { Label = NullChange.Definition } } : s;
        }
    }

    /// <summary>A value that was hardly there before is now nearly all there is.</summary>
    private static bool Switched(int[] column, List<int> before, List<int> after)
    {
        var (old, now) = (Shares(column, before), Shares(column, after));
        return now.Any(v => v.Value >= .7 && old.GetValueOrDefault(v.Key) <= .1) && now.Keys.Any(k => k >= 0);
    }

    private static Dictionary<int, double> Shares(int[] column, List<int> rows)
    {
        var shares = new Dictionary<int, double>();
        foreach (var row in rows)
            shares[column[row]] = shares.GetValueOrDefault(column[row]) + 1.0 / rows.Count;
        return shares;
    }

    /// <summary>The number of answers a day more than doubled with the jump and stayed so.</summary>
    private static bool MoreAnswers(UnitPart part, long start, long window)
    {
        var (before, after, last) = (0, 0, part.At.Max());
        var span = Math.Min(window, last - start);
        if (span < 86_400_000L * 2)
            return false;
        foreach (var at in part.At)
        {
            if (at >= start - 2 * window && at < start)
                before++;
            else if (at >= start && at < start + span)
                after++;
        }

        return after / (double)span > 2.2 * before / (2.0 * window) && after > 30;
    }
}
