using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Diagnose;

/// <summary>Lists problems, worst first; a person with a scope sees those that lie in it.</summary>
public static class ListProblems
{
    /// <summary>Nulls do not restrict.</summary>
    /// <param name="Period">Problems that went on during it.</param>
    public sealed record Input(ProblemState? State = null, ProblemKind? Kind = null, string? Search = null, Slice? Within = null, Period? Period = null);

    /// <summary>The problems that stand: found by the latest run, neither dismissed nor part of another.</summary>
    public static async Task<Outcome<List<ProblemRow>>> RunAsync(Session session, CancellationToken ct = default) =>
        (await AllAsync(new Input(), session, [], ct)).Value
            .Where(l => l.Row.StillFound && l.State is not (ProblemState.Dismissed or ProblemState.Merged)).Select(l => l.Row).ToList();

    /// <summary>Every problem ever found, with its state.</summary>
    public static async Task<Outcome<List<ProblemLine>>> AllAsync(Input input, Session session, IEnumerable<IProblemPart> parts, CancellationToken ct = default)
    {
        var rows = await session.Records.Set<ProblemRow>().AsNoTracking().ToListAsync(ct);
        if (!session.Actor.Scope.IsWhole)
            rows.ForEach(r => KeepTo(session.Actor.Scope, r));
        var work = await session.Records.Set<WorkRow>().AsNoTracking().ToDictionaryAsync(w => w.ProblemId, StringComparer.Ordinal, ct);
        var doing = new List<IReadOnlyDictionary<string, ProblemWork>>();
        foreach (var part in parts.OrderBy(p => p.Stage))
            doing.Add(await part.WorkAsync(session, ct));
        var lines = rows.Select(r => Line(r, work.GetValueOrDefault(r.Id), doing)).Where(l => LiesIn(l, session.Actor.Scope) && Matches(l, input));
        return lines.OrderBy(l => l.Row.Kind == ProblemKind.Fault ? 0 : 1).ThenBy(l => l.Row is { EndedAt: null, StillFound: true } ? 0 : 1)
            .ThenByDescending(l => l.Row.Confidence * Math.Max(1, l.Row.Cases)).ThenBy(l => l.Row.Id, StringComparer.Ordinal).ToList();
    }

    /// <summary>One problem with what happened to it, whatever its state.</summary>
    public static async Task<Outcome<(ProblemRow Problem, List<TrailRow> Trail)>> OneAsync(string id, Session session, CancellationToken ct = default)
    {
        var line = (await AllAsync(new Input(), session, [], ct)).Value.FirstOrDefault(l => l.Row.Id == id);
        return line is null ? Missing(id) : (line.Row, await TrailAsync(id, session, ct));
    }

    public static async Task<List<TrailRow>> TrailAsync(string id, Session session, CancellationToken ct)
    {
        var key = new Artefact(ArtefactKind.Problem, id).ToString();
        return await session.Records.Set<TrailRow>().AsNoTracking().Where(t => t.Of == key || t.To == key).OrderBy(t => t.At).ThenBy(t => t.Id).ToListAsync(ct);
    }

    public static Refusal Missing(string id) => new("diagnose.problem.no-such", id) { Kind = RefusalKind.NotFound };

    /// <summary>
    /// A problem lies in a scope when its slice says so, or, where the slice names no outlet, when facts of its slice come from one of
    /// the scope's outlets. A fault of the web sale, which belongs to no outlet, is not shown to the manager of one.
    /// </summary>
    public static bool LiesIn(ProblemLine line, Slice scope)
    {
        if (scope.IsWhole || scope.Covers(line.Slice))
            return true;
        if (!scope.Meets(line.Slice) || !line.Slice["outlet"].IsEmpty)
            return scope.Meets(line.Slice);
        return line.Work?.Outlets?.Split('\n').Any(o => scope["outlet"].Contains(o)) ?? false;
    }

    /// <summary>Of a problem that reaches beyond a scope, no evidence is shown that speaks of other places or of who works there.</summary>
    private static void KeepTo(Slice scope, ProblemRow row)
    {
        if (!scope.Covers(Slice.Parse(row.Slice)))
            row.Evidence = JsonSerializer.Serialize(row.EvidenceList.Where(e => e.Kind is not EvidenceKind.Staff && scope.Meets(Slice.Parse(e.Where))));
    }

    private static bool Matches(ProblemLine line, Input input) =>
        (input.State is not { } state || line.State == state)
        && (input.Kind is not { } kind || line.Row.Kind == kind)
        && (input.Within is not { } within || within.Meets(line.Slice))
        && (input.Period is not { } p || (line.Row.StartedAt < p.To && (line.Row.EndedAt ?? DateTime.MaxValue) > p.From))
        && (string.IsNullOrWhiteSpace(input.Search)
            || new[] { line.Row.Id, line.Row.TitleZh, line.Row.TitleEn, line.Row.Indicator, line.Work?.OwnerName }
                .Any(t => t?.Contains(input.Search.Trim(), StringComparison.OrdinalIgnoreCase) ?? false));

    private static ProblemLine Line(ProblemRow row, WorkRow? work, List<IReadOnlyDictionary<string, ProblemWork>> doing)
    {
        List<ProblemWork> now = [.. doing.Select(d => d.GetValueOrDefault(row.Id)).OfType<ProblemWork>()];
        return new ProblemLine(row, work, ProblemLine.StateOf(row, work, now), now);
    }
}
