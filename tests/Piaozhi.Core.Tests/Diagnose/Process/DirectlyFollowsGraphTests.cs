using System.Text.Json;
using CsCheck;
using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class DirectlyFollowsGraphTests
{
    [Fact]
    public void The_first_log_of_the_textbook()
    {
        var log = Logs.Of(Logs.L1);
        var graph = DirectlyFollowsGraph.Of(log);
        string Show(ArcFigures a) => $"{log.Activities[a.From]}{log.Activities[a.To]}{a.Count}";
        Assert.Equal(new[] { "ab3", "cd3", "ac2", "bd2", "bc3", "cb2", "ae1", "ed1" }.Order(), graph.Arcs.Select(Show).Order());
        Assert.Equal((6, 6, 3), (graph.First[log.Find("a")], graph.Last[log.Find("d")], graph.Variants!.Count));
        Assert.Equal(5 / 6.0, graph.Variants.Share(2), 12);
    }

    [Fact]
    public void Waiting_is_told_from_work_where_both_ends_are_known()
    {
        var builder = new EventLogBuilder();
        builder.Add("1", "take", 0, 0);
        builder.Add("1", "serve", 400_000, 300_000);
        builder.Add("1", "pay", 460_000);
        var log = builder.Build();
        var graph = DirectlyFollowsGraph.Of(log, medians: true);
        Assert.Equal((300, 60), (graph.Arc("take", "serve")!.Median, graph.Arc("serve", "pay")!.Median));
        var steps = WaitingTimes.Of(log);
        Assert.Equal((log.Find("serve"), 300, 100, 300 / 360.0), (steps[0].Activity, steps[0].Waiting, steps[0].Service, steps[0].Share));
        Assert.True(double.IsNaN(steps[1].Service));
    }

    [Fact]
    public void Rework_counts_cases_that_come_back()
    {
        var log = Logs.Of("4×abc 3×abbbc 1×abcb");
        var graph = DirectlyFollowsGraph.Of(log);
        Assert.Equal((4, 8 + 3 * 2 + 1), (graph.Rework[log.Find("b")], graph.Events[log.Find("b")]));
        Assert.Equal((6, 3), (graph.Arc("b", "b")!.Count, graph.Arc("b", "b")!.Cases));
    }

    [Fact]
    public void Open_cases_are_censored_not_counted_as_short()
    {
        var builder = new EventLogBuilder();
        foreach (var (name, end) in new[] { ("1", 10), ("2", 20), ("3", 30) })
        {
            builder.Add(name, "begin", 0);
            builder.Add(name, "end", end * 1000);
        }

        builder.Add("4", "begin", 5000);
        var log = builder.Build();
        var plain = CaseDurations.Of(log);
        Assert.Equal((4, 0, 15), (plain.Cases, plain.Censored, plain.Median));
        var right = CaseDurations.Of(log, new HashSet<string> { "end" });
        // Kaplan and Meier: S(10) = 3/4, S(20) = 1/2; the open case is censored at 25.
        Assert.Equal((1, 20), (right.Censored, right.Median));
        Assert.Equal([(4L, 1L, 3L), (0, 1, 2), (0, 1, 1), (0, 1, 0)], CaseDurations.Throughputs(log, TimeSpan.FromSeconds(10)).Select(t => (t.Begun, t.Ended, t.Open)));
    }

    [Fact]
    public void Counts_and_times_agree_with_counting_by_hand_whatever_the_log() =>
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 4], Gen.Int[0, 50]).Array[1, 200].Sample(rows =>
        {
            var builder = new EventLogBuilder();
            foreach (var (c, a, t) in rows)
                builder.Add($"c{c}", $"a{a}", t * 1000);
            var log = builder.Build();
            var graph = DirectlyFollowsGraph.Of(log, medians: true);
            var pairs = rows.Select((r, i) => (r, i)).GroupBy(x => x.r.Item1).SelectMany(g => g.OrderBy(x => x.r.Item3).ThenBy(x => x.i).ToArray() is var s ? s.Zip(s.Skip(1), (x, y) => (c: g.Key, f: x.r.Item2, t: y.r.Item2, took: y.r.Item3 - x.r.Item3)) : [])
                .GroupBy(p => (p.f, p.t)).ToDictionary(g => g.Key, g => g.ToArray());
            Assert.Equal(pairs.Count, graph.Arcs.Length);
            foreach (var ((f, t), of) in pairs)
            {
                var arc = graph.Arc($"a{f}", $"a{t}")!;
                var took = of.Select(p => (double)p.took).Order().ToArray();
                Assert.Equal((of.Length, of.Select(p => p.c).Distinct().Count(), took[0], took[^1]), (arc.Count, arc.Cases, arc.Min, arc.Max));
                Assert.Equal(took.Average(), arc.Mean, 9);
                Assert.Equal((took[(took.Length - 1) / 2] + took[took.Length / 2]) / 2, arc.Median, 9);
            }

            Assert.Equal(log.Cases, graph.Variants!.Cases.Sum());
            Assert.All(Enumerable.Range(0, log.Cases), c => Assert.True(log.Trace(c).SequenceEqual(graph.Variants[graph.Variants.Of[c]])));
        }, iter: 200);

    [Fact]
    public void A_log_large_enough_for_several_threads_gives_what_one_pass_gives()
    {
        var builder = new EventLogBuilder();
        var rng = new Piaozhi.Core.Loop.Rng(7);
        for (var c = 0; c < 60_000; c++)
            for (var e = 0; e < 2 + c % 4; e++)
                builder.Add($"c{c}", $"a{rng.Next(6)}", rng.Next(1_000_000));
        var log = builder.Build();
        Assert.True(log.Events > 200_000);
        var graph = DirectlyFollowsGraph.Of(log);
        var (counts, sums) = (new long[36], new double[36]);
        for (var c = 0; c < log.Cases; c++)
            for (var row = log.Start[c] + 1; row < log.Start[c + 1]; row++)
            {
                counts[log.Activity[row - 1] * 6 + log.Activity[row]]++;
                sums[log.Activity[row - 1] * 6 + log.Activity[row]] += (log.At[row] - log.At[row - 1]) / 1000.0;
            }

        Assert.All(graph.Arcs, a => Assert.Equal(counts[a.From * 6 + a.To], a.Count));
        Assert.All(graph.Arcs, a => Assert.Equal(sums[a.From * 6 + a.To] / a.Count, a.Mean, 6));
        Assert.Equal(log.Cases, graph.Variants!.Cases.Sum());
        Assert.Equal(graph.Variants.Cases.OrderDescending(), graph.Variants.Cases);
        Assert.Equal(graph.Variants.Count, Enumerable.Range(0, graph.Variants.Count).Select(v => string.Join(',', graph.Variants[v].ToArray())).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Logs.Public), MemberType = typeof(Logs))]
    public async Task Public_logs_give_the_figures_of_pm4py(string file, string reference)
    {
        var (log, expected) = await Logs.PublicAsync(file, reference);
        var graph = DirectlyFollowsGraph.Of(log, medians: true);
        Assert.Equal((expected.GetProperty("events").GetInt32(), expected.GetProperty("cases").GetInt32(), expected.GetProperty("activities").GetInt32()), (log.Events, log.Cases, log.Activities.Count));
        Assert.Equal(expected.GetProperty("dfg_edges").GetInt32(), graph.Arcs.Length);
        foreach (var arc in expected.GetProperty("dfg").EnumerateArray())
            Assert.Equal(arc[2].GetInt64(), graph.Arc(arc[0].GetString()!, arc[1].GetString()!)!.Count);
        foreach (var p in expected.GetProperty("performance_dfg_seconds").EnumerateArray())
        {
            var arc = graph.Arc(p[0].GetString()!, p[1].GetString()!)!;
            Assert.Equal(p[2].GetDouble(), arc.Mean, .0021);
            Assert.Equal(p[3].GetDouble(), arc.Median, .0021);
            Assert.Equal(p[4].GetDouble(), arc.Min, .0021);
            Assert.Equal(p[5].GetDouble(), arc.Max, .0021);
            if (p[6].ValueKind == JsonValueKind.Number)
                Assert.Equal(p[6].GetDouble(), arc.Deviation, .01 + 1e-8 * arc.Deviation);
        }

        Assert.Equal(expected.GetProperty("variants").GetInt32(), graph.Variants!.Count);
        Assert.Equal(expected.GetProperty("top_variants").EnumerateArray().Select(v => v[1].GetInt64()), graph.Variants.Cases.Take(expected.GetProperty("top_variants").GetArrayLength()));
        Assert.Equal(Map(expected.GetProperty("start")), Named(graph.First, log));
        Assert.Equal(Map(expected.GetProperty("end")), Named(graph.Last, log));
        Assert.Equal(Map(expected.GetProperty("rework")), Named(graph.Rework, log));
        var (durations, d) = (CaseDurations.Of(log), expected.GetProperty("case_duration_seconds"));
        Assert.Equal(d.GetProperty("mean").GetDouble(), durations.Mean, .01);
        Assert.Equal(d.GetProperty("median").GetDouble(), durations.Median, .01);
        Assert.Equal(d.GetProperty("p90").GetDouble(), durations.P90, .01);
        Assert.Equal(d.GetProperty("max").GetDouble(), durations.Max, .01);
    }

    private static SortedDictionary<string, long> Map(JsonElement e) => new(e.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64()), StringComparer.Ordinal);

    private static SortedDictionary<string, long> Named(long[] counts, EventLog log) => new(counts.Select((n, i) => (n, i)).Where(x => x.n > 0).ToDictionary(x => log.Activities[x.i], x => x.n), StringComparer.Ordinal);
}
