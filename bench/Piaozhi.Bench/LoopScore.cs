using System.Globalization;
using System.Text;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Bench;

/// <summary>What was found in one simulated operation beside what is true of it.</summary>
public sealed class LoopScore
{
    private readonly string _set;
    private readonly ulong _seed;
    private readonly TimeSpan _took;
    private readonly List<(Fault Fault, Problem? Problem)> _pairs = [];
    private readonly List<Problem> _false = [];
    private readonly int _days;
    private readonly (int Linked, int Right, int All) _mentions;
    private readonly List<(string Id, string Cause)> _said;

    public LoopScore(string set, ulong seed, SamplePlan plan, IReadOnlyList<Problem> problems, IReadOnlyList<TruthRow> truth, TimeSpan took)
    {
        (_set, _seed, _took, _days) = (set, seed, took, plan.Days);
        var (left, open) = (problems.ToList(), plan.Faults.ToList());
        // The clearest pair first. Pieces of a fault beside its main problem are no single problem and stay as false ones.
        while (open.SelectMany(f => left.Where(p => Fits(p, f)).Select(p => (Fault: f, Problem: p))).OrderByDescending(x => Match(x.Problem, x.Fault)).FirstOrDefault() is { Problem: { } problem } pair)
        {
            _pairs.Add((pair.Fault, problem));
            open.Remove(pair.Fault);
            left.Remove(problem);
        }

        _pairs.AddRange(open.Select(f => (f, (Problem?)null)));
        _false = [.. left.Where(p => p.Kind == ProblemKind.Fault)];
        var cause = plan.Faults.Select(f => f.Id.ToString()).ToHashSet();
        var said = truth.Where(t => t.Kind == "feedback" && cause.Any(c => t.Cause.StartsWith(c, StringComparison.Ordinal))).Select(t => t.Id).ToHashSet();
        _said = [.. truth.Where(t => said.Contains(t.Id) && t.Kind == "feedback").Select(t => (t.Id, t.Cause[..3]))];
        var linked = _pairs.Where(p => p.Problem is not null).SelectMany(p => p.Problem!.Mentions.Select(m => m.FeedbackId)).ToHashSet();
        _mentions = (linked.Count, linked.Count(said.Contains), said.Count);
    }

    private bool Real => _set != "none" && _pairs.Exists(p => p.Fault.Kind.Called == "fault");

    private static bool Fits(Problem p, Fault f)
    {
        var end = p.EndedAt ?? DateTime.MaxValue;
        if (p.StartedAt > f.End.AddDays(3) || end < f.Start.AddHours(-1) || p.StartedAt < f.Start.AddDays(-2))
            return false;
        if (f.Kind.Called != "fault" && p.Kind.ToString().ToLowerInvariant() != f.Kind.Called)
            return false;
        if (f.Kind.Called != "fault")
            return true;
        // Some part of what it says must be true of the fault: an indicator, the topic, the step, or the place.
        return p.Kind == ProblemKind.Fault && (p.Indicators.Any(f.Kind.Indicators.Contains) || (p.Cause.Taxonomy is { } t && t == f.Kind.Taxonomy)
            || (p.Cause.Activity is { } a && a == f.Kind.Activity) || (!f.Kind.Scope.IsWhole && F1(p, f) > 0));
    }

    private static double Match(Problem p, Fault f) =>
        2 * F1(p, f) + (p.Cause.Taxonomy == f.Kind.Taxonomy ? 1 : 0) + (p.Cause.Reason == f.Kind.Reason ? .5 : 0) + p.Indicators.Count(f.Kind.Indicators.Contains) - .02 * Math.Abs((p.StartedAt - f.Start).TotalHours) / 24;

    /// <summary>Over the single dimension = value pairs.</summary>
    private static double F1(Problem p, Fault f) => F1(p.Cause.Slice, f.Kind.Scope);

    public static double F1(Slice told, Slice scope)
    {
        HashSet<string> Pairs(Slice s) => [.. s.SelectMany(x => x.Value.Select(v => x.Key + "=" + v))];
        var (found, true_) = (Pairs(told), Pairs(scope));
        if (found.Count == 0 && true_.Count == 0)
            return 1;
        var both = found.Count(true_.Contains);
        return both == 0 ? 0 : 2.0 * both / (found.Count + true_.Count);
    }

