using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Measure;

namespace Piaozhi.Verify;

/// <summary>Computes the effect of every action in effect, writes its verdict where the gates read it, and watches gains of what is closed.</summary>
public sealed class VerifyEffects : ILoopStep
{
    private const int DaysWatched = 180;

    public Stage Stage => Stage.Verify;

    public async Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct) => await RunAsync(session, ct);

    public static async Task<int> RunAsync(Session session, CancellationToken ct = default)
    {
        var actions = await session.Records.Set<ActionRow>().Where(a => a.StartedOn != null).ToListAsync(ct);
        var improvements = await session.Records.Set<ImprovementRow>().ToDictionaryAsync(r => r.Id, ct);
        var catalog = await Indicators.AllAsync(session, ct);
        var watermark = await AskFacts.WatermarkAsync(session.Facts, session.Options, ct);
        var asOf = watermark is { } latest && latest < session.LocalNow ? latest : session.LocalNow;
        var all = actions.Where(a => catalog.Find(a.Indicator) is not null).Select(a => Treatment(a, catalog.Find(a.Indicator)!)).ToList();
        var done = 0;
        foreach (var action in actions)
        {
            if (catalog.Find(action.Indicator) is not { } indicator || !improvements.TryGetValue(action.ImprovementId, out var improvement))
                continue;
            var row = await session.Records.Set<EffectRow>().FindAsync([action.Id], ct);
            if (improvement.State == ImprovementState.Closed)
            {
                // The verdict on which it was closed stands; only its gain is watched.
                if (row is { Verdict: Verdict.Effective, LostSince: null })
                    await WatchAsync(action, row, improvement, indicator, asOf, session, ct);
                continue;
            }

            var effect = EffectEstimator.Estimate(await EffectQuestion.OfAsync(all.First(t => t.Id == action.Id), all, asOf, null, session, ct));
            Store(action, row, effect, asOf, session);
            done++;
        }

        await session.Records.SaveChangesAsync(ct);
        return done;
    }

    private static Treatment Treatment(ActionRow a, Indicator indicator) => new(
        a.Id, a.Title, indicator, a.Expected, a.ExpectedChange, a.StartedOn!.Value.ToDateTime(TimeOnly.MinValue), null, Slice.Parse(a.Scope));

    private static async Task<List<Point>> DaysAsync(Indicator indicator, Slice scope, Period period, Session session, CancellationToken ct) =>
        [.. (await AskFacts.RunAsync(new FactQuery(indicator, period, Grain.Day, scope, []), session, ct)).Select(r => r.Point).OrderBy(p => p.At)];

    private static void Store(ActionRow action, EffectRow? row, Effect effect, DateTime asOf, Session session)
    {
        var changed = row is null || row.Verdict != effect.Verdict;
        if (row is null)
            session.Records.Add(row = new EffectRow { ActionId = action.Id, Indicator = effect.Indicator, WhyZh = "", WhyEn = "" });
        static double? Known(double value) => double.IsFinite(value) ? value : null;
        (row.Method, row.Verdict, row.DecidableOn, row.AsOf) = (effect.Method, effect.Verdict, effect.DecidableOn, DateOnly.FromDateTime(asOf));
        (row.Estimate, row.Low, row.High) = (Known(effect.Estimate), Known(effect.Low), Known(effect.High));
        (row.Indicator, row.WhyZh, row.WhyEn, row.LostSince) = (effect.Indicator, effect.Why.Zh, effect.Why.En, null);
        row.Path = JsonSerializer.Serialize(effect.Path.Select(p => new
        {
            at = DateOnly.FromDateTime(p.At), observed = Known(p.Observed), expected = Known(p.Expected), low = Known(p.Low), high = Known(p.High), after = p.After, leftOut = p.LeftOut,
        }));
        action.Proof = effect.Verdict switch
        {
            Verdict.Effective => Proof.Effective,
            Verdict.NotEffective => Proof.NotEffective,
            Verdict.Harmful => Proof.Harmful,
            _ => Proof.Inconclusive,
        };
        action.DecidableOn = effect.DecidableOn;
        if (changed)
            session.Trail(new Artefact(ArtefactKind.Action, action.Id), "verify.verdict", new Artefact(ArtefactKind.Effect, action.Id), effect.Verdict);
    }

    private static async Task WatchAsync(
        ActionRow action, EffectRow row, ImprovementRow improvement, Indicator indicator, DateTime asOf, Session session, CancellationToken ct)
    {
        var start = action.StartedOn!.Value.ToDateTime(TimeOnly.MinValue);
        var verified = row.AsOf.ToDateTime(TimeOnly.MinValue);
        var until = verified.AddDays(DaysWatched) < asOf ? verified.AddDays(DaysWatched) : asOf.Date;
        if (until <= verified)
            return;
        var points = await DaysAsync(indicator, Slice.Parse(action.Scope), new Period(start, until), session, ct);
        var state = GainWatch.Check(indicator, action.Expected, [.. points.Where(p => p.At < verified)], [.. points.Where(p => p.At >= verified)]);
        if (!state.Lost)
            return;
        row.LostSince = DateOnly.FromDateTime(state.LostSince!.Value);
        await MoveImprovement.ReopenAsync(improvement.Id, $"gain lost since {row.LostSince:yyyy-MM-dd} / 成效自 {row.LostSince:yyyy-MM-dd} 起消失", session, ct);
    }
}
