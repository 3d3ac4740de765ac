using System.Diagnostics;
using System.Globalization;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Sample;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Bench;

/// <summary>Closed loop.</summary>
public static class LoopBench
{
    public static FactLog Log(SamplePlan plan)
    {
        var facts = new LogFacts(plan.UtcOffset);
        foreach (var day in new Simulator(plan).Days())
            foreach (var fact in day.Facts)
                facts.Add(fact is FeedbackFact f ? f with { Classification = Classifier.Classify(f.Text, f.Rating is { } r ? r / f.RatingMax : null) } : fact);
        return facts.Build(plan.End);
    }

    public static int Show(string faults, string seedText, string scaleText, string daysText, int top = 14)
    {
        var culture = CultureInfo.InvariantCulture;
        var (seed, scale, days) = (ulong.Parse(seedText, culture), double.Parse(scaleText, culture), int.Parse(daysText, culture));
        var plan = Plan(faults, seed, scale, days, FaultSize.Medium);
        var watch = Stopwatch.StartNew();
        var log = Log(plan);
        Console.WriteLine($"simulated {watch.Elapsed.TotalSeconds:0.0} s, {log.Table(FactTable.Event)!.Count} events");
        watch.Restart();
        var options = new DetectOptions { Calendar = WorkCalendar.Chinese.Kind };
        var found = Detector.Find(log, [.. IndicatorCatalog.BuiltIn.All, .. VoiceCharts.Of(log)], options);
        Console.WriteLine($"detected {watch.Elapsed.TotalSeconds:0.0} s, {found.Tests} tests, {found.Seen.Count} signals, {GC.GetTotalMemory(false) / 1e6:0} MB");
        foreach (var o in found.Outages)
            Console.WriteLine($"outage {o.Source} {o.From} {o.To} {o.Missing:0}");
        foreach (var f in plan.Faults)
            Console.WriteLine($"TRUTH {f.Id} {f.Start:MM-dd HH:mm} {f.End:MM-dd HH:mm} {f.Kind.Scope} {string.Join(' ', f.Kind.Indicators)} {f.Kind.Activity} {f.Kind.Reason} {f.Kind.Taxonomy}");
        foreach (var s in found.Signals.Where(s => s.Bad).OrderBy(s => s.QValue).Take(top))
            Console.WriteLine(string.Create(culture, $"{s.Indicator,-5} {s.Slice,-45} {(s.Bad ? "bad " : "good")} {s.Start:MM-dd HH:mm} {s.End:MM-dd HH:mm} seen {s.DetectedAt:MM-dd HH:mm} {s.Observed:0.####} vs {s.Expected:0.####} n={s.N} x={s.Excess:0.0} q={s.QValue:0.0e0} {s.Rules[0]} {s.Recurs} {s.Label}"));
        watch.Restart();
        foreach (var p in Diagnosis.Of(log, found, options))
            Console.WriteLine(string.Create(culture, $"PROBLEM {p.Kind} {p.Title.Zh} | {p.StartedAt:MM-dd HH:mm} {p.EndedAt:MM-dd HH:mm} seen {p.DetectedAt:MM-dd HH:mm} | {p.Cause.Slice} {p.Cause.Activity} {p.Cause.Reason} {p.Cause.Taxonomy} | {string.Join(' ', p.Indicators)} | {p.Impact} conf {p.Confidence} mentions {p.Mentions.Count} signals {p.Signals.Count}\n      {string.Join("\n      ", p.Evidence.Select(e => e.Text.Zh))}"));
        Console.WriteLine($"diagnosed {watch.Elapsed.TotalSeconds:0.0} s");
        return 0;
    }

    public static SamplePlan Plan(string faults, ulong seed, double scale, int days, FaultSize size)
    {
        var plan = new SamplePlan { Seed = seed, From = new DateOnly(2026, 3, 2), Days = days, Scale = scale };
        return faults == "none" ? plan : plan with { Faults = [.. FaultCatalog.Read(faults)!.Select(id => Begin(id, plan, size))] };
    }

    private static Fault Begin(FaultId id, SamplePlan plan, FaultSize size)
    {
        var last = DateOnly.FromDateTime(plan.End.AddTicks(-1));
        return FaultCatalog.Begin(id, FaultCatalog.Suited(id, plan.From.AddDays((int)(plan.Days * .7)), last), plan.End, size);
    }
}
