using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Detect;
using Piaozhi.Detect.Watch;
using Piaozhi.Host;

namespace Piaozhi.Diagnose;

/// <summary>Joins the standing signals to problems and keeps them: new ones are opened, ended ones say so, each on its trail.</summary>
public sealed class FindProblems : ILoopStep
{
    public Stage Stage => Stage.Diagnose;

    /// <summary>Without a new run of the detection everything stands as it is.</summary>
    public async Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct)
    {
        if (DetectRun.Waits(session))
            await RunAsync(session, ct);
    }

    public static async Task<int> RunAsync(Session session, CancellationToken ct = default)
    {
        var watch = await WatchSettings.ReadAsync(session, ct);
        if (await DetectRun.TakeAsync(session, ct) is not { } run)
            return await WithoutFactsAsync(watch, session, ct);
        var kept = await KeptSignalsAsync(session, ct);
        var seen = run.Found.Seen.Where(s => watch.MuteOf(s.Signal.Indicator, s.Signal.Slice, session.LocalNow) is null).ToList();
        var problems = Diagnosis.Of(run.Log, run.Found with { Seen = seen }, run.Options).Select(p => p with { Signals = [.. p.Signals.Select(s => kept(s) is { } id ? s with { Id = id } : s)] }).ToList();
        var known = await session.Records.Set<ProblemRow>().ToDictionaryAsync(r => r.Id, StringComparer.Ordinal, ct);
        var free = known.Values.Where(r => r.EndedAt is null || r.EndedAt > run.Log.First).ToHashSet();
        var names = known.Keys.ToHashSet(StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in problems)
        {
            var row = known.TryGetValue(one.Id, out var same) && free.Contains(same) ? same : free.Where(r => Same(r, one)).OrderBy(r => Math.Abs((r.StartedAt - one.StartedAt).Ticks)).FirstOrDefault();
            // One that came back after it had ended is another entry.
            var problem = one with { Id = row?.Id ?? StableName.Free(one.Id, names) };
            found.Add(problem.Id);
            if (row is null)
            {
                row = new ProblemRow { Id = problem.Id, TitleZh = "", TitleEn = "", Slice = "", Indicator = "" };
                session.Records.Add(row);
                session.Trail(new Artefact(ArtefactKind.Problem, problem.Id), "diagnose.problem.opened",
                    problem.Signals.Count > 0 ? new Artefact(ArtefactKind.Signal, problem.Signals[0].Id) : null);
            }
            else if (row.EndedAt is null && problem.EndedAt is not null)
            {
                session.Trail(new Artefact(ArtefactKind.Problem, problem.Id), "diagnose.problem.ended");
            }

            free.Remove(row);
            row.Take(problem);
            await KeepMentionsAsync(problem, session, ct);
        }

        foreach (var row in known.Values.Where(r => !found.Contains(r.Id)))
            row.StillFound = false;
        await session.Records.SaveChangesAsync(ct);
        return problems.Count;
    }

    /// <summary>Nothing new is known; only what is muted meanwhile goes, and what is watched again comes back.</summary>
    private static async Task<int> WithoutFactsAsync(WatchSettings watch, Session session, CancellationToken ct)
    {
        var rows = await session.Records.Set<ProblemRow>().ToListAsync(ct);
        foreach (var row in rows)
            row.StillFound = watch.MuteOf(row.Indicator, Slice.Parse(row.Slice), session.LocalNow) is null;
        await session.Records.SaveChangesAsync(ct);
        return rows.Count(r => r.StillFound);
    }

    /// <summary>More facts move start, place and leading indicator a little; it is the same problem while kind, time and place meet and an indicator is shared.</summary>
    private static bool Same(ProblemRow row, Problem p) =>
        row.Kind == p.Kind && row.StartedAt < (p.EndedAt ?? DateTime.MaxValue) && p.StartedAt < (row.EndedAt ?? DateTime.MaxValue)
        && Slice.Parse(row.Slice).Meets(p.Cause.Slice) && (row.Indicators.Split(' ').Intersect(p.Indicators).Any() || (row.Indicators.Length == 0 && !p.Indicators.Any()));

    /// <summary>The id under which a signal is kept: its own, or that of the run that saw it first.</summary>
    private static async Task<Func<Signal, string?>> KeptSignalsAsync(Session session, CancellationToken ct)
    {
        var rows = await session.Records.Set<SignalRow>().AsNoTracking().Where(r => r.StillFound).ToListAsync(ct);
        var byPlace = rows.ToLookup(r => (r.Indicator, r.Slice, r.Start));
        return s => byPlace[(s.Indicator, s.Slice.ToString(), s.Start)].FirstOrDefault()?.Id;
    }

    /// <summary>What speaks of the problem now takes the place of what was thought to before.</summary>
    private static async Task KeepMentionsAsync(Problem problem, Session session, CancellationToken ct)
    {
        var known = await session.Records.Set<MentionRow>().Where(m => m.ProblemId == problem.Id).ToDictionaryAsync(m => m.FeedbackId, StringComparer.Ordinal, ct);
        foreach (var mention in problem.Mentions)
        {
            if (!known.Remove(mention.FeedbackId, out var row))
                session.Records.Add(row = new MentionRow { ProblemId = problem.Id, FeedbackId = mention.FeedbackId });
            (row.At, row.Taxonomy, row.By, row.Weight) = (mention.At, mention.Taxonomy, mention.By, mention.Weight);
        }

        session.Records.RemoveRange(known.Values);
    }
}
