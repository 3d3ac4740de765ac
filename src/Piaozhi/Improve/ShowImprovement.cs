using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Improve;

/// <summary>Everything that the page of one improvement shows.</summary>
public sealed record OneImprovement(
    Listed Listed, IReadOnlyList<Gate> Gates, IReadOnlyList<CommentRow> Comments, IReadOnlyList<AttachmentRow> Files, IReadOnlyList<TrailRow> Trail, ProblemRow? Problem)
{
    public ImprovementRow Row => Listed.Row;

    /// <summary>What holds the present step shut.</summary>
    public Gate Here => Gates.First(g => g.Step.Code == Row.Step);

    /// <summary>Reasons why it cannot be closed as effective just now.</summary>
    public IReadOnlyList<Refusal> ToClose => Core.Improve.Gates.Close(Row.Standing, MoveImprovement.FactsOf(Row, Listed.Actions), Closing.Effective, "").Refusals;
}

/// <summary>Shows one improvement.</summary>
public static class ShowImprovement
{
    public static async Task<Outcome<OneImprovement>> RunAsync(string id, Session session, CancellationToken ct = default)
    {
        var row = await session.Records.Set<ImprovementRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct);
        var actions = await session.Records.Set<ActionRow>().AsNoTracking().Where(a => a.ImprovementId == id).OrderBy(a => a.Due).ThenBy(a => a.Id).ToListAsync(ct);
        if (row is null || !FindImprovement.Sees(row, actions, session.Actor))
            return new Refusal("improve.not-found", id) { Kind = RefusalKind.NotFound };
        var keys = actions.Select(a => new Artefact(ArtefactKind.Action, a.Id).ToString()).Append(new Artefact(ArtefactKind.Improvement, id).ToString()).ToList();
        return new OneImprovement(
            new Listed(row, actions, DateOnly.FromDateTime(session.LocalNow)),
            Core.Improve.Gates.Of(row.Method, MoveImprovement.FactsOf(row, actions)),
            await session.Records.Set<CommentRow>().AsNoTracking().Where(c => c.ImprovementId == id).OrderBy(c => c.Id).ToListAsync(ct),
            await session.Records.Set<AttachmentRow>().AsNoTracking().Where(f => f.ImprovementId == id).OrderBy(f => f.Id).ToListAsync(ct),
            await session.Records.Set<TrailRow>().AsNoTracking().Where(t => keys.Contains(t.Of) || (t.To != null && keys.Contains(t.To))).OrderByDescending(t => t.Id).ToListAsync(ct),
            row.ProblemId is { } p ? await session.Records.Set<ProblemRow>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == p, ct) : null);
    }
}
