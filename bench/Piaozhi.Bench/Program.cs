using System.Globalization;
using Piaozhi.Bench;

// One line a benchmark: its word, what its number means, and what runs; a folder may follow.
(string Word, string Number, Func<int, string?, Task<int>> Run)[] benches =
[
    ("import", "ROWS", (rows, _) => ImportBench.RunAsync(rows, json: false)),
    ("import-json", "ROWS", (rows, _) => ImportBench.RunAsync(rows, json: true)),
    ("ingest", "REQUESTS", (requests, _) => IngestBench.RunAsync(requests)),
    ("start", "TIMES", (times, _) => StartBench.RunAsync(times)),
    ("measure", "ROWS [FOLDER]", MeasureBench.RunAsync),
];

if (args is ["show", var faults, var seed, var scale, var days])
    return LoopBench.Show(faults, seed, scale, days);
if (args is [var word, var text, .. var folder] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && benches.FirstOrDefault(b => b.Word == word) is { Run: { } run })
    return await run(number, folder.FirstOrDefault());
foreach (var bench in benches)
    await Console.Error.WriteLineAsync($"Piaozhi.Bench {bench.Word} {bench.Number}");
return 2;
