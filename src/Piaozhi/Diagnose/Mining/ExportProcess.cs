using Piaozhi.Access;
using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Listen.Vocabulary;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Mining;

/// <summary>Files that other tools open.</summary>
public enum ProcessFormat
{
    Bpmn,
    Pnml,
    Xes,
    Ocel,
    Csv,
}

/// <summary>Writes the mined model or the log itself for other tools. The log holds single rows and needs the right to read them.</summary>
public static class ExportProcess
{
    public sealed record File(string Name, string MediaType, byte[] Content);

    public static async Task<Outcome<File>> RunAsync(MineProcess.Input input, ProcessFormat format, Session session, CancellationToken ct = default)
    {
        var period = input.Period ?? await MineProcess.LatestAsync(session, ct);
        if (format is ProcessFormat.Bpmn or ProcessFormat.Pnml)
        {
            var mined = await MineProcess.RunAsync(input with { Period = period }, session, ct);
            return mined.Ok ? await OfAsync(mined.Value.Log, mined.Value.Tree, format, session.Culture, ct) : Outcome<File>.Refuse(mined.Refusals);
        }

        if (session.Refuses(Right.ReadRows) is { } no)
            return no;
        if (format == ProcessFormat.Ocel)
        {
            var objects = await ReadEvents.ObjectsAsync(new(period, input.Within), session, ct);
            if (objects.Events.Count == 0)
                return new Refusal("diagnose.process.no-events");
            var stream = new MemoryStream();
            await OcelJson.WriteAsync(objects, stream, ct);
            return new File("log.jsonocel", "application/json", stream.ToArray());
        }

        var log = await ReadEvents.RunAsync(new(period, input.Within, [.. ReadEvents.Plain, .. ReadEvents.Numbers]), session, ct);
        return log.Events == 0 ? new Refusal("diagnose.process.no-events") : await OfAsync(log, ProcessTree.Silent, format, session.Culture, ct);
    }

    public static async Task<File> OfAsync(EventLog log, ProcessTree tree, ProcessFormat format, System.Globalization.CultureInfo culture, CancellationToken ct = default)
    {
        var stream = new MemoryStream();
        switch (format)
        {
            case ProcessFormat.Bpmn:
                Bpmn.Write(tree, stream, a => Activities.Name(a).In(culture));
                return new File("process.bpmn", "application/xml", stream.ToArray());
            case ProcessFormat.Pnml:
                Pnml.Write(PetriNet.Of(tree), stream);
                return new File("process.pnml", "application/xml", stream.ToArray());
            case ProcessFormat.Xes:
                XesLog.Write(log, stream, compressed: true);
                return new File("log.xes.gz", "application/gzip", stream.ToArray());
            case ProcessFormat.Csv:
                await CsvLog.WriteAsync(log, stream, ct);
                return new File("log.csv", "text/csv", stream.ToArray());
            default:
                await OcelJson.WriteAsync(ObjectLog.Of(log, "case"), stream, ct);
                return new File("log.jsonocel", "application/json", stream.ToArray());
        }
    }
}
