using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Sample;

/// <summary>What is true about a simulated data set, for whoever judges what was found in it.</summary>
public static class SampleTruth
{
    public static object Of(SamplePlan plan) => new
    {
        plan.Seed,
        plan.From,
        plan.Days,
        plan.Scale,
        faults = plan.Faults.Select(f => new
        {
            id = f.Id.ToString(),
            name = new { zh = f.Kind.Name.Zh, en = f.Kind.Name.En },
            kind = f.Kind.Called,
            size = f.Size.ToString().ToLowerInvariant(),
            start = new DateTimeOffset(f.Start, plan.UtcOffset),
            end = f.End >= plan.End ? (DateTimeOffset?)null : new DateTimeOffset(f.End, plan.UtcOffset),
            indicators = f.Kind.Indicators,
            cause = new { slice = Shape(f.Kind.Scope), activity = f.Kind.Activity, reason = f.Kind.Reason, taxonomy = f.Kind.Taxonomy },
        }),
        actions = SampleActions.Of(plan).Select(a => new { action_id = a.Fact.Id, indicator = a.Fact.Indicator, effect = a.Effect, relative = a.Relative, verdict = a.Verdict }),
    };

    private static Dictionary<string, object> Shape(Slice slice) =>
        slice.ToDictionary(p => p.Key, p => p.Value.Length == 1 ? (object)p.Value[0] : p.Value.ToArray());
}
