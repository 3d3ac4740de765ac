using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Standardize;
using Piaozhi.Diagnose;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Measure;
using Piaozhi.Verify;

namespace Piaozhi.Standardize;

/// <summary>
/// Every closed improvement leaves a lesson, what did not work too: at once when it is closed, and by the loop for what was missed. A
/// lesson whose gain was lost says so.
/// </summary>
public sealed class KeepLessons : ILoopStep, IWhenClosed
{
    private static readonly CultureInfo Zh = CultureInfo.GetCultureInfo("zh-CN"), En = CultureInfo.GetCultureInfo("en");

    public Stage Stage => Stage.Standardize;

    public Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct) => RunAsync(session, ct);

    public Task ClosedAsync(string improvementId, Session session, CancellationToken ct) => RunAsync(session, ct);

    public static async Task RunAsync(Session session, CancellationToken ct = default)
    {
        var kept = await session.Records.Set<LessonRow>().ToDictionaryAsync(r => r.ImprovementId, ct);
        var improvements = await session.Records.Set<ImprovementRow>().AsNoTracking().Where(r => r.State != ImprovementState.Open).ToListAsync(ct);
        foreach (var row in improvements.Where(r => r.Closed))
        {
            var known = kept.GetValueOrDefault(row.Id);
            if (known is not null && known.LearnedOn == row.ClosedOn && known.Worked == (row.Closing == Closing.Effective))
                continue;
            if (known is null)
            {
                session.Records.Add(known = new LessonRow { ImprovementId = row.Id, Title = row.Title, Text = "" });
                session.Trail(new Artefact(ArtefactKind.Improvement, row.Id), "standardize.lesson", new Artefact(ArtefactKind.Lesson, row.Id), row.Title);
            }

            await WriteAsync(known, row, session, ct);
        }

        foreach (var row in improvements.Where(r => r.State == ImprovementState.Reopened && kept.TryGetValue(r.Id, out var lesson) && lesson.LostSince is null))
        {
            var ids = await session.Records.Set<ActionRow>().Where(a => a.ImprovementId == row.Id).Select(a => a.Id).ToListAsync(ct);
            if (await session.Records.Set<EffectRow>().Where(e => ids.Contains(e.ActionId) && e.LostSince != null).MinAsync(e => e.LostSince, ct) is { } since)
                (kept[row.Id].LostSince, kept[row.Id].Revision) = (since, kept[row.Id].Revision + 1);
        }

        await session.Records.SaveChangesAsync(ct);
    }

    /// <summary>Lessons of what is alike, nearest first.</summary>
    public static async Task<IReadOnlyList<ScoredLesson>> FindAsync(LessonQuery query, Session session, CancellationToken ct = default, int most = 5, double least = 0.15) =>
        SimilarLessons.Find(query, (await session.Records.Set<LessonRow>().AsNoTracking().ToListAsync(ct)).Select(r => r.ToLesson()), most, least);

    private static async Task WriteAsync(LessonRow lesson, ImprovementRow row, Session session, CancellationToken ct)
    {
        var catalog = await Indicators.AllAsync(session, ct);
        var actions = await session.Records.Set<ActionRow>().AsNoTracking().Where(a => a.ImprovementId == row.Id).OrderBy(a => a.StartedOn).ThenBy(a => a.Id).ToListAsync(ct);
        var ids = actions.Select(a => a.Id).ToList();
        var effects = await session.Records.Set<EffectRow>().AsNoTracking().Where(e => ids.Contains(e.ActionId)).ToDictionaryAsync(e => e.ActionId, ct);
        var problem = row.ProblemId is { } p ? await session.Records.Set<ProblemRow>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == p, ct) : null;
        string Effects(CultureInfo culture) => string.Join('\n', actions.Where(a => effects.ContainsKey(a.Id) && catalog.Find(a.Indicator) is not null).Select(a =>
            $"{a.Indicator} {catalog.Find(a.Indicator)!.Name.In(culture)} {EffectText.Change(effects[a.Id], catalog.Find(a.Indicator)!, culture)}"));
        (lesson.Title, lesson.Problem, lesson.Cause) = (row.Title, row.Problem, row.Cause);
        lesson.Text = row.Lesson.Length > 0 ? row.Lesson : row.Reason ?? "";
        lesson.Actions = string.Join('\n', actions.Select(a => a.Title));
        (lesson.EffectZh, lesson.EffectEn) = (Effects(Zh), Effects(En));
        (lesson.Worked, lesson.LostSince) = (row.Closing == Closing.Effective, null);
        lesson.Indicators = string.Join(',', actions.Select(a => a.Indicator).Append(row.Indicator).Where(c => c.Length > 0).Distinct(StringComparer.Ordinal));
        lesson.Slice = actions.FirstOrDefault(a => a.Main)?.Scope ?? row.Scope;
        lesson.Taxonomy = problem?.Taxonomy ?? lesson.Taxonomy;
        lesson.LearnedOn = row.ClosedOn ?? DateOnly.FromDateTime(session.LocalNow);
        lesson.Revision++;
    }
}
