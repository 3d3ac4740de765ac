using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;
using Piaozhi.Diagnose;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Measure;
using Piaozhi.Storage.Records;

namespace Piaozhi.Verify;

/// <summary>
/// Computes the effect of every action in effect and writes its verdict where the gates read it; gains of what is closed are watched. What
/// is settled is not looked at again, and what has the same data as before is not estimated again.
/// </summary>
public sealed class VerifyEffects : ILoopStep, IWhenStarted
{
    public Stage Stage => Stage.Verify;

    public Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct) => RunAsync(session, ct);

    public Task StartedAsync(string actionId, Session session, CancellationToken ct) => RunAsync(session, ct, actionId);

    /// <summary>How many effects were estimated anew.</summary>
    /// <param name="only">The one action to be estimated, whether its data changed or not; null = all.</param>
    public static async Task<int> RunAsync(Session session, CancellationToken ct = default, string? only = null)
    {
        var actions = await session.Records.Set<ActionRow>().Where(a => a.StartedOn != null).ToListAsync(ct);
        if (actions.Count == 0)
            return 0;
        var improvements = await session.Records.Set<ImprovementRow>().ToDictionaryAsync(r => r.Id, ct);
        var problems = await session.Records.Set<ProblemRow>().AsNoTracking().ToDictionaryAsync(p => p.Id, StringComparer.Ordinal, ct);
        var catalog = await Indicators.AllAsync(session, ct);
        var asOf = await AsOfAsync(session, ct);
        var settings = await session.Records.SettingAsync(VerifySettings.Key, new VerifySettings(), ct);
        var all = actions.Where(a => improvements.ContainsKey(a.ImprovementId) && catalog.Find(a.Indicator) is not null)
            .Select(a => Of(a, improvements[a.ImprovementId], catalog.Find(a.Indicator)!, problems.GetValueOrDefault(improvements[a.ImprovementId].ProblemId ?? ""))).ToList();
        var done = 0;
        foreach (var treatment in all.Where(t => only is null || t.Id == only))
        {
            var action = actions.First(a => a.Id == treatment.Id);
            var improvement = improvements[action.ImprovementId];
            var row = await session.Records.Set<EffectRow>().FindAsync([action.Id], ct);
            if (improvement.Closed)
            {
                // The verdict on which it was closed stands; only its gain is watched.
                if (row is not null && improvement.Closing == Closing.Effective && action.Main)
                    await WatchGain.RunAsync(row, action, improvement, treatment, settings, asOf, session, ct);
                continue;
            }

            // A gain that was lost stays lost: something new must be done and proved.
            if (row?.LostSince is not null)
                continue;
            done += await EstimateAsync(treatment, all, action, row, asOf, only is not null, session, ct) ? 1 : 0;
        }

        await session.Records.SaveChangesAsync(ct);
        return done;
    }

    /// <summary>The last moment that the facts speak of, and never later than now.</summary>
    public static async Task<DateTime> AsOfAsync(Session session, CancellationToken ct = default) =>
        await AskFacts.WatermarkAsync(session.Facts, session.Options, ct) is { } latest && latest < session.LocalNow ? latest : session.LocalNow;

    /// <summary>An action as the question of its effect sees it.</summary>
    public static Treatment Of(ActionRow a, ImprovementRow improvement, Indicator indicator, ProblemRow? problem = null)
    {
        var start = a.StartedOn!.Value;
        return new Treatment(
            a.Id, a.Title, indicator, a.Expected, a.ExpectedChange, start.ToDateTime(TimeOnly.MinValue), a.WithdrawnOn?.ToDateTime(TimeOnly.MinValue), Slice.Parse(a.Scope))
        {
            Trigger = improvement is { SpikeFrom: { } from, SpikeTo: { } to } && to < start ? Period.Days(from, to) : null,
            Since = problem is not null && improvement.SpikeFrom is null && Moved(problem, a) && problem.StartedAt < start.ToDateTime(TimeOnly.MinValue) ? problem.StartedAt : null,
        };
    }

    /// <summary>The problem is one of this indicator and place. That it went on when the improvement was opened shows by no spike having been named.</summary>
    private static bool Moved(ProblemRow p, ActionRow a) => p.Indicators.Split(' ').Contains(a.Indicator) && Slice.Parse(p.Slice).Meets(Slice.Parse(a.Scope));

    private static async Task<bool> EstimateAsync(
        Treatment treatment, List<Treatment> all, ActionRow action, EffectRow? row, DateTime asOf, bool anyway, Session session, CancellationToken ct)
    {
        var question = await EffectQuestion.OfAsync(treatment, all, asOf, null, session, ct);
        var fingerprint = Fingerprint(question);
        if (!anyway && row?.Fingerprint == fingerprint && action.Proof != Proof.None)
            return false;
        var effect = EffectEstimator.Estimate(question);
        var changed = row is null || row.Verdict != effect.Verdict;
        if (row is null)
            session.Records.Add(row = new EffectRow { ActionId = action.Id, Indicator = effect.Indicator, WhyZh = "", WhyEn = "" });
        (row.Method, row.Verdict, row.DecidableOn, row.AsOf, row.Fingerprint) = (effect.Method, effect.Verdict, effect.DecidableOn, DateOnly.FromDateTime(asOf), fingerprint);
        (row.WatchUntil, row.WatchedOn) = (null, null);
        (row.Estimate, row.Low, row.High) = (Known(effect.Estimate), Known(effect.Low), Known(effect.High));
        (row.Indicator, row.WhyZh, row.WhyEn) = (effect.Indicator, effect.Why.Zh, effect.Why.En);
        row.Path = JsonSerializer.Serialize(effect.Path.Select(p => new EffectDay(
            DateOnly.FromDateTime(p.At), Known(p.Observed), Known(p.Expected), Known(p.Low), Known(p.High), p.After, p.LeftOut)), JsonSerializerOptions.Web);
        row.Before = BeforeStart.Of(question) is { } b && double.IsFinite(b.Low)
            ? JsonSerializer.Serialize(new KeptPreTrend(b.Slope, b.Low, b.High, b.Days, b.Controls, Known(b.Placebo), Known(b.PlaceboLow), Known(b.PlaceboHigh), b.PlaceboDays), JsonSerializerOptions.Web)
            : "";
        row.Caveats = JsonSerializer.Serialize(effect.Caveats.Select(c => new KeptCaveat(c.Id, [.. c.Args.Select(Written)])), JsonSerializerOptions.Web);
        action.Proof = effect.Verdict switch
        {
            Verdict.Effective => Proof.Effective,
            Verdict.NotEffective => Proof.NotEffective,
            Verdict.Harmful => Proof.Harmful,
            _ => Proof.Inconclusive,
        };
        action.DecidableOn = effect.DecidableOn;
        if (changed)
            session.Trail(
                new Artefact(ArtefactKind.Action, action.Id), "verify.verdict." + effect.Verdict, new Artefact(ArtefactKind.Effect, action.Id), action.Title,
                EffectText.Change(row, treatment.Indicator, Zh), EffectText.Change(row, treatment.Indicator, En));
        return true;
    }

    private static readonly CultureInfo Zh = CultureInfo.GetCultureInfo("zh-CN"), En = CultureInfo.GetCultureInfo("en");

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static string Written(object arg) =>
        arg is DateTime t ? t.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Convert.ToString(arg, CultureInfo.InvariantCulture) ?? "";

    private static string Fingerprint(EffectCase c)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"2|{c.Indicator.Code}/{c.Indicator.Version}|{c.Promised}|{c.ExpectedChange:R}|{c.Start:s}|{c.End:s}|{c.AsOf.Date:s}|{c.Trigger}|");
        text.AppendJoin(',', c.Overlapping);
        foreach (var series in c.Controls.Prepend(c.Treated))
        {
            text.Append('\n');
            foreach (var p in series)
                text.Append(CultureInfo.InvariantCulture, $"{p.At.Ticks:x}:{p.Statistic.N}:{p.Statistic.Numerator:R}:{p.Statistic.Denominator:R}:{p.Statistic.Quantile:R}:{p.Complete};");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
