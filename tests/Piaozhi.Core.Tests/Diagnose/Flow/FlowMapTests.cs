using Piaozhi.Core.Diagnose.Flow;
using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Flow;

public class FlowMapTests
{
    private static DirectlyFollowsGraph Graph() => DirectlyFollowsGraph.Of(EventLog.OfTraces(
        (90, ["search", "order", "pay", "issue"]), (8, ["search", "order", "pay", "fail", "pay", "issue"]), (2, ["search", "ask", "order", "pay", "issue"])), medians: true);

    [Fact]
    public void Steps_stand_in_layers_along_the_flow_and_what_leads_back_is_marked()
    {
        var map = FlowMap.Of(Graph(), 1);
        var layer = map.Steps.ToDictionary(s => s.Activity, s => s.Layer);
        Assert.True(layer["search"] < layer["order"] && layer["order"] < layer["pay"] && layer["pay"] < layer["issue"]);
        var (to, back) = (map.Arcs.Single(a => (a.From, a.To) == ("pay", "fail")), map.Arcs.Single(a => (a.From, a.To) == ("fail", "pay")));
        Assert.NotEqual(to.Back, back.Back);
        Assert.All(map.Arcs.Where(a => !a.Back), a => Assert.True(layer[a.From] < layer[a.To]));
        Assert.Equal(map.Steps.Count, map.Steps.Select(s => (s.Layer, s.Place)).Distinct().Count());
    }

    [Fact]
    public void Less_detail_keeps_the_main_way_and_every_step_its_way_in_and_out()
    {
        var map = FlowMap.Of(Graph(), .9);
        Assert.Equal(["search", "order", "pay", "issue"], map.Steps.Select(s => s.Activity));
        Assert.Equal((6, 4), (map.AllSteps, map.Steps.Count));
        Assert.All(map.Steps.Skip(1), s => Assert.Contains(map.Arcs, a => a.To == s.Activity));
    }

    [Fact]
    public void No_cases_give_an_empty_map() => Assert.Empty(FlowMap.Of(DirectlyFollowsGraph.Of(EventLog.OfTraces()), 1).Steps);
}
