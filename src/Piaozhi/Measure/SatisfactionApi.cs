using System.Text.Json;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction;
using Piaozhi.Core.Measure.Satisfaction.Scores;
using Piaozhi.Core.Measure.Satisfaction.Trees;
using Piaozhi.Core.Measure.Satisfaction.Weighting;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Measure;

/// <summary>Satisfaction below <c>/api/v1/measure/satisfaction</c>, and the same figures as the command prints them.</summary>
public static class SatisfactionApi
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/satisfaction", ReadAsync).WithName("ReadSatisfaction").WithSummary("Satisfaction by one questionnaire: index tree, ways of weighting, CSAT, NPS, priorities, outlets, what was set aside");
        group.MapGet("/satisfaction/model", async (Who who, string? survey, DateOnly? from, DateOnly? to, string? slice, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await FitSatisfactionModel.RunAsync(new(survey, from is { } f && to is { } t ? Period.Days(f, t) : null, Slice.Parse(slice)), session, ct);
            return found.Ok ? Results.Ok(Model(found.Value)) : found.ToResult();
        }).WithName("FitSatisfactionModel").WithSummary("Structural model (PLS-SEM): paths with intervals, R², reliability, indices; or why the answers do not support it");
        group.MapPut("/satisfaction/{survey}/judgements", async (Who who, string survey, List<Judgement> body, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await CompareForSatisfaction.RunAsync(new(survey, body), session, ct)).ToResult();
        }).WithName("CompareForSatisfaction").WithSummary("Keeps your comparisons of dimensions, two at a time (AHP); an empty list takes them back");
    }

    private static async Task<IResult> ReadAsync(Who who, string? survey, DateOnly? from, DateOnly? to, string? slice, string? weights, CancellationToken ct)
    {
        await using var session = who.Open();
        var found = await ReadSatisfaction.RunAsync(new(from is { } f && to is { } t ? Period.Days(f, t) : null, Slice.Parse(slice), survey, Source(weights)), session, ct);
        return found.Ok ? Results.Ok(Body(found.Value)) : found.ToResult();
    }

    /// <summary>A way of weighting by its name; null when there is none of that name.</summary>
    public static WeightSource? Source(string? name) => Enum.TryParse<WeightSource>(name, true, out var source) && Enum.IsDefined(source) ? source : null;

    public static object Body(SatisfactionReading r) => new
    {
        survey = r.Survey, surveys = r.Surveys, from = DateOnly.FromDateTime(r.Period.From), to = DateOnly.FromDateTime(r.Period.To.AddDays(-1)), responses = r.Responses,
        set_aside = new { count = r.SetAside, reasons = r.Excluded.Select(e => new { reason = e.Reason, count = e.Count }), index_with_them = r.Read?.Uncleaned is { } dirty ? Known(dirty.Score) : null },
        weights = r.Read is null ? null : Word(r.Read.Source), index = r.Read is null ? null : Node(r.Read.Tree), before = r.Read?.Before is { } before ? Node(before) : null,
        change = r.Read?.Change is { } change ? new { total = change.After - change.Before, answers = change.Score, mix = change.Mix, weight = change.Weight, leaves = change.Leaves } : null,
        csat = Score(r.Read?.Csat), nps = Score(r.Read?.Nps),
        ways = r.Read?.Ways is not { } ways ? null : new
        {
            dimensions = r.Dimensions, matters = ways.Matters, span = ways.Span, concordance = Known(ways.Concordance), experts = r.Experts,
            each = ways.Ways.Select(w => new { source = Word(w.Source), index = w.Index, low = Known(w.Interval.Low), high = Known(w.Interval.High), weights = w.Weights }),
            left_out = ways.Left.Select(l => new { source = Word(l.Source), why = l.Why.Code }),
        },
        priorities = r.Read is not { Grid: { Ok: true } grid } ? null : grid.Value.Points.Select(p => new
        {
            dimension = p.Code, importance = p.Importance, importance_low = Known(p.ImportanceInterval.Low), importance_high = Known(p.ImportanceInterval.High),
            score = p.Performance, low = Known(p.PerformanceInterval.Low), high = Known(p.PerformanceInterval.High), priority = Word(p.Priority),
        }),
        outlets = r.Read is not { Outlets: { Ok: true } areas } ? null : areas.Value.Areas.Select(a => new { outlet = a.Name, estimate = a.Shrunk, low = a.Interval.Low, high = a.Interval.High, own = a.Direct, q = Known(a.Q), differs = a.Differs, n = a.N }),
        gaps = r.Gaps is not { Ok: true } gaps ? null : new { overall = gaps.Value.Overall, servperf = gaps.Value.Performance, dimensions = gaps.Value.Dimensions.Select(Gap), items = gaps.Value.Items.Select(Gap) },
        caveats = r.Read?.Caveats.Concat(r.Read.Tree.Caveats).Select(c => new { caveat = Word(c.Id), subject = c.Subject, args = c.Args.Select(a => a is double d && !double.IsFinite(d) ? null : a) }),
    };

    private static object Node(ScoredNode n) => new
    {
        code = n.Code, score = Known(n.Score), low = Known(n.Low), high = Known(n.High), n = n.N, weight = n.Weight, effective_weight = n.Effective, coverage = n.Coverage, parts = n.Children.Select(Node),
    };

    public static object Model(SatisfactionModel m) => new
    {
        survey = m.Survey, n = m.Fit.N, rounds = m.Bootstrap.Rounds, failed = m.Bootstrap.Failed,
        paths = m.Fit.Paths.Select(p => new { from = p.From, to = p.To, coefficient = p.Coefficient, low = Known(m.Bootstrap.Paths[(p.From, p.To)].Interval.Low), high = Known(m.Bootstrap.Paths[(p.From, p.To)].Interval.High), f2 = Known(p.Effect), vif = Known(p.Inflation), total = m.Fit.Total(p.From, p.To) }),
        concepts = m.Fit.Concepts.Select(c => new { code = c.Code, index = Known(c.Index), r2 = Known(c.RSquared), alpha = Known(c.Alpha), rho_a = Known(c.RhoA), rho_c = Known(c.RhoC), ave = Known(c.Ave), items = c.Items.Select(i => new { code = i.Code, weight = i.Weight, loading = i.Loading, vif = Known(i.Inflation) }) }),
        caveats = m.Fit.Caveats.Concat(m.Bootstrap.Caveats).Select(c => new { caveat = Word(c.Id), subject = c.Subject, args = c.Args.Select(a => a is double d && !double.IsFinite(d) ? null : a) }),
    };

    private static object Gap(ServiceGap g) => new { code = g.Code, gap = Known(g.Gap), low = Known(g.Interval.Low), high = Known(g.Interval.High), expected = Known(g.Expected), perceived = Known(g.Perceived), n = g.N, p = Known(g.P) };

    private static object? Score(Outcome<GroupScore>? score) => score is { Ok: true } s
        ? new { value = s.Value.Value, low = Known(s.Value.Interval.Low), high = Known(s.Value.Interval.High), n = s.Value.N, caveats = s.Value.Caveats.Select(c => Word(c.Id)) } : null;

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
