using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Problems;

/// <summary>The one way in which people change how a problem stands: right, sight, change, trail, save.</summary>
internal static class ChangeWork
{
    public static async Task<Outcome<Done>> RunAsync(
        string id, Func<ProblemLine, WorkRow, Task<Outcome<Step>>> change, Session session, CancellationToken ct)
    {
        if (session.Refuses(Right.WorkOnProblems) is { } no)
            return no;
        if ((await ListProblems.AllAsync(new(), session, [], ct)).Value.FirstOrDefault(l => l.Row.Id == id) is not { } line)
            return ListProblems.Missing(id);
        if (await session.Records.Set<WorkRow>().FindAsync([id], ct) is not { } work)
            session.Records.Add(work = new WorkRow { ProblemId = id });
        var step = await change(line, work);
        if (!step.Ok)
            return Outcome<Done>.Refuse(step.Refusals);
        if (step.Value.Code.Length > 0)
        {
            var to = step.Value.To is { } other ? new Artefact(ArtefactKind.Problem, other) : (Artefact?)null;
            session.Trail(new Artefact(ArtefactKind.Problem, id), step.Value.Code, to, step.Value.Args);
            await session.Records.SaveChangesAsync(ct);
        }

        return default(Done);
    }

    /// <summary>The sentence for the trail; an empty code = nothing changed.</summary>
    public sealed record Step(string Code, string? To = null, params object[] Args);
}
