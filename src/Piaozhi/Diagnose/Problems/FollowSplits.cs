using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Detect;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Diagnose.Problems;

/// <summary>After the problems were found anew: gives the problems that people split off their signals again.</summary>
public sealed class FollowSplits : ILoopStep
{
    public Stage Stage => Stage.Diagnose;

    public Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct) => RunAsync(session, ct);

    public static async Task RunAsync(Session session, CancellationToken ct = default)
    {
        var splits = await session.Records.Set<WorkRow>().Where(w => w.SplitSignals != "").ToListAsync(ct);
        if (splits.Count == 0)
            return;
        var catalog = await Indicators.AllAsync(session, ct);
        var signals = (await session.Records.Set<SignalRow>().AsNoTracking().ToListAsync(ct)).ToDictionary(r => r.Id, StringComparer.Ordinal);
        var rows = await session.Records.Set<ProblemRow>().ToListAsync(ct);
        List<Signal> Of(IEnumerable<string> ids) => [.. ids.Where(signals.ContainsKey).Select(id => signals[id]).Where(r => r.StillFound).Select(r => r.ToSignal())];
        var taken = splits.SelectMany(s => s.SignalsTaken).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows.Where(r => splits.All(s => s.ProblemId != r.Id)))
        {
            var own = row.Signals.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (own.Any(taken.Contains))
                Narrow(row, Of(own.Where(id => !taken.Contains(id))), catalog);
        }

        foreach (var split in splits)
        {
            var row = rows.FirstOrDefault(r => r.Id == split.ProblemId);
            if (row is null)
                session.Records.Add(row = new ProblemRow { Id = split.ProblemId, TitleZh = "", TitleEn = "", Slice = "", Indicator = "" });
            Take(row, Of(split.SignalsTaken), catalog);
        }

        await session.Records.SaveChangesAsync(ct);
    }

    /// <summary>What the facts said of the cause, of whom it hurt and of who speaks of it stays with the problem that was split.</summary>
    private static void Narrow(ProblemRow row, List<Signal> rest, Core.Measure.IndicatorCatalog catalog)
    {
        var (activity, reason, taxonomy) = (row.Activity, row.Reason, row.Taxonomy);
        var (cases, customers, amount, mentions) = (row.Cases, row.Customers, row.Amount, row.Mentions);
        Take(row, rest, catalog);
        (row.Activity, row.Reason, row.Taxonomy) = (activity, reason, taxonomy);
        (row.Cases, row.Customers, row.Amount, row.Mentions) = (cases, customers, amount, mentions);
    }

    /// <summary>People decided that these signals are one problem; the words come from the group that stands out most.</summary>
    private static void Take(ProblemRow row, List<Signal> signals, Core.Measure.IndicatorCatalog catalog)
    {
        if (OneProblem.Of(signals, catalog) is not { } lead)
        {
            row.StillFound = false;
            return;
        }

        row.Take(lead with
        {
            Signals = signals,
            EndedAt = signals.Any(s => s.End is null) ? null : signals.Max(s => s.End),
        });
    }
}
