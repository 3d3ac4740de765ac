using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class ObjectLogTests
{
    /// <summary>One order of two tickets: paid once, each ticket issued and passed by itself.</summary>
    private static readonly ObjectLog Order = new(
        [new("o1", "order", [new("amount", 0, "120")], [new("t1", "holds"), new("t2", "holds")]), new("t1", "ticket", [], []), new("t2", "ticket", [], [])],
        [
            new("e1", "order.created", 1000, [("channel", "app")], [new("o1", "order")]),
            new("e2", "payment.succeeded", 2000, [], [new("o1", "order"), new("t1", "ticket"), new("t2", "ticket")]),
            new("e3", "ticket.issued", 3000, [], [new("t1", "ticket")]),
            new("e4", "ticket.issued", 3000, [], [new("t2", "ticket")]),
            new("e5", "gate.passed", 9000, [], [new("t1", "ticket")]),
        ]);

    [Fact]
    public void Each_object_type_has_a_graph_of_its_own_with_its_duplication()
    {
        var graphs = Order.Graphs();
        Assert.Equal(["order", "ticket"], graphs.Select(g => g.Type));
        Assert.Equal(1, graphs[0].Graph.Arc("order.created", "payment.succeeded")!.Count);
        Assert.Equal((2, 1), (graphs[1].Graph.Arc("payment.succeeded", "ticket.issued")!.Count, graphs[1].Graph.Arc("ticket.issued", "gate.passed")!.Count));
        // Four events of tickets, one of them for both: five rows.
        Assert.Equal((1, 5 / 4.0), (graphs[0].Duplication, graphs[1].Duplication));
        Assert.Equal(1, Order.Flatten("ticket").EventsWithout);
    }

    [Fact]
    public async Task What_is_written_reads_back()
    {
        var stream = new MemoryStream();
        await OcelJson.WriteAsync(Order, stream);
        stream.Position = 0;
        var back = await OcelJson.ReadAsync(stream);
        Assert.Equal(Order.Events.Select(e => (e.Id, e.Activity, e.At, string.Join(',', e.Links), string.Join(',', e.Values))), back.Events.Select(e => (e.Id, e.Activity, e.At, string.Join(',', e.Links), string.Join(',', e.Values))));
        Assert.Equal(Order.Objects.Select(o => (o.Id, o.Type, string.Join(',', o.Values), string.Join(',', o.Links))), back.Objects.Select(o => (o.Id, o.Type, string.Join(',', o.Values), string.Join(',', o.Links))));
    }

    [Fact]
    public async Task The_example_of_the_standard_reads()
    {
        using var stream = File.OpenRead(SharedFolder.Need("data/logs/ocel20_example.jsonocel"));
        var log = await OcelJson.ReadAsync(stream);
        Assert.Equal(["Invoice", "Payment", "Purchase Order", "Purchase Requisition"], log.Types);
        Assert.Equal((9, 13), (log.Objects.Count, log.Events.Count));
    }

    [Fact]
    public async Task What_is_no_such_log_says_so()
    {
        async Task<string> CodeAsync(string text) => (await Assert.ThrowsAsync<UnreadableLog>(() => OcelJson.ReadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))))).Code;
        Assert.Equal("diagnose.log.bad-json", await CodeAsync("{\"events\": ["));
        Assert.Equal("diagnose.log.not-ocel", await CodeAsync("{\"orders\": []}"));
        Assert.Equal("diagnose.log.not-ocel", await CodeAsync("{\"objects\": [], \"events\": [{\"id\": \"e\"}]}"));
        Assert.Equal("diagnose.log.bad-time", await CodeAsync("{\"objects\": [], \"events\": [{\"id\": \"e\", \"type\": \"a\", \"time\": \"noon\"}]}"));
    }

    [Fact]
    public void A_log_of_cases_is_an_object_log_of_one_type()
    {
        var log = Logs.Of(Logs.L1);
        var back = ObjectLog.Of(log, "order").Flatten("order").Log;
        Assert.Equal(DirectlyFollowsGraph.Of(log).Arcs.Select(a => a.Count), DirectlyFollowsGraph.Of(back).Arcs.Select(a => a.Count));
    }
}
