using System.Globalization;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;
using Piaozhi.Host;
using Piaozhi.Improve;

namespace Piaozhi.Verify;

/// <summary>Keeps watch on the gain of an improvement that was closed as effective, and reopens it when the gain is lost.</summary>
public static class WatchGain
{
    /// <summary>The days on which the verdict rests, and those that came after it.</summary>
    public sealed record Days(IReadOnlyList<Point> Verified, IReadOnlyList<Point> Since);

    public static async Task<Days> DaysAsync(EffectRow row, Treatment treatment, DateTime until, Session session, CancellationToken ct = default)
    {
        var verified = row.AsOf.ToDateTime(TimeOnly.MinValue);
        var points = until <= treatment.Start ? [] : await DailyPoints.RunAsync(treatment.Indicator, treatment.Scope, new Period(treatment.Start, until), session, ct);
        return new Days([.. points.Where(p => p.At < verified)], [.. points.Where(p => p.At >= verified)]);
    }

    internal static async Task RunAsync(
        EffectRow row, ActionRow action, ImprovementRow improvement, Treatment treatment, VerifySettings settings, DateTime asOf, Session session, CancellationToken ct)
    {
        if (row is not { Verdict: Verdict.Effective } || row.Watch is WatchState.Lost or WatchState.Kept)
            return;
        row.WatchUntil ??= (improvement.ClosedOn ?? row.AsOf).AddDays(settings.WatchDays);
        var today = DateOnly.FromDateTime(asOf);
        if (row.WatchedOn >= today)
            return;
        var seen = today < row.WatchUntil ? today : row.WatchUntil.Value;
        var days = await DaysAsync(row, treatment, seen.ToDateTime(TimeOnly.MinValue), session, ct);
        row.WatchedOn = seen;
        var state = GainWatch.Check(treatment.Indicator, action.Expected, days.Verified, days.Since);
        if (state.Lost)
        {
            row.LostSince = DateOnly.FromDateTime(state.LostSince!.Value);
            action.Proof = Proof.Lost;
            session.Trail(new Artefact(ArtefactKind.Action, action.Id), "verify.watch.lost", new Artefact(ArtefactKind.Effect, action.Id), action.Title, Day(row.LostSince.Value));
            await TellOwners.RunAsync(
                new Artefact(ArtefactKind.Effect, action.Id).ToString(), new Bilingual("成效消失", "Gains lost"), "/verify",
                [new Notice(
                    new Bilingual($"“{action.Title}”的成效自 {Day(row.LostSince.Value)} 起消失，改进项目已重新打开", $"The gain of “{action.Title}” is lost since {Day(row.LostSince.Value)}; its improvement was reopened"),
                    new Bilingual(improvement.Title, improvement.Title), "/verify/" + action.Id, improvement.OwnerId, treatment.Scope)], session, ct);
            await MoveImprovement.ReopenLostAsync(improvement.Id, row.LostSince.Value, action.Title, session, ct);
        }
        else if (seen == row.WatchUntil)
        {
            session.Trail(new Artefact(ArtefactKind.Action, action.Id), "verify.watch.kept", new Artefact(ArtefactKind.Effect, action.Id), action.Title, Day(row.WatchUntil.Value));
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Once a day the loop is run even when no facts came: verdicts become due and watches end by time alone.</summary>
public sealed class VerifyDaily(LoopRunner loop) : IJob
{
    public string Name => "verify.daily";

    public TimeSpan Every => TimeSpan.FromDays(1);

    public Task RunAsync(Session session, CancellationToken ct)
    {
        loop.Request();
        return Task.CompletedTask;
    }
}
