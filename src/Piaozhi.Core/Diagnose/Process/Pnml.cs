using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Petri nets as PNML (ISO/IEC 15909-2), as ProM, WoPeD and pm4py read and write them.</summary>
public static class Pnml
{
    private static readonly XNamespace Space = "http://www.pnml.org/version-2009/grammar/pnml";

    public static void Write(PetriNet net, Stream stream)
    {
        var (places, transitions) = Columns(net);
        XElement Position(int x, int y) => new(Space + "graphics", new XElement(Space + "position", new XAttribute("x", x), new XAttribute("y", y)));
        XElement Name(string text) => new(Space + "name", new XElement(Space + "text", text));
        string Place(int p) => "p" + p.ToString(CultureInfo.InvariantCulture);
        var page = new XElement(Space + "page", new XAttribute("id", "page"));
        for (var p = 0; p < net.Places.Count; p++)
            page.Add(new XElement(Space + "place", new XAttribute("id", Place(p)), Name(net.Places[p]), Position(places[p].X, places[p].Y),
                net.Initial[p] > 0 ? new XElement(Space + "initialMarking", new XElement(Space + "text", net.Initial[p])) : null));
        for (var t = 0; t < net.Transitions.Count; t++)
            page.Add(new XElement(Space + "transition", new XAttribute("id", net.Transitions[t].Id), Name(net.Transitions[t].Label ?? "tau"), Position(transitions[t].X, transitions[t].Y),
                net.Transitions[t].Label is null ? new XElement(Space + "toolspecific", new XAttribute("tool", "ProM"), new XAttribute("version", "6.4"), new XAttribute("activity", "$invisible$"), new XAttribute("localNodeID", Guid(t))) : null));
        var arc = 0;
        foreach (var t in net.Transitions)
            foreach (var (from, to, times) in t.In.GroupBy(p => p).Select(g => (Place(g.Key), t.Id, g.Count())).Concat(t.Out.GroupBy(p => p).Select(g => (t.Id, Place(g.Key), g.Count()))))
                page.Add(new XElement(Space + "arc", new XAttribute("id", "a" + (++arc).ToString(CultureInfo.InvariantCulture)), new XAttribute("source", from), new XAttribute("target", to),
                    new XElement(Space + "inscription", new XElement(Space + "text", times))));
        var final = new XElement(Space + "finalmarkings", new XElement(Space + "marking", Enumerable.Range(0, net.Places.Count).Where(p => net.Final[p] > 0)
            .Select(p => new XElement(Space + "place", new XAttribute("idref", Place(p)), new XElement(Space + "text", net.Final[p])))));
        var document = new XDocument(new XElement(Space + "pnml", new XElement(Space + "net", new XAttribute("id", "net"), new XAttribute("type", "http://www.pnml.org/version-2009/grammar/pnmlcoremodel"), Name("process"), page, final)));
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CloseOutput = false, NewLineChars = "\n" });
        document.Save(xml);
    }

    /// <summary>Without a final marking, one token in each place that nothing leaves.</summary>
    public static PetriNet Read(Stream stream)
    {
        XDocument document;
        try
        {
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            document = XDocument.Load(reader);
        }
        catch (XmlException e)
        {
            throw new UnreadableLog("diagnose.log.bad-xml", $"{e.LineNumber}:{e.LinePosition}");
        }

        IEnumerable<XElement> All(string name) => document.Descendants().Where(e => e.Name.LocalName == name);
        static string? Text(XElement? e, string name) => e?.Elements().FirstOrDefault(x => x.Name.LocalName == name)?.Descendants().FirstOrDefault(x => x.Name.LocalName is "text" or "value")?.Value.Trim();
        static int Number(string? text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : 1;
        var placed = All("place").Where(p => p.Attribute("id") is not null).ToArray();
        var places = placed.Select((p, i) => (Id: p.Attribute("id")!.Value, i)).ToDictionary(x => x.Id, x => x.i, StringComparer.Ordinal);
        var stepped = All("transition").Where(t => t.Attribute("id") is not null).ToArray();
        if (places.Count == 0 || stepped.Length == 0)
            throw new UnreadableLog("diagnose.model.not-pnml", document.Root?.Name.LocalName ?? "");
        var (ins, outs) = (stepped.ToDictionary(t => t.Attribute("id")!.Value, _ => new List<int>()), stepped.ToDictionary(t => t.Attribute("id")!.Value, _ => new List<int>()));
        foreach (var arc in All("arc"))
        {
            var (from, to, times) = (arc.Attribute("source")?.Value ?? "", arc.Attribute("target")?.Value ?? "", Number(Text(arc, "inscription")));
            if (places.TryGetValue(from, out var p) && ins.TryGetValue(to, out var list) || places.TryGetValue(to, out p) && outs.TryGetValue(from, out list))
                list.AddRange(Enumerable.Repeat(p, times));
            else
                throw new UnreadableLog("diagnose.model.bad-arc", $"{from} → {to}");
        }

        var transitions = stepped.Select(t => (Id: t.Attribute("id")!.Value, Silent: t.Descendants().Any(x => x.Attribute("activity")?.Value == "$invisible$"), Name: Text(t, "name")))
            .Select(t => new NetTransition(t.Id, t.Silent || string.IsNullOrEmpty(t.Name) ? null : t.Name, ins[t.Id], outs[t.Id])).ToArray();
        var initial = placed.Select(p => p.Elements().Any(e => e.Name.LocalName == "initialMarking") ? Number(Text(p, "initialMarking")) : 0).ToArray();
        var final = new int[places.Count];
        foreach (var p in All("finalmarkings").SelectMany(f => f.Descendants()).Where(e => e.Name.LocalName == "place" && e.Attribute("idref") is not null))
            final[places[p.Attribute("idref")!.Value]] = Number(p.Elements().FirstOrDefault(x => x.Name.LocalName == "text")?.Value);
        if (final.All(n => n == 0))
            foreach (var p in Enumerable.Range(0, final.Length).Where(p => !transitions.Any(t => t.In.Contains(p))))
                final[p] = 1;
        // Places under finalmarkings are references, not places of the net.
        return new PetriNet([.. placed.Select(p => Text(p, "name") is { Length: > 0 } n ? n : p.Attribute("id")!.Value)], transitions, initial, final);
    }

    private static string Guid(int t) => $"00000000-0000-4000-8000-{t:x12}";

    /// <summary>Columns by the distance from the start, rows as they come.</summary>
    private static ((int X, int Y)[] Places, (int X, int Y)[] Transitions) Columns(PetriNet net)
    {
        var (place, step) = (new int[net.Places.Count], new int[net.Transitions.Count]);
        Array.Fill(place, -1);
        Array.Fill(step, -1);
        var queue = new Queue<int>(Enumerable.Range(0, place.Length).Where(p => net.Initial[p] > 0));
        foreach (var p in queue)
            place[p] = 0;
        while (queue.TryDequeue(out var p))
            for (var t = 0; t < step.Length; t++)
                if (step[t] < 0 && net.Transitions[t].In.Contains(p))
                {
                    step[t] = place[p] + 1;
                    foreach (var o in net.Transitions[t].Out.Where(o => place[o] < 0))
                    {
                        place[o] = step[t] + 1;
                        queue.Enqueue(o);
                    }
                }

        var rows = new Dictionary<int, int>();
        (int, int) At(int column) => (60 + 90 * Math.Max(0, column), 60 + 80 * (rows[column] = rows.GetValueOrDefault(column, -1) + 1));
        return (Array.ConvertAll(place, At), Array.ConvertAll(step, At));
    }
}