    public string Line()
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{_set,-8} seed {_seed} {_took.TotalSeconds,5:0.0} s");
        foreach (var (f, p) in _pairs)
            line.Append(p is null ? $" | {f.Id} MISSED" : string.Create(CultureInfo.InvariantCulture,
                $" | {f.Id} found {p.StartedAt:MM-dd HH:mm} (true {f.Start:MM-dd HH:mm}) delay {(p.DetectedAt - f.Start).TotalHours:0.0} h F1 {F1(p, f):0.00} [{p.Cause.Slice} / {f.Kind.Scope}] {(p.Cause.Taxonomy == f.Kind.Taxonomy ? "" : $"topic {p.Cause.Taxonomy}≠{f.Kind.Taxonomy} ")}{(p.Cause.Activity == f.Kind.Activity ? "" : $"step {p.Cause.Activity}≠{f.Kind.Activity} ")}{(p.Cause.Reason == f.Kind.Reason ? "" : $"reason {p.Cause.Reason}≠{f.Kind.Reason} ")}{string.Join(' ', p.Indicators.Take(6))}"));
        line.Append(CultureInfo.InvariantCulture, $" | voices {_mentions.Right}/{_mentions.Linked} of {_mentions.All} | false {_false.Count}");
        foreach (var p in _false.Take(4))
            line.Append(CultureInfo.InvariantCulture, $"\n           false: {p.Title.Zh} [{p.Cause.Slice}] {string.Join(' ', p.Indicators.Take(5))}");
        return line.ToString();
    }

    /// <summary>One line a fault: how often it was found, how late, how well placed.</summary>
    public static string ByFault(IReadOnlyList<LoopScore> all)
    {
        var text = new StringBuilder("| fault | size | found | delay h | place F1 | place exact | topic | complaints linked |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var group in all.SelectMany(s => s._pairs.Select(p => (p.Fault, p.Problem, Score: s))).GroupBy(p => (p.Fault.Id, p.Fault.Size)).OrderBy(g => g.Key.Id))
        {
            var hit = group.Where(p => p.Problem is not null).ToList();
            var said = group.Sum(p => p.Score._said.Count(s => s.Cause == p.Fault.Id.ToString()));
            var linked = hit.Sum(p => p.Score._said.Count(s => s.Cause == p.Fault.Id.ToString() && p.Problem!.Mentions.Any(m => m.FeedbackId == s.Id)));
            var delays = hit.Select(p => (p.Problem!.DetectedAt - p.Fault.Start).TotalHours).Order().ToList();
            string Share(Func<Problem, Fault, bool> of) => hit.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{hit.Count(p => of(p.Problem!, p.Fault))}/{hit.Count}");
            text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"| {group.Key.Id} {group.First().Fault.Kind.Name.En}{(group.First().Fault.Kind.Called == "fault" ? "" : " (" + group.First().Fault.Kind.Called + ")")} | {group.Key.Size.ToString().ToLowerInvariant()} | {hit.Count}/{group.Count()} | {(delays.Count > 0 ? delays[delays.Count / 2].ToString("0.0", CultureInfo.InvariantCulture) : "")} | {(hit.Count > 0 ? hit.Average(p => F1(p.Problem!, p.Fault)).ToString("0.00", CultureInfo.InvariantCulture) : "")} | {Share((p, f) => F1(p, f) >= .999)} | {Share((p, f) => p.Cause.Taxonomy == f.Kind.Taxonomy)} | {linked}/{said} |"));
        }

        return text.ToString();
    }

    public static string Table(IReadOnlyList<LoopScore> all)
    {
        var faults = all.SelectMany(s => s._pairs).Where(p => p.Fault.Kind.Called == "fault").ToList();
        var nulls = all.SelectMany(s => s._pairs).Where(p => p.Fault.Kind.Called is not ("fault" or "improvement")).ToList();
        var hit = faults.Where(p => p.Problem is not null).ToList();
        var quiet = all.Where(s => !s.Real).ToList();
        var delays = hit.Select(p => (p.Problem!.DetectedAt - p.Fault.Start).TotalHours).Order().ToList();
        static double Share(int k, int n) => n > 0 ? (double)k / n : double.NaN;
        var text = new StringBuilder();
        void Row(string name, double value, string note = "") => text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {value:0.00} | {note} |"));
        text.AppendLine("| measure | value | of |").AppendLine("|---|---|---|");
        Row("recall of faults", Share(hit.Count, faults.Count), $"{faults.Count} faults");
        Row("localisation F1", hit.Select(p => F1(p.Problem!, p.Fault)).DefaultIfEmpty(double.NaN).Average(), "of those found");
        Row("place exactly right", Share(hit.Count(p => F1(p.Problem!, p.Fault) >= .999), hit.Count));
        Row("topic right", Share(hit.Count(p => p.Problem!.Cause.Taxonomy == p.Fault.Kind.Taxonomy), hit.Count));
        Row("reason right", Share(hit.Count(p => p.Problem!.Cause.Reason == p.Fault.Kind.Reason), hit.Count));
        Row("median delay, hours", delays.Count > 0 ? delays[delays.Count / 2] : double.NaN);
        Row("null changes named", Share(nulls.Count(p => p.Problem is not null), nulls.Count), $"{nulls.Count} nulls");
        Row("false problems in 30 quiet days", quiet.Sum(s => s._false.Count) * 30.0 / Math.Max(1, quiet.Sum(s => s._days)), $"{quiet.Sum(s => s._days)} days");
        Row("further problems beside a fault", Share(all.Where(s => s.Real).Sum(s => s._false.Count), all.Count(s => s.Real)));
        Row("complaints linked (recall)", Share(all.Sum(s => s._mentions.Right), all.Sum(s => s._mentions.All)));
        Row("complaints linked (precision)", Share(all.Sum(s => s._mentions.Right), all.Sum(s => s._mentions.Linked)));
        return text.ToString();
    }
}
