using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Detect;

/// <summary>Looks at the facts of the last months, finds the signals and keeps them under names that do not change.</summary>
public sealed class FindSignals : ILoopStep
{
    public Stage Stage => Stage.Detect;

    /// <summary>Reading months of facts again is worth it only when they would tell something else.</summary>
    public async Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct)
    {
        if (await DetectRun.IsDueAsync(session, ct))
            await RunAsync(session, progress, ct);
    }

    /// <summary>The number of signals found.</summary>
    public static async Task<int> RunAsync(Session session, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        if (await DetectRun.RunAsync(session, progress: progress, ct: ct) is not { } run)
            return 0;
        var (from, found) = (run.Log.First, run.Found.Signals);
        var known = await session.Records.Set<SignalRow>().Where(r => r.End == null || r.End > from).ToListAsync(ct);
        var names = (await session.Records.Set<SignalRow>().Select(r => r.Id).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        var unmatched = known.ToDictionary(r => r.Id, StringComparer.Ordinal);
        // Names first: a departure that moved a little must not take the row of one that stayed.
        var moved = found.Where(signal => !Take(unmatched.GetValueOrDefault(signal.Id), signal)).ToList();
        foreach (var signal in moved.Where(signal => !Take(unmatched.Values.FirstOrDefault(r => Same(r, signal)), signal)))
        {
            var row = new SignalRow { Id = StableName.Free(signal.Id, names), Indicator = signal.Indicator, Slice = signal.Slice.ToString() };
            session.Records.Add(row);
            row.Take(signal);
        }

        bool Take(SignalRow? row, Signal signal)
        {
            if (row is null)
                return false;
            unmatched.Remove(row.Id);
            row.Take(signal);
            return true;
        }

        foreach (var row in unmatched.Values)
            row.StillFound = false;
        await FreeNames.KeepAsync(run, session, ct);
        await session.Records.SaveChangesAsync(ct);
        return found.Count;
    }

    /// <summary>More days can move the start a little; it is the same departure when the times overlap.</summary>
    private static bool Same(SignalRow row, Signal signal) =>
        row.Indicator == signal.Indicator && row.Sign == signal.Sign && row.Slice == signal.Slice.ToString()
        && row.Start < (signal.End ?? DateTime.MaxValue) && signal.Start < (row.End ?? DateTime.MaxValue);
}
