using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Standardize;
using Piaozhi.Host;
using Piaozhi.Improve;

namespace Piaozhi.Standardize;

/// <summary>Every closed improvement leaves a lesson, what did not work too; and lessons of similar problems are found again.</summary>
public sealed class KeepLessons : ILoopStep
{
    public Stage Stage => Stage.Standardize;

    public async Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct) => await RunAsync(session, ct);

    public static async Task RunAsync(Session session, CancellationToken ct = default)
    {
        var closed = await session.Records.Set<ImprovementRow>().Where(r => r.State == ImprovementState.Closed).ToListAsync(ct);
        var kept = await session.Records.Set<LessonRow>().ToDictionaryAsync(r => r.ImprovementId, ct);
        foreach (var row in closed)
        {
            var known = kept.GetValueOrDefault(row.Id);
            if (known is not null && known.LearnedOn == row.ClosedOn && known.Worked == (row.Closing == Closing.Effective))
                continue;
            var actions = await session.Records.Set<ActionRow>().Where(a => a.ImprovementId == row.Id).ToListAsync(ct);
            if (known is null)
            {
                session.Records.Add(known = new LessonRow { ImprovementId = row.Id, Title = row.Title, Text = "" });
                session.Trail(new Artefact(ArtefactKind.Improvement, row.Id), "standardize.lesson", new Artefact(ArtefactKind.Lesson, row.Id), row.Title);
            }

            known.Title = row.Title;
            known.Text = string.Join('\n', new[] { row.Problem, row.Cause, row.Lesson, row.Reason ?? "" }.Concat(actions.Select(a => a.Title)).Where(t => t.Length > 0));
            known.Worked = row.Closing == Closing.Effective;
            known.Indicators = string.Join(',', actions.Select(a => a.Indicator).Distinct(StringComparer.Ordinal));
            known.Slice = actions.FirstOrDefault(a => a.Main)?.Scope ?? "";
            known.LearnedOn = row.ClosedOn ?? DateOnly.FromDateTime(session.LocalNow);
        }

        await session.Records.SaveChangesAsync(ct);
    }

    public static async Task<IReadOnlyList<ScoredLesson>> FindAsync(LessonQuery query, Session session, CancellationToken ct = default) =>
        SimilarLessons.Find(query, (await session.Records.Set<LessonRow>().AsNoTracking().ToListAsync(ct)).Select(r => r.ToLesson()));
}
