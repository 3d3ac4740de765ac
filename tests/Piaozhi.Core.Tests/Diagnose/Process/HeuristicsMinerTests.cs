using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class HeuristicsMinerTests
{
    /// <summary>The log of van der Aalst 2016, §7.2 (5×ae 10×abce 10×acbe 1×abe 1×ace 10×ade 2×adde 1×addde) with the measures of Table 7.1.</summary>
    [Fact]
    public void The_textbook_log_has_the_textbook_dependencies()
    {
        var log = Logs.Of("5×ae 10×abce 10×acbe 1×abe 1×ace 10×ade 2×adde 1×addde");
        var graph = DirectlyFollowsGraph.Of(log);
        double D(string a, string b) => HeuristicsMiner.Dependency(graph, log.Find(a), log.Find(b));
        Assert.Equal((.92, .92, .93, .83, .80, 0.0), (Math.Round(D("a", "b"), 2), Math.Round(D("a", "c"), 2), Math.Round(D("a", "d"), 2), Math.Round(D("a", "e"), 2), Math.Round(D("d", "d"), 2), D("b", "c")));
        Assert.Equal((.92, .92, .93), (Math.Round(D("b", "e"), 2), Math.Round(D("c", "e"), 2), Math.Round(D("d", "e"), 2)));
        var net = HeuristicsMiner.Discover(graph, new HeuristicsOptions(Dependency: .7));
        Assert.Equal(["ab", "ac", "ad", "ae", "be", "ce", "dd", "de"], net.Arcs.Select(a => a.From + a.To).Order(StringComparer.Ordinal));
        Assert.Equal([("b", "c")], net.Splits.Single(s => s.Activity == "a").Together);
        // A higher threshold drops the rarer ways.
        Assert.Equal(["ab", "ac", "ad", "be", "ce", "de"], HeuristicsMiner.Discover(graph, new HeuristicsOptions(Dependency: .9)).Arcs.Select(a => a.From + a.To).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_loop_of_two_is_seen_although_neither_way_dominates()
    {
        var net = HeuristicsMiner.Discover(DirectlyFollowsGraph.Of(Logs.Of("10×abcbd 10×abcbcbd 10×abd")));
        Assert.Equal([("b", "c")], net.Loops);
        Assert.Contains(net.Arcs, a => (a.From, a.To) == ("c", "b"));
    }

    [Theory]
    [MemberData(nameof(Logs.Public), MemberType = typeof(Logs))]
    public async Task Public_logs_give_the_dependencies_of_pm4py(string file, string reference)
    {
        var (log, expected) = await Logs.PublicAsync(file, reference);
        var graph = DirectlyFollowsGraph.Of(log);
        foreach (var arc in expected.GetProperty("heuristics_dependency").EnumerateArray())
        {
            var (from, to) = (log.Find(arc[0].GetString()!), log.Find(arc[1].GetString()!));
            var (there, back) = (graph.Count(from, to), graph.Count(to, from));
            // pm4py first throws away arcs rarer than a twentieth of the most frequent at their activity.
            if (back < .05 * graph.Arcs.Where(x => x.From == to || x.To == from || x.From == from || x.To == to).Max(x => x.Count) && from != to)
                Assert.True(Math.Min(Math.Abs(arc[2].GetDouble() - there / (there + 1.0)), Math.Abs(arc[2].GetDouble() - HeuristicsMiner.Dependency(graph, from, to))) < 1e-6);
            else
                Assert.Equal(arc[2].GetDouble(), HeuristicsMiner.Dependency(graph, from, to), 1e-6);
        }
    }
}
