using System.Globalization;
using System.Text;
using System.Xml;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>BPMN 2.0 of a process tree, drawn: block by block from left to right, so that any tool shows it as it is meant.</summary>
public static partial class Bpmn
{
    private const string Model = "http://www.omg.org/spec/BPMN/20100524/MODEL", Di = "http://www.omg.org/spec/BPMN/20100524/DI", Dc = "http://www.omg.org/spec/DD/20100524/DC", DdDi = "http://www.omg.org/spec/DD/20100524/DI";

    /// <param name="name">Shows an activity in the reader's language; the activity itself when null.</param>
    public static void Write(ProcessTree tree, Stream stream, Func<string, string>? name = null)
    {
        var drawing = new Drawing(name ?? (a => a));
        var line = 40 + Math.Max(18, drawing.Measure(tree).Above);
        var start = drawing.Add("startEvent", "", 40, line - 18, 36, 36);
        var (last, right) = drawing.Draw(tree, start, 40 + 36 + Drawing.Gap, line);
        drawing.Flow(last, drawing.Add("endEvent", "", right, line - 18, 36, 36));
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CloseOutput = false, NewLineChars = "\n" });
        xml.WriteStartElement("bpmn", "definitions", Model);
        xml.WriteAttributeString("xmlns", "bpmndi", null, Di);
        xml.WriteAttributeString("xmlns", "dc", null, Dc);
        xml.WriteAttributeString("xmlns", "di", null, DdDi);
        xml.WriteAttributeString("id", "definitions");
        xml.WriteAttributeString("targetNamespace", "urn:piaozhi:process");
        xml.WriteStartElement("bpmn", "process", Model);
        xml.WriteAttributeString("id", "process");
        xml.WriteAttributeString("isExecutable", "false");
        foreach (var e in drawing.Elements)
            Element(xml, e, drawing.Flows);
        foreach (var f in drawing.Flows)
        {
            xml.WriteStartElement("bpmn", "sequenceFlow", Model);
            xml.WriteAttributeString("id", f.Id);
            xml.WriteAttributeString("sourceRef", f.From.Id);
            xml.WriteAttributeString("targetRef", f.To.Id);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("bpmndi", "BPMNDiagram", Di);
        xml.WriteAttributeString("id", "diagram");
        xml.WriteStartElement("bpmndi", "BPMNPlane", Di);
        xml.WriteAttributeString("id", "plane");
        xml.WriteAttributeString("bpmnElement", "process");
        foreach (var e in drawing.Elements)
            Shape(xml, e);
        foreach (var f in drawing.Flows)
            Edge(xml, f);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, Drawn e, List<Flowing> flows)
    {
        xml.WriteStartElement("bpmn", e.Type, Model);
        xml.WriteAttributeString("id", e.Id);
        if (e.Name.Length > 0)
            xml.WriteAttributeString("name", e.Name);
        if (e.Type.EndsWith("Gateway", StringComparison.Ordinal))
            xml.WriteAttributeString("gatewayDirection", flows.Count(f => f.To == e) > 1 ? "Converging" : "Diverging");
        foreach (var f in flows.Where(f => f.To == e))
            xml.WriteElementString("bpmn", "incoming", Model, f.Id);
        foreach (var f in flows.Where(f => f.From == e))
            xml.WriteElementString("bpmn", "outgoing", Model, f.Id);
        xml.WriteEndElement();
    }

    private static void Shape(XmlWriter xml, Drawn e)
    {
        xml.WriteStartElement("bpmndi", "BPMNShape", Di);
        xml.WriteAttributeString("id", e.Id + "_shape");
        xml.WriteAttributeString("bpmnElement", e.Id);
        if (e.Type == "exclusiveGateway")
            xml.WriteAttributeString("isMarkerVisible", "true");
        xml.WriteStartElement("dc", "Bounds", Dc);
        foreach (var (key, value) in new[] { ("x", e.X), ("y", e.Y), ("width", e.Width), ("height", e.Height) })
            xml.WriteAttributeString(key, value.ToString("0.#", CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Edge(XmlWriter xml, Flowing f)
    {
        xml.WriteStartElement("bpmndi", "BPMNEdge", Di);
        xml.WriteAttributeString("id", f.Id + "_edge");
        xml.WriteAttributeString("bpmnElement", f.Id);
        foreach (var (x, y) in f.Points())
        {
            xml.WriteStartElement("di", "waypoint", DdDi);
            xml.WriteAttributeString("x", x.ToString("0.#", CultureInfo.InvariantCulture));
            xml.WriteAttributeString("y", y.ToString("0.#", CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    internal sealed record Drawn(string Id, string Type, string Name, double X, double Y, double Width, double Height, bool Splits = false)
    {
        public double Middle => Y + Height / 2;
    }

    internal sealed record Flowing(string Id, Drawn From, Drawn To, double? Below)
    {
        public IEnumerable<(double X, double Y)> Points()
        {
            if (Below is { } y)
                return [(From.X + From.Width / 2, From.Y + From.Height), (From.X + From.Width / 2, y), (To.X + To.Width / 2, y), (To.X + To.Width / 2, To.Y + To.Height)];
            var (x1, x2) = (From.X + From.Width, To.X);
            if (Math.Abs(From.Middle - To.Middle) < 1)
                return [(x1, From.Middle), (x2, To.Middle)];
            // Back to the left, above the first element of the way back.
            if (x2 < From.X)
                return [(From.X + From.Width / 2, From.Y + From.Height), (From.X + From.Width / 2, To.Y - 10), (x2 - 16, To.Y - 10), (x2 - 16, To.Middle), (x2, To.Middle)];
            // A split is left, and a join entered, at its corner above or below; everything else at its side.
            if (From.Splits)
                return [(From.X + From.Width / 2, From.Middle < To.Middle ? From.Y + From.Height : From.Y), (From.X + From.Width / 2, To.Middle), (x2, To.Middle)];
            return To.Type.EndsWith("Gateway", StringComparison.Ordinal)
                ? [(x1, From.Middle), (To.X + To.Width / 2, From.Middle), (To.X + To.Width / 2, From.Middle < To.Middle ? To.Y : To.Y + To.Height)]
                : [(x1, From.Middle), ((x1 + x2) / 2, From.Middle), ((x1 + x2) / 2, To.Middle), (x2, To.Middle)];
        }
    }
}
