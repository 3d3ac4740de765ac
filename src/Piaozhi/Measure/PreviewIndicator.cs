using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>Counts an indicator that is still being made, so that whoever makes it sees what it would say.</summary>
public static class PreviewIndicator
{
    private const int Days = 60;

    public static async Task<Outcome<Standing>> RunAsync(Indicator indicator, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.DefineIndicators) is { } no)
            return no;
        var refusals = IndicatorRules.Check(indicator).Select(w => new Refusal(w.Code, w.Subject)).ToList();
        if (refusals.Count > 0)
            return refusals;
        var to = (await AskFacts.WatermarkAsync(session.Facts, session.Options, ct) ?? session.LocalNow).Date.AddDays(1);
        var rows = await AskFacts.RunAsync(new FactQuery(indicator, new Period(to.AddDays(-Days), to), Grain.Day, Slice.Whole, []), session, ct);
        return ListIndicators.Stand(indicator, [.. rows.Where(r => r.Slice.IsWhole).Select(r => r.Point).OrderBy(p => p.At)]);
    }
}
