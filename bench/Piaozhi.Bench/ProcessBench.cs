using System.Diagnostics;
using System.Globalization;
using System.Text;
using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Loop;
using EventLog = Piaozhi.Core.Diagnose.Process.EventLog;

namespace Piaozhi.Bench;

/// <summary>
/// The event log from a CSV file to graph and variants, and each method on it. The log is made up by a ticketing operation's journey:
/// about ten events a case, 27 activities, rows in order of time, cases interleaved.
/// </summary>
public static partial class ProcessBench
{
    public static async Task<int> RunAsync(int events, string? file = null)
    {
        var path = file ?? Path.Combine(Path.GetTempPath(), $"piaozhi-bench-{events}.csv");
        if (!File.Exists(path))
            await WriteAsync(events, path);
        Say($"{new FileInfo(path).Length / 1e6:0} MB of CSV");
        var watch = Stopwatch.StartNew();
        EventLog log;
        await using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan))
            log = (await CsvLog.ReadAsync(stream)).Log;
        var read = watch.Elapsed;
        DirectlyFollowsGraph.Of(log);
        Say($"from CSV to graph and variants: {watch.Elapsed.TotalSeconds:0.00} s, of it reading {read.TotalSeconds:0.00} s; peak memory {System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB");
        var variants = Variants.From(log);
        Say($"{log.Events} events, {log.Cases} cases, {log.Activities.Count} activities, {variants.Count} variants");
        Best("graph with mean, min, max and variants", 5, () => DirectlyFollowsGraph.Of(log));
        Best("the same with exact medians of every arc", 3, () => DirectlyFollowsGraph.Of(log, medians: true));
        Best("case durations", 3, () => CaseDurations.Of(log));
        Methods(log, variants);
        if (file is null)
            File.Delete(path);
        return 0;
    }

    private static T Best<T>(string what, int times, Func<T> work)
    {
        var best = TimeSpan.MaxValue;
        T result = default!;
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            result = work();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Say($"{what}: {best.TotalSeconds:0.000} s");
        return result;
    }

    private static async Task WriteAsync(int events, string path)
    {
        var rng = new Rng(1);
        var waiting = new PriorityQueue<(int Case, int Step, List<(string Activity, int After)> Way), long>();
        await using var writer = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        await writer.WriteLineAsync("case_id,activity,timestamp,channel,outlet,amount");
        var (begin, line) = (new DateTime(2026, 1, 1), new StringBuilder());
        var (cases, written) = (0, 0);
        var spacing = 90 * 86_400_000L / (events / 10);
        while (written < events)
        {
            var now = (long)cases * spacing;
            while (written < events && waiting.TryPeek(out _, out var due) && due <= now)
                Put(due);
            waiting.Enqueue((cases++, 0, Way(rng)), now);
        }

        void Put(long due)
        {
            var (c, step, way) = waiting.Dequeue();
            line.Clear().Append(CultureInfo.InvariantCulture, $"order-{c:00000000},{way[step].Activity},");
            var at = begin.AddMilliseconds(due);
            line.Append(at.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append(CultureInfo.InvariantCulture, $",{Channels[c % 4]},S{c % 24:00},{20 + c % 400}");
            writer.WriteLine(line);
            written++;
            if (step + 1 < way.Count)
                waiting.Enqueue((c, step + 1, way), due + 1 + (long)(way[step + 1].After * 1000 * rng.Exponential(1)));
        }
    }

    private static readonly string[] Channels = ["app", "mini_program", "web", "counter"];

    /// <summary>A way as the operation means it, and now and then one in which something is lost, swapped or done twice.</summary>
    private static List<(string, int)> Way(Rng rng)
    {
        var way = Clean(rng);
        while (rng.Chance(.02))
        {
            var at = rng.Next(way.Count - 1);
            if (rng.Chance(.4))
                way.RemoveAt(at + 1);
            else if (rng.Chance(.5))
                (way[at], way[at + 1]) = (way[at + 1], way[at]);
            else
                way.Insert(at, way[at]);
            if (way.Count < 3)
                break;
        }

        return way;
    }

    private static List<(string, int)> Clean(Rng rng)
    {
        var way = new List<(string, int)> { ("search.queried", 0) };
        void Add(string activity, int after, double share = 1)
        {
            if (rng.Chance(share))
                way.Add((activity, after));
        }

        while (rng.Chance(.3))
            Add("search.queried", 30);
        if (rng.Chance(.15))
        {
            Add("queue.entered", 10);
            Add("queue.admitted", 200);
        }

        Add("order.submitted", 60);
        Add("seat.locked", 1);
        Add("order.created", 1);
        if (rng.Chance(.06))
        {
            Add("order.expired", 1800);
            return way;
        }

        while (rng.Chance(.08))
        {
            Add("payment.initiated", 40);
            Add("payment.failed", 20);
        }

        Add("payment.initiated", 40);
        Add("payment.succeeded", 15);
        if (rng.Chance(.5))
        {
            Add("payment.callback_received", 2);
            Add("ticket.issued", 3);
        }
        else
        {
            Add("ticket.issued", 3);
            Add("payment.callback_received", 2);
        }

        Add("notify.sent", 3, .98);
        Add("notify.delivered", 4, .97);
        if (rng.Chance(.04))
        {
            Add("change.requested", 40_000);
            Add("change.completed", 400);
        }

        if (rng.Chance(.07))
        {
            Add("refund.requested", 50_000);
            Add("refund.approved", 30_000);
            Add("refund.sent", 3000);
            Add("refund.settled", 40_000, .98);
            if (rng.Chance(.05))
            {
                Add("complaint.registered", 90_000);
                Add("complaint.responded", 90_000);
                Add("complaint.closed", 90_000);
            }

            return way;
        }

        if (rng.Chance(.5))
        {
            Add("security.passed", 80_000);
            while (rng.Chance(.03))
                Add("gate.rejected", 20);
            Add("gate.passed", 60);
            Add("survey.sent", 20_000, .1);
        }

        return way;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
