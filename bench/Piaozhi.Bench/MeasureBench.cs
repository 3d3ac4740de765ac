using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Storage;

namespace Piaozhi.Bench;

/// <summary>
/// Every indicator that the log can answer, day by day and by channel: asked of the facts (first and second time) and read from the
/// measured points, each as a ratio to one plain scan of the same table by the same engine.
/// </summary>
public static class MeasureBench
{
    private const int Days = 90;

    public static async Task<int> RunAsync(int rows, string? folder = null)
    {
        var work = folder is null ? Directory.CreateTempSubdirectory("piaozhi-bench-") : Directory.CreateDirectory(folder);
        try
        {
            await using var app = WebHost.Build(new PiaozhiOptions { DataFolder = work.FullName, Background = false }, Piaozhi.Program.Compose);
            await StorageParts.PrepareAsync(app.Services);
            await using var session = app.Services.GetRequiredService<Sessions>().OpenSystem();
            if (await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event") == 0)
                await BenchLog.WriteAsync(rows, Days, session.Facts);
            var count = await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event");
            var scan = await BestAsync(() => session.Facts.ScalarAsync<double>("SELECT count(*) + sum(length(activity)) + sum(epoch(occurred_at)) + sum(COALESCE(length(channel), 0)) FROM listen_event"));
            Say($"{count} events in {Days} days, {new FileInfo(Path.Combine(work.FullName, "facts.duckdb")).Length / 1e6:0} MB; one plain scan {scan.TotalMilliseconds:0} ms");

            var watch = Stopwatch.StartNew();
            var counted = await MeasurePoints.RunAsync(session);
            var points = await session.Facts.ScalarAsync<long>("SELECT count(*) FROM measure_point");
            Say($"{counted} indicators, all dimensions, first count: {watch.Elapsed.TotalSeconds:0.0} s = {watch.Elapsed / scan:0} scans, {points} points, peak memory {Memory():0} MB");
            watch.Restart();
            await MeasurePoints.RunAsync(session);
            Say($"nothing new: {watch.Elapsed.TotalMilliseconds:0} ms = {watch.Elapsed / scan:0.00} scans");

            watch.Restart();
            var listed = (await ListIndicators.RunAsync(new(), session)).Value.Count(s => s.State != "no_data");
            Say($"catalogue page, {listed} indicators with data: first {watch.Elapsed.TotalMilliseconds:0} ms, again {(await BestAsync(() => ListIndicators.RunAsync(new(), session))).TotalMilliseconds:0} ms");

            await EachAsync(session, scan);
            return 0;
        }
        finally
        {
            if (folder is null)
                work.Delete(recursive: true);
        }
    }

    private static async Task EachAsync(Session session, TimeSpan scan)
    {
        var from = new DateTime(2026, 1, 1);
        var period = new Period(from, from.AddDays(Days));
        var (cold, warm, read, n) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0);
        Say($"{"code",-6}{"facts, first",14}{"facts, again",14}{"points",10}   in scans");
        foreach (var indicator in IndicatorCatalog.BuiltIn.All)
        {
            var watch = Stopwatch.StartNew();
            var rows = await AskFacts.RunAsync(new FactQuery(indicator, period, Grain.Day, Slice.Whole, ["channel"]), session);
            var first = watch.Elapsed;
            if (!rows.Any(r => r.Point.Statistic.N > 0))
                continue;
            var again = await BestAsync(() => AskFacts.RunAsync(new FactQuery(indicator, period, Grain.Day, Slice.Whole, ["channel"]), session));
            var stored = await BestAsync(() => PointSeries.RunAsync(new([indicator.Code], null, ["", "channel"]), session));
            Say($"{indicator.Code,-6}{first / scan,14:0.00}{again / scan,14:0.00}{stored / scan,10:0.000}   ({again.TotalMilliseconds:0} ms, {stored.TotalMilliseconds:0} ms)");
            (cold, warm, read, n) = (cold + first, warm + again, read + stored, n + 1);
        }

        Say($"{n} indicators: facts first {cold.TotalSeconds:0.0} s ({cold / scan / n:0.0} scans each), again {warm.TotalSeconds:0.0} s ({warm / scan / n:0.0}), points {read.TotalMilliseconds / n:0} ms each ({read / scan / n:0.00}), peak memory {Memory():0} MB");
    }

    private static async Task<TimeSpan> BestAsync(Func<Task> work)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var watch = Stopwatch.StartNew();
            await work();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        return best;
    }

    private static double Memory() => Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
