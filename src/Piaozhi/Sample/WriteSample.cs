using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Sample;

namespace Piaozhi.Sample;

/// <summary>How far the writing has come.</summary>
public sealed record SampleProgress(DateOnly Day, int DaysDone, int Days, long Rows);

/// <summary>Writes a simulated data set as files of the contract, with the truth beside them. The same plan gives the same bytes.</summary>
public static class WriteSample
{
    public sealed record Input(SamplePlan Plan, string Folder, bool Gzip);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<Outcome<long>> RunAsync(Input input, IProgress<SampleProgress>? progress = null, CancellationToken ct = default)
    {
        if (Directory.Exists(input.Folder) && Directory.EnumerateFileSystemEntries(input.Folder).Any(f => !Path.GetFileName(f).StartsWith('.')))
            return new Refusal("sample.write.not-empty", input.Folder) { Kind = RefusalKind.Conflict };
        Directory.CreateDirectory(input.Folder);
        var files = new Dictionary<FactKind, ContractFile>();
        long rows = 0;
        try
        {
            await using var truth = new ContractFile(Path.Combine(input.Folder, "truth-rows.ndjson"), input.Gzip);
            var done = 0;
            foreach (var day in new Simulator(input.Plan).Days())
            {
                ct.ThrowIfCancellationRequested();
                foreach (var fact in day.Facts)
                {
                    var kind = ContractRow.KindOf(fact);
                    if (!files.TryGetValue(kind, out var file))
                        files[kind] = file = new ContractFile(Path.Combine(input.Folder, kind.Word() + ".ndjson"), input.Gzip);
                    file.Write(fact);
                }

                foreach (var row in day.Truth)
                    truth.Write(row);
                rows += day.Facts.Count;
                progress?.Report(new SampleProgress(day.Date, ++done, input.Plan.Days, rows));
            }
        }
        finally
        {
            foreach (var file in files.Values)
                await file.DisposeAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(input.Folder, "truth.json"), JsonSerializer.Serialize(SampleTruth.Of(input.Plan), Json), ct);
        return rows;
    }
}

/// <summary>One file that is being written, line by line.</summary>
internal sealed class ContractFile : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    private readonly Stream _stream;
    private readonly Utf8JsonWriter _json;

    public ContractFile(string path, bool gzip)
    {
        _stream = new BufferedStream(gzip ? new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest) : File.Create(path), 1 << 18);
        _json = ContractRow.Writer(_stream);
    }

    public void Write(Fact fact)
    {
        ContractRow.Write(_json, fact);
        End();
    }

    public void Write(TruthRow row)
    {
        JsonSerializer.Serialize(_json, row, Json);
        End();
    }

    public async ValueTask DisposeAsync()
    {
        await _json.DisposeAsync();
        await _stream.DisposeAsync();
    }

    private void End()
    {
        _json.Flush();
        _json.Reset();
        _stream.WriteByte((byte)'\n');
    }
}
