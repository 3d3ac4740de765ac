using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Storage;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Bench;

/// <summary>The import of a file of events beside DuckDB's own reader filling the same table, in one run, as a ratio.</summary>
public static class ImportBench
{
    public static async Task<int> RunAsync(int rows, bool json)
    {
        var work = Directory.CreateTempSubdirectory("piaozhi-bench-");
        try
        {
            var file = Path.Combine(work.FullName, json ? "events.ndjson" : "events.csv");
            Write(file, rows, json);
            static double Cpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
            var before = Cpu();
            var ours = await OursAsync(file, Path.Combine(work.FullName, "data"));
            var between = Cpu();
            var theirs = await TheirsAsync(json ? $"read_json('{file}', format = 'newline_delimited')" : $"read_csv('{file}', header = true, all_varchar = true)", json, Path.Combine(work.FullName, "peer.duckdb"));
            var after = Cpu();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{rows} rows, {new FileInfo(file).Length / 1e6:0} MB: import {ours.TotalSeconds:0.00} s ({rows / ours.TotalSeconds:0} rows/s), DuckDB's own reader {theirs.TotalSeconds:0.00} s, ratio {ours / theirs:0.0} (processor time {between - before:0.0} s / {after - between:0.0} s = {(between - before) / (after - between):0.0}), peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
            return 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static void Write(string file, int rows, bool json)
    {
        using var text = new StreamWriter(file);
        if (!json)
            text.WriteLine("event_id,case_id,activity,occurred_at,outcome,channel,outlet,customer_id,amount,currency,attributes.payment_method");
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));
        for (var i = 0; i < rows; i++)
        {
            var activity = (i % 5) switch { 0 => "order.submitted", 1 => "order.created", 2 => "payment.initiated", 3 => "payment.succeeded", _ => "ticket.issued" };
            var at = start.AddSeconds(i).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
            var channel = i % 3 == 0 ? "app" : "web";
            text.WriteLine(json
                ? string.Create(CultureInfo.InvariantCulture, $$"""{"event_id":"e{{i}}","case_id":"o{{i / 5}}","activity":"{{activity}}","occurred_at":"{{at}}","outcome":"ok","channel":"{{channel}}","outlet":"s{{i % 6}}","customer_id":"u{{i / 5 % 99991}}","amount":19.50,"currency":"CNY","attributes":{"payment_method":"wechat"} }""")
                : string.Create(CultureInfo.InvariantCulture, $"e{i},o{i / 5},{activity},{at},ok,{channel},s{i % 6},u{i / 5 % 99991},19.50,CNY,wechat"));
        }
    }

    private static async Task<TimeSpan> OursAsync(string file, string folder)
    {
        Directory.CreateDirectory(folder);
        await using var app = WebHost.Build(new PiaozhiOptions { DataFolder = folder, Background = false }, Piaozhi.Program.Compose);
        await StorageParts.PrepareAsync(app.Services);
        await using var session = app.Services.GetRequiredService<Sessions>().OpenSystem();
        var watch = Stopwatch.StartNew();
        var outcome = await ImportFiles.RunAsync(new ImportFiles.Input([file]), session, app.Services.GetRequiredService<PrivacyKey>(), new ImportProgress());
        if (outcome.Value.Sum(f => f.Rejected) > 0)
            throw new InvalidOperationException("rows were rejected");
        return watch.Elapsed;
    }

    private static async Task<TimeSpan> TheirsAsync(string source, bool json, string path)
    {
        await using var connection = new DuckDBConnection($"Data Source={path};memory_limit=2GB");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = FactSchema.Text();
        await command.ExecuteNonQueryAsync();
        var watch = Stopwatch.StartNew();
        command.CommandText = $"""
            INSERT INTO listen_event BY NAME SELECT 'main' AS service_id, case_id, event_id, CAST(hash(event_id) >> 1 AS BIGINT) AS event_key, activity,
              CAST(CAST(occurred_at AS TIMESTAMPTZ) AS TIMESTAMP) AS occurred_at, outcome, channel, outlet, customer_id, CAST(amount AS DECIMAL(18,2)) AS amount, currency,
              0 AS tickets, {(json ? "to_json(attributes)" : "json_object('payment_method', \"attributes.payment_method\")")} AS attributes, now()::TIMESTAMP AS arrived_at, 'i' AS import_id
            FROM {source}
            """;
        await command.ExecuteNonQueryAsync();
        return watch.Elapsed;
    }
}
