using System.Xml.Linq;
using CsCheck;
using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class ModelFilesTests
{
    private static readonly ProcessTree Tree = ProcessTree.Parse("->( 'a & \"b\"', X( tau, +( '买票', *( 'c', 'd' ) ) ), *( 'e', tau ) )");

    private static XDocument Bpmn(ProcessTree tree)
    {
        var stream = new MemoryStream();
        Core.Diagnose.Process.Bpmn.Write(tree, stream);
        stream.Position = 0;
        return XDocument.Load(stream);
    }

    [Fact]
    public void Every_bpmn_element_is_connected_and_drawn_and_none_lies_on_another() =>
        ConformanceTests.ATree.Select(t => t.Reduced()).Sample(tree =>
        {
            var document = Bpmn(tree);
            var process = document.Descendants().Single(e => e.Name.LocalName == "process");
            var elements = process.Elements().Where(e => e.Name.LocalName != "sequenceFlow").ToDictionary(e => e.Attribute("id")!.Value);
            var flows = process.Elements().Where(e => e.Name.LocalName == "sequenceFlow").ToArray();
            Assert.All(flows, f => Assert.True(elements.ContainsKey(f.Attribute("sourceRef")!.Value) && elements.ContainsKey(f.Attribute("targetRef")!.Value)));
            foreach (var (id, e) in elements)
            {
                var (incoming, outgoing) = (flows.Count(f => f.Attribute("targetRef")!.Value == id), flows.Count(f => f.Attribute("sourceRef")!.Value == id));
                Assert.Equal((incoming, outgoing), (e.Elements().Count(x => x.Name.LocalName == "incoming"), e.Elements().Count(x => x.Name.LocalName == "outgoing")));
                Assert.Equal((e.Name.LocalName != "startEvent", e.Name.LocalName != "endEvent"), (incoming > 0, outgoing > 0));
                if (e.Name.LocalName == "task")
                    Assert.Equal((1, 1), (incoming, outgoing));
            }

            Assert.Equal(tree.Activities().Order(), elements.Values.Where(e => e.Name.LocalName == "task").Select(e => e.Attribute("name")!.Value).Order());
            var shapes = document.Descendants().Where(e => e.Name.LocalName == "Bounds").Select(b => (X: (double)b.Attribute("x")!, Y: (double)b.Attribute("y")!, W: (double)b.Attribute("width")!, H: (double)b.Attribute("height")!)).ToArray();
            Assert.Equal(elements.Count, shapes.Length);
            for (var i = 0; i < shapes.Length; i++)
                for (var j = 0; j < i; j++)
                    Assert.False(shapes[i].X < shapes[j].X + shapes[j].W && shapes[j].X < shapes[i].X + shapes[i].W && shapes[i].Y < shapes[j].Y + shapes[j].H && shapes[j].Y < shapes[i].Y + shapes[i].H);
            Assert.All(shapes, s => Assert.True(s is { X: >= 0, Y: >= 0 }));
        }, iter: 300);

    [Fact]
    public void Names_of_activities_can_be_shown_in_the_language_of_the_reader()
    {
        var stream = new MemoryStream();
        Core.Diagnose.Process.Bpmn.Write(ProcessTree.Of("order.created"), stream, a => a == "order.created" ? "下单" : a);
        Assert.Contains("name=\"下单\"", System.Text.Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
        Assert.Equal(["a & \"b\"", "买票", "c", "d", "e"], Bpmn(Tree).Descendants().Where(e => e.Name.LocalName == "task").Select(e => e.Attribute("name")!.Value));
    }

    [Fact]
    public void A_net_reads_back_as_it_was_written()
    {
        var net = PetriNet.Of(Tree);
        var stream = new MemoryStream();
        Pnml.Write(net, stream);
        stream.Position = 0;
        var back = Pnml.Read(stream);
        Assert.Equal(net.Places, back.Places);
        Assert.Equal(net.Initial, back.Initial);
        Assert.Equal(net.Final, back.Final);
        Assert.Equal(net.Transitions.Select(t => (t.Id, t.Label, string.Join(',', t.In), string.Join(',', t.Out))), back.Transitions.Select(t => (t.Id, t.Label, string.Join(',', t.In.Order()), string.Join(',', t.Out.Order()))));
    }

    [Fact]
    public void A_net_of_another_tool_reads_also_without_a_final_marking()
    {
        const string text = """
            <pnml><net id="n" type="x"><place id="a"><initialMarking><text>1</text></initialMarking></place><place id="b"><name><value>done</value></name></place>
            <transition id="t"><name><text>pay</text></name></transition><arc id="1" source="a" target="t"/><arc id="2" source="t" target="b"><inscription><text>2</text></inscription></arc></net></pnml>
            """;
        var net = Pnml.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Equal(("done", "pay", 1, 2), (net.Places[1], net.Transitions[0].Label, net.Final[1], net.Transitions[0].Out.Count));
        Assert.Equal("diagnose.model.not-pnml", Assert.Throws<UnreadableLog>(() => Pnml.Read(new MemoryStream("<log/>"u8.ToArray()))).Code);
        Assert.Equal("diagnose.model.bad-arc", Assert.Throws<UnreadableLog>(() => Pnml.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text.Replace("source=\"a\"", "source=\"z\"", StringComparison.Ordinal))))).Code);
    }

    [Fact]
    public void The_net_of_a_tree_has_one_source_one_sink_and_no_dead_end() =>
        ConformanceTests.ATree.Sample(tree =>
        {
            var net = PetriNet.Of(tree);
            Assert.Equal((1, 1), (net.Initial.Sum(), net.Final.Sum()));
            Assert.Equal(tree.Activities().Order(), net.Transitions.Where(t => t.Label is not null).Select(t => t.Label!).Order());
            var end = net.Final.ToList().IndexOf(1);
            Assert.DoesNotContain(net.Transitions, t => t.In.Contains(end));
        }, iter: 300);
}
