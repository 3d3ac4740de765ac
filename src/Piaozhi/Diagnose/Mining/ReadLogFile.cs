using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Loop;

namespace Piaozhi.Diagnose.Mining;

/// <summary>An event log of another tool: CSV, XES (also compressed), OCEL 2.0 JSON.</summary>
public static class ReadLogFile
{
    /// <param name="objectType">For OCEL: the type whose objects are the cases; the one with most objects when absent.</param>
    public static async Task<Outcome<LogReading>> RunAsync(string file, string? objectType = null, CancellationToken ct = default)
    {
        if (!File.Exists(file))
            return new Refusal("diagnose.log.no-file", file) { Kind = RefusalKind.NotFound };
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            if (file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                return await CsvLog.ReadAsync(stream, ct: ct);
            if (!file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !file.EndsWith(".jsonocel", StringComparison.OrdinalIgnoreCase))
                return XesLog.Read(stream);
            var log = await OcelJson.ReadAsync(stream, ct);
            var type = objectType ?? log.Objects.GroupBy(o => o.Type).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key ?? "";
            if (!log.Types.Contains(type))
                return new Refusal("diagnose.log.no-object-type", type, string.Join(", ", log.Types));
            var flat = log.Flatten(type);
            return new LogReading(flat.Log, log.Events.Count, flat.EventsWithout, []);
        }
        catch (UnreadableLog e)
        {
            return new Refusal(e.Code, e.Subject);
        }
    }
}
