using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Sample;

/// <summary>
/// Fills an empty installation with ninety days of the invented operator, ending now, and the work of its people. The latest days come
/// first, so that there is something to see within seconds.
/// </summary>
public static class LoadSample
{
    private const string Whole = "sample.whole";

    /// <summary>Days that are shown before the rest is there.</summary>
    private const int Latest = 24;

    /// <param name="Days">Days that are told, the last one today.</param>
    /// <param name="Scale">1 = 20 000 orders a day.</param>
    public sealed record Input(int Days = 90, double Scale = .02, ulong Seed = 20260101);

    public static async Task<Outcome<long>> RunAsync(Input input, Session session, Installation installation, LoopRunner loop, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (input.Days is < 1 or > 366 || input.Scale is not (>= .001 and <= 1))
            return new Refusal("sample.load.size");
        if (installation.Holding == Holding.Own)
            return new Refusal("sample.load.own-data") { Kind = RefusalKind.Conflict };
        if (installation.Filling is not null)
            return new Refusal("sample.load.filling") { Kind = RefusalKind.Conflict };
        return await installation.FillAsync(async (progress, stop) =>
        {
            if (installation.Holding == Holding.Sample)
                await TakeAwaySample.DeleteAsync(session, stop);
            await session.Records.SetAsync(Whole, false, stop);
            await installation.SetAsync(Holding.Sample, session, stop);
            var rows = await FillAsync(input, session, loop, progress, stop);
            await session.Records.SetAsync(Whole, true, stop);
            await session.Records.SaveChangesAsync(stop);
            return (Outcome<long>)rows;
        }, ct);
    }

    /// <summary>False when the process ended in the middle of the filling.</summary>
    public static Task<bool> IsWholeAsync(Session session, CancellationToken ct) => session.Records.SettingAsync(Whole, false, ct);

    private static async Task<long> FillAsync(Input input, Session session, LoopRunner loop, IProgress<double> progress, CancellationToken ct)
    {
        var plan = SampleStory.Plan(input.Days, input.Scale, input.Seed, session.LocalNow, session.Options.UtcOffset);
        var first = DateOnly.FromDateTime(plan.End).AddDays(1 - Latest);
        long rows = 0;
        if (first > plan.From)
        {
            var latest = plan with { From = first, Days = Latest, WarmUp = plan.WarmUp + first.DayNumber - plan.From.DayNumber };
            rows += await SampleFacts.AppendAsync(latest, session, Part(0, .25), ct);
            await loop.AdvanceAsync(ct);
            progress.Report(.4);
        }

        rows += await SampleFacts.AppendAsync(first > plan.From ? plan with { Days = first.DayNumber - plan.From.DayNumber } : plan, session, Part(.4, .7), ct);
        await ForgetAsync(session, ct);
        await loop.AdvanceAsync(ct);
        progress.Report(.9);
        await SampleStory.TellAsync(plan, session, ct);
        await loop.AdvanceAsync(ct);
        return rows;

        IProgress<double> Part(double from, double to) => new Within(progress, from, to);
    }

    /// <summary>What was found in the latest days alone gives way to what all days show.</summary>
    private static async Task ForgetAsync(Session session, CancellationToken ct)
    {
        await TakeAwaySample.DeleteWorkAsync(session, ["detect_signal", "diagnose_", "loop_trail"], ct);
        session.Records.ChangeTracker.Clear();
    }

    private sealed class Within(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + value * (to - from));
    }
}
