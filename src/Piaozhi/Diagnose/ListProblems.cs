using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Diagnose;

/// <summary>Lists the problems that stand, worst first; a person with a scope sees those that lie in it.</summary>
public static class ListProblems
{
    public static async Task<Outcome<List<ProblemRow>>> RunAsync(Session session, CancellationToken ct = default)
    {
        var rows = await session.Records.Set<ProblemRow>().AsNoTracking().Where(r => r.StillFound).ToListAsync(ct);
        return rows.Where(r => session.Actor.Scope.Covers(Slice.Parse(r.Slice)))
            .OrderBy(r => r.Kind == ProblemKind.Fault ? 0 : 1).ThenBy(r => r.EndedAt is null ? 0 : 1)
            .ThenByDescending(r => r.Confidence * Math.Max(1, r.Cases)).ThenBy(r => r.Id, StringComparer.Ordinal).ToList();
    }

    /// <summary>One problem with what happened to it.</summary>
    public static async Task<Outcome<(ProblemRow Problem, List<TrailRow> Trail)>> OneAsync(string id, Session session, CancellationToken ct = default)
    {
        var row = (await RunAsync(session, ct)).Value.FirstOrDefault(r => r.Id == id);
        if (row is null)
            return new Refusal("diagnose.problem.no-such", id) { Kind = RefusalKind.NotFound };
        var key = new Artefact(ArtefactKind.Problem, id).ToString();
        return (row, await session.Records.Set<TrailRow>().AsNoTracking().Where(t => t.Of == key || t.To == key).OrderBy(t => t.At).ToListAsync(ct));
    }
}
