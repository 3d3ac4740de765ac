using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Detect;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Diagnose;

/// <summary>Joins the standing signals to problems and keeps them: new ones are opened, ended ones say so, each on its trail.</summary>
public sealed class FindProblems : ILoopStep
{
    public Stage Stage => Stage.Diagnose;

    public Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct) => RunAsync(session, ct);

    public static async Task<int> RunAsync(Session session, CancellationToken ct = default)
    {
        var signals = (await ListSignals.RunAsync(new ListSignals.Input(), session, ct)).Value;
        var problems = GroupSignals.Of(signals, await Indicators.AllAsync(session, ct));
        var known = await session.Records.Set<ProblemRow>().ToDictionaryAsync(r => r.Id, StringComparer.Ordinal, ct);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var problem in problems)
        {
            // The same indicator at the same place in the same week is one problem, however many groups it fell into; the worst comes first.
            if (!found.Add(problem.Id))
                continue;
            if (!known.TryGetValue(problem.Id, out var row))
            {
                row = new ProblemRow { Id = problem.Id, TitleZh = "", TitleEn = "", Slice = "", Indicator = "" };
                session.Records.Add(row);
                session.Trail(new Artefact(ArtefactKind.Problem, problem.Id), "diagnose.problem.opened", new Artefact(ArtefactKind.Signal, problem.Signals[0].Id));
            }
            else if (row.EndedAt is null && problem.EndedAt is not null)
            {
                session.Trail(new Artefact(ArtefactKind.Problem, problem.Id), "diagnose.problem.ended");
            }

            row.Take(problem);
            await KeepMentionsAsync(problem, session, ct);
        }

        foreach (var row in known.Values.Where(r => !found.Contains(r.Id)))
            row.StillFound = false;
        await session.Records.SaveChangesAsync(ct);
        return problems.Count;
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
