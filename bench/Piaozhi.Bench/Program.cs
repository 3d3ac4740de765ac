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
    ("charts", "CHARTS", (charts, _) => Task.FromResult(ChartsBench.Run(charts))),
    ("process", "EVENTS [FILE.csv]", ProcessBench.RunAsync),
    ("satisfaction", "TIMES", (times, _) => SatisfactionBench.RunAsync(times)),
    ("loop", "SEEDS [\"all|none|F01,F02 [mild|medium|severe] [SCALE] [days=N] [beside]\"]", (seeds, what) => Task.FromResult(LoopBench.Run(seeds, what))),
];

if (args is ["show", var set, var seed, var scale, var days, .. var how])
    return LoopBench.Show(set, ulong.Parse(seed, CultureInfo.InvariantCulture), double.Parse(scale, CultureInfo.InvariantCulture), int.Parse(days, CultureInfo.InvariantCulture),
        how is [var word1] ? Enum.Parse<Piaozhi.Core.Sample.Faults.FaultSize>(word1, true) : Piaozhi.Core.Sample.Faults.FaultSize.Medium);
if (args is [var word, var text, .. var folder] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && benches.FirstOrDefault(b => b.Word == word) is { Run: { } run })
    return await run(number, folder.Length > 0 ? string.Join(' ', folder) : null);
foreach (var bench in benches)
    await Console.Error.WriteLineAsync($"Piaozhi.Bench {bench.Word} {bench.Number}");
return 2;
