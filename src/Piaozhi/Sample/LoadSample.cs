using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Storage.Records;
using Piaozhi.Verify;

namespace Piaozhi.Sample;

/// <summary>
/// Fills an empty installation with ninety days of the invented operator, ending now, and the work of its people. The latest days come
/// first, so that there is something to see within seconds.
/// </summary>
public static class LoadSample
{
    private const string Key = "sample.loaded";

    /// <summary>Days that are shown before the rest is there.</summary>
    private const int Latest = 24;

    /// <param name="Days">Days that are told, the last one today.</param>
    /// <param name="Scale">1 = 20 000 orders a day.</param>
    public sealed record Input(int Days = 90, double Scale = .02, ulong Seed = 20260101);

    /// <summary>What is kept of a filling, so that the operation can live on.</summary>
    /// <param name="Day">Day of the filling, to which the story's dates refer.</param>
    /// <param name="Whole">False when the process ended in the middle of the filling.</param>
    public sealed record Loaded(Input Input, DateOnly Day, bool Whole, DateTimeOffset Until);

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
                await loop.AloneAsync(() => TakeAwaySample.DeleteAsync(session, stop), stop);
            var now = session.Now;
            var loaded = new Loaded(input, DateOnly.FromDateTime(session.LocalNow), false, now);
            await session.Records.MarkAsync(Key, loaded, stop);
            await installation.SetAsync(Holding.Sample, session, stop);
            var rows = await FillAsync(loaded, now, session, loop, progress, stop);
            await KeepAsync(loaded with { Whole = true }, session, stop);
            return (Outcome<long>)rows;
        }, ct);
    }

    /// <summary>What was filled in; null when nothing was.</summary>
    public static Task<Loaded?> ReadAsync(Session session, CancellationToken ct) => session.Records.SettingAsync<Loaded?>(Key, null, ct);

    internal static async Task KeepAsync(Loaded loaded, Session session, CancellationToken ct)
    {
        await session.Records.MarkAsync(Key, loaded, ct);
        await session.Records.SaveChangesAsync(ct);
    }

    private static async Task<long> FillAsync(Loaded loaded, DateTimeOffset now, Session session, LoopRunner loop, IProgress<double> progress, CancellationToken ct)
    {
        var plan = SampleStory.Plan(loaded, session.Options.UtcOffset);
        var latest = SampleStory.Since(plan, loaded.Day.AddDays(1 - Math.Min(Latest, loaded.Input.Days)));
        long rows;
        using (var stream = new SampleStream(latest))
            rows = await stream.WriteAsync(now, session, Part(0, .25), ct: ct);
        // Figures first: they cost little and are there to be looked at while everything else is found from all days.
        await loop.AloneAsync(() => MeasurePoints.RunAsync(session, ct: ct), ct);
        progress.Report(.4);
        if (latest.From > plan.From)
        {
            using var stream = new SampleStream(plan);
            // What these days leave for the later ones has been written with those.
            rows += await stream.WriteAsync(now, session, Part(.4, .7), latest.From.AddDays(-1), ct);
        }

        await loop.AdvanceAsync(ct);
        progress.Report(.9);
        await SampleStory.TellAsync(plan, session, ct);
        await VerifyEffects.RunAsync(session, ct);
        return rows;

        IProgress<double> Part(double from, double to) => new Within(progress, from, to);
    }

    private sealed class Within(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + value * (to - from));
    }
}
