using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Detect;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Problems;

/// <summary>One problem with everything that this stage knows of it.</summary>
public static class ShowProblem
{
    public static async Task<Outcome<ProblemFile>> RunAsync(string id, Session session, IEnumerable<IProblemPart> parts, CancellationToken ct = default)
    {
        var all = (await ListProblems.AllAsync(new(), session, parts, ct)).Value;
        if (all.FirstOrDefault(l => l.Row.Id == id) is not { } line)
            return ListProblems.Missing(id);
        var merged = all.Where(l => l.Work?.MergedInto == id).Select(l => l.Row).ToList();
        var signals = await SignalsAsync([line.Row, .. merged], session, ct);
        var notes = await session.Records.Set<NoteRow>().AsNoTracking().Where(n => n.ProblemId == id).OrderBy(n => n.At).ThenBy(n => n.Id).ToListAsync(ct);
        return new ProblemFile(line, signals, merged, notes, await ListProblems.TrailAsync(id, session, ct));
    }

    private static async Task<IReadOnlyList<Signal>> SignalsAsync(IReadOnlyList<ProblemRow> rows, Session session, CancellationToken ct)
    {
        var ids = rows.SelectMany(r => r.Signals.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
        var kept = await session.Records.Set<SignalRow>().AsNoTracking().Where(s => ids.Contains(s.Id)).ToListAsync(ct);
        return [.. kept.Select(s => s.ToSignal()).Where(s => session.Actor.Scope.Meets(s.Slice)).OrderBy(s => s.QValue).ThenBy(s => s.Id, StringComparer.Ordinal)];
    }
}
