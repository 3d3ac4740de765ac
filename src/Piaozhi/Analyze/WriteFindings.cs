using System.Text.Json;
using System.Text.Json.Nodes;

namespace Piaozhi.Analyze;

/// <summary>The files that the one-shot job leaves; each is written beside its place and moved there whole.</summary>
public static class WriteFindings
{
    public static async Task RunAsync(string folder, Findings findings, string report, IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> lines, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        await WholeAsync(Path.Combine(folder, "findings.json"), to => JsonSerializer.SerializeAsync(to, findings, Findings.Json, ct));
        await WholeAsync(Path.Combine(folder, "report.html"), async to =>
        {
            await using var writer = new StreamWriter(to);
            await writer.WriteAsync(report);
        });
        foreach (var (name, rows) in lines)
            await LinesAsync(Path.Combine(folder, name), rows);
    }

    /// <summary>What was refused, also where nothing else came of the data.</summary>
    public static async Task RejectsAsync(string folder, IReadOnlyList<JsonObject> rows)
    {
        Directory.CreateDirectory(folder);
        await LinesAsync(Path.Combine(folder, "findings-rejects.ndjson"), rows);
    }

    /// <summary>A file of an earlier run would speak of other data, so it goes where there is nothing to say.</summary>
    private static async Task LinesAsync(string path, IReadOnlyList<JsonObject> rows)
    {
        if (rows.Count == 0)
        {
            File.Delete(path);
            return;
        }

        await WholeAsync(path, async to =>
        {
            await using var writer = new StreamWriter(to);
            foreach (var row in rows)
                await writer.WriteLineAsync(row.ToJsonString(Findings.Line));
        });
    }

    private static async Task WholeAsync(string path, Func<Stream, Task> write)
    {
        await using (var to = File.Create(path + ".part"))
            await write(to);
        File.Move(path + ".part", path, overwrite: true);
    }
}
