using System.Diagnostics;
using System.Globalization;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Sample;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Bench;

/// <summary>
/// The closed loop: simulated operations with faults whose truth is known go through detection and diagnosis, and what is found is scored
/// against the truth, which the engine never sees.
/// </summary>
public static class LoopBench
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>Every fault of the list (or all) with each seed, beside operations without any.</summary>
    public static int Run(int seeds, string? what)
    {
        var (faults, scale, days, size) = ((string)"all", .1, 60, FaultSize.Medium);
        foreach (var word in (what ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Enum.TryParse<FaultSize>(word, true, out var s) && !char.IsAsciiDigit(word[0]))
                size = s;
            else if (word.StartsWith("days=", StringComparison.Ordinal))
                days = int.Parse(word[5..], Plain);
            else if (word == "beside")
                continue;
            else if (double.TryParse(word, Plain, out var x))
                scale = x;
            else
                faults = word;
        }

        var sets = faults == "all" ? [.. Enum.GetValues<FaultId>().Select(f => f.ToString()), "none"] : faults.Split('/');
        var scores = new List<LoopScore>();
        // The charts beside take longer than the engine; they are drawn when asked for.
        var beside = (what ?? "").Split(' ').Contains("beside") ? new LoopBaselines() : null;
        foreach (var set in sets)
            for (ulong seed = 1; seed <= (ulong)seeds; seed++)
            {
                var score = One(set, seed, scale, days, size, beside);
                Console.WriteLine(score.Line());
                scores.Add(score);
            }

        Console.WriteLine(LoopScore.ByFault(scores));
        Console.WriteLine(LoopScore.Table(scores));
        if (beside is not null)
            Console.WriteLine(beside.Table());
        return 0;
    }

    private static LoopScore One(string set, ulong seed, double scale, int days, FaultSize size, LoopBaselines? beside)
    {
        var plan = Plan(set, seed, scale, days, size);
        var (log, truth) = Log(plan);
        var watch = Stopwatch.StartNew();
        var options = new DetectOptions { Calendar = WorkCalendar.Chinese.Kind };
        var found = Detector.Find(log, [.. IndicatorCatalog.BuiltIn.All, .. VoiceCharts.Of(log)], options);
        var problems = Diagnosis.Of(log, found, options);
        var took = watch.Elapsed;
        beside?.Add(log, found, plan.Faults, days, LoopScore.F1);
        return new LoopScore(set, seed, plan, problems, truth, took);
    }

    /// <summary>Prints everything that is found in one operation, for looking at.</summary>
    public static int Show(string set, ulong seed, double scale, int days, FaultSize size)
    {
        var plan = Plan(set, seed, scale, days, size);
        var (log, _) = Log(plan);
        Console.WriteLine($"{log.Table(FactTable.Event)!.Count} events");
        var watch = Stopwatch.StartNew();
        var options = new DetectOptions { Calendar = WorkCalendar.Chinese.Kind };
        var found = Detector.Find(log, [.. IndicatorCatalog.BuiltIn.All, .. VoiceCharts.Of(log)], options);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s, {found.Tests} tests, {found.Seen.Count} signals, {GC.GetTotalMemory(false) / 1e6:0} MB");
        foreach (var f in plan.Faults)
            Console.WriteLine($"TRUTH {f.Id} {f.Start:MM-dd HH:mm} {f.End:MM-dd HH:mm} {f.Kind.Scope} {string.Join(' ', f.Kind.Indicators)} {f.Kind.Activity} {f.Kind.Reason} {f.Kind.Taxonomy}");
        foreach (var s in found.Signals.OrderBy(s => s.QValue).Take(40))
            Console.WriteLine(string.Create(Plain, $"  {s.Indicator,-8} {s.Slice,-40} {(s.Bad ? "bad " : "good")} {s.Start:MM-dd HH:mm} {s.End:MM-dd HH:mm} seen {s.DetectedAt:MM-dd HH:mm} {s.Observed:0.####} vs {s.Expected:0.####} n={s.N} x={s.Excess:0.0} q={s.QValue:0.0e0} {s.Rules[0]} {s.Recurs} {s.Label}"));
        watch.Restart();
        foreach (var p in Diagnosis.Of(log, found, options))
        {
            Console.WriteLine(string.Create(Plain, $"{p.Kind}: {p.Title.Zh} | {p.StartedAt:MM-dd HH:mm} {p.EndedAt:MM-dd HH:mm} seen {p.DetectedAt:MM-dd HH:mm} | {p.Cause.Slice} {p.Cause.Activity} {p.Cause.Reason} {p.Cause.Taxonomy} | {string.Join(' ', p.Indicators)} | {p.Impact} {p.Confidence} {p.Mentions.Count} mentions"));
            foreach (var e in p.Evidence)
                Console.WriteLine("      " + e.Text.Zh);
        }

        Console.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s");
        return 0;
    }

    private static (FactLog Log, IReadOnlyList<TruthRow> Truth) Log(SamplePlan plan)
    {
        var (facts, truth) = (new LogFacts(plan.UtcOffset), new List<TruthRow>());
        foreach (var day in new Simulator(plan).Days())
        {
            foreach (var fact in day.Facts)
                facts.Add(fact is FeedbackFact f ? f with { Classification = Classifier.Classify(f.Text, f.Rating is { } r ? r / f.RatingMax : null) } : fact);
            truth.AddRange(day.Truth);
        }

        return (facts.Build(plan.End), truth);
    }

    private static SamplePlan Plan(string set, ulong seed, double scale, int days, FaultSize size)
    {
        // Summers without a holiday and springs and autumns with one, in turn.
        DateOnly[] first = [new(2026, 6, 22), new(2026, 3, 2), new(2026, 8, 10), new(2026, 4, 6)];
        var plan = new SamplePlan { Seed = seed, From = first[(seed - 1) % 4], Days = days, Scale = scale };
        return set == "none" ? plan : plan with { Faults = [.. FaultCatalog.Read(set)!.Select(id => Begin(id, plan, size))] };
    }

    private static Fault Begin(FaultId id, SamplePlan plan, FaultSize size)
    {
        var last = DateOnly.FromDateTime(plan.End.AddTicks(-1));
        return FaultCatalog.Begin(id, FaultCatalog.Suited(id, plan.From.AddDays((int)(plan.Days * .7)), last), plan.End, size);
    }
}
