using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Process;

/// <summary>Logs of the textbook and of public collections.</summary>
internal static partial class Logs
{
    /// <summary>"3×abcd 2×acbd": one letter an activity.</summary>
    public static EventLog Of(string traces) => EventLog.OfTraces(traces.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t =>
    {
        var parts = t.Split('×');
        return (parts.Length == 1 ? 1 : int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[^1].Select(c => c.ToString()).ToArray());
    }));

    /// <summary>van der Aalst, Process Mining (2016), L1 to L12.</summary>
    public const string L1 = "3×abcd 2×acbd 1×aed",
        L2 = "3×abcd 4×acbd 2×abcefbcd 1×abcefcbd 2×acbefbcd 1×acbefbcefcbd",
        L5 = "2×abef 3×abecdbf 2×abcedbf 4×abcdebf 3×aebcdbf",
        L7 = "2×ac 3×abc 2×abbc 1×abbbbc";

    public static async Task<EventLog> CsvAsync(string text, CsvShape? shape = null) => (await ReadCsvAsync(text, shape)).Log;

    public static Task<LogReading> ReadCsvAsync(string text, CsvShape? shape = null) => CsvLog.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), shape);

    public static readonly TheoryData<string, string> Public = new()
    {
        { "running-example.xes", "running-example" }, { "roadtraffic100traces.xes", "roadtraffic100" }, { "helpdesk.xes.gz", "helpdesk" },
        { "Sepsis.xes.gz", "sepsis" }, { "06_bpic2013_closed.xes.gz", "bpic2013_closed" }, { "DomesticDeclarations.xes.gz", "domestic_declarations" }, { "receipt.csv", "receipt" },
    };

    /// <summary>The reference figures were computed from the clock on the wall, the zone dropped.</summary>
    private static async Task<Stream> WallClockAsync(Stream stream, string file)
    {
        await using var plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var reader = new StreamReader(plain);
        return new MemoryStream(Encoding.UTF8.GetBytes(Zone().Replace(await reader.ReadToEndAsync(), "$1")));
    }

    [GeneratedRegex(@"(T\d\d:\d\d:\d\d(\.\d+)?)[+-]\d\d:\d\d")]
    private static partial Regex Zone();

    public static async Task<(EventLog Log, JsonElement Expected)> PublicAsync(string file, string reference)
    {
        var path = SharedFolder.Need("data/logs/" + file);
        using var stream = File.OpenRead(path);
        var log = file.EndsWith(".csv", StringComparison.Ordinal) ? (await CsvLog.ReadAsync(stream)).Log : XesLog.Read(await WallClockAsync(stream, file), LifecycleUse.AsItComes).Log;
        return (log, JsonDocument.Parse(File.ReadAllText(SharedFolder.Need($"data/logs/{reference}.pm4py.json"))).RootElement);
    }
}
