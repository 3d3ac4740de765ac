using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Diagnose.Process.WhatIf;

namespace Piaozhi.Diagnose.Mining;

/// <summary>How a mined process and a staffing answer are written as JSON, by the API and the command alike.</summary>
internal static class ProcessShape
{
    public static object Of(ProcessPicture p, int variants, TimeSpan offset) => new
    {
        cases = p.Graph.Cases,
        events = p.Log.Events,
        activities = Enumerable.Range(0, p.Log.Activities.Count).Select(a => new
        {
            activity = p.Log.Activities[a], events = p.Graph.Events[a], first = p.Graph.First[a], last = p.Graph.Last[a], rework_cases = p.Graph.Rework[a],
        }),
        arcs = p.Graph.Arcs.Select(a => new
        {
            from = p.Log.Activities[a.From], to = p.Log.Activities[a.To], count = a.Count, cases = a.Cases, mean_s = Known(a.Mean), median_s = Known(a.Median), min_s = Known(a.Min), max_s = Known(a.Max),
        }),
        variant_count = p.Variants.Count,
        variants = Enumerable.Range(0, Math.Min(variants, p.Variants.Count)).Select(v => new
        {
            activities = p.Variants.Names(v), cases = p.Variants.Cases[v], fits = p.Alignment.ByVariant[v]?.Cost == 0, fitness = p.Alignment.ByVariant[v]?.Fitness,
        }),
        duration_s = new { mean = Known(p.Durations.Mean), median = Known(p.Durations.Median), median_low = Known(p.Durations.MedianInterval.Low), median_high = Known(p.Durations.MedianInterval.High), p90 = Known(p.Durations.P90), n = p.Durations.Cases },
        steps = p.Steps.Select(s => new { activity = p.Log.Activities[s.Activity], n = s.Events, waiting_mean_s = Known(s.Waiting), waiting_p90_s = Known(s.WaitingP90), service_mean_s = Known(s.Service), share_of_waiting = Known(s.Share) }),
        model = new { tree = p.Tree.ToString(), replay_fitness = Known(p.Replay.LogFitness), alignment_fitness = Known(p.Alignment.LogFitness), share_fitting = Known(p.Alignment.ShareFitting), not_aligned = p.Alignment.NotAligned },
        rules = p.Rules.Select(r => new
        {
            id = r.Rule.Id, name = r.Rule.Name, cases = r.Cases, broken = r.Broken, undecided = r.Undecided, share = Known(r.Share), share_low = Known(r.Interval.Low), share_high = Known(r.Interval.High), lacks = r.Lacks,
            examples = r.Examples.Select(e => new { @case = e.Case, at = ReadEvents.Moment(e.At, offset) }),
        }),
    };

    public static object Of(StaffingReport r) => new
    {
        queue = r.Model.Id,
        visits = r.Model.Visits,
        mean_service_s = r.Model.MeanService,
        mean_patience_s = Known(r.Model.Patience),
        servers = r.Answer.Servers,
        at_least = r.Answer.AtLeast,
        options = r.Answer.Options.Select(Option),
        check = new { seen_s = Known(r.Check.Seen), simulated_s = Known(r.Check.Simulated), low_s = Known(r.Check.Interval.Low), high_s = Known(r.Check.Interval.High), plausible = r.Check.Plausible },
        hours = r.Plan.Select(h => new { hour = h.Hour % 24, servers = h.Answer.Servers, at_least = h.Answer.AtLeast }),
        caveats = r.Model.Caveats.Select(c => c.Id.ToString()),
    };

    private static object Option(StaffingOption o) => new
    {
        servers = o.Servers, wait_s = Known(o.Value), low_s = Known(o.Interval.Low), high_s = Known(o.Interval.High), mean_wait_s = Known(o.MeanWait), share_leaving = Known(o.Left), busy = Known(o.Busy), customers = o.Customers,
    };

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
