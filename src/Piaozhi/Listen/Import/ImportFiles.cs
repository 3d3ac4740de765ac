using System.Diagnostics;
using Piaozhi.Access;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen.Import;

/// <summary>How far an import has come; read by whoever shows it, while it runs.</summary>
public sealed class ImportProgress
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _read;

    public string File { get; set; } = "";
    public long Bytes { get; set; }
    public long BytesRead { get; set; }
    public long Accepted { get; private set; }
    public long Duplicates { get; private set; }
    public long Rejected { get; private set; }

    public long Rows => Interlocked.Read(ref _read);

    /// <summary>Rows a second since the beginning.</summary>
    public double Rate => Rows / Math.Max(0.001, _watch.Elapsed.TotalSeconds);

    /// <summary>Share of the bytes that have been read, 0 to 1.</summary>
    public double Share => Bytes == 0 ? 0 : Math.Clamp(BytesRead / (double)Bytes, 0, 1);

    public void Add(long rows, Appended appended, long rejected, long bytesRead)
    {
        Interlocked.Add(ref _read, rows);
        Accepted += appended.Added + appended.Replaced;
        Duplicates += appended.Duplicates;
        Rejected += rejected;
        BytesRead = Math.Max(BytesRead, bytesRead);
    }
}

/// <summary>Loads files of the contract into the facts, here and now, without a record of it: what the one-shot job and the benchmark need. Loading a file twice changes nothing.</summary>
public static class ImportFiles
{
    /// <param name="Paths">Files, or folders whose files of the contract are taken.</param>
    /// <param name="Until">Rows recorded later are neither read nor counted, so that they displace none that was known then; null = all.</param>
    public sealed record Input(IReadOnlyList<string> Paths, FactKind? Kind = null, DateTimeOffset? Until = null);

    public static async Task<Outcome<IReadOnlyList<ImportedFile>>> RunAsync(Input input, Session session, PrivacyKey key, ImportProgress progress, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return no;
        var found = Find(input.Paths);
        if (!found.Ok)
            return Outcome<IReadOnlyList<ImportedFile>>.Refuse(found.Refusals);
        progress.Bytes = found.Value.Sum(f => new FileInfo(f).Length);
        var arrival = new Arrival(Guid.CreateVersion7(session.Now).ToString("N"), session.Now);
        var imported = new List<ImportedFile>();
        var before = 0L;
        foreach (var path in found.Value)
        {
            progress.File = Path.GetFileName(path);
            imported.Add(await LoadFile.RunAsync(path, progress.File, new ReadingPlan(input.Kind) { Until = input.Until }, session, key, arrival, progress, null, ct));
            before += new FileInfo(path).Length;
            progress.BytesRead = before;
        }

        return imported;
    }

    /// <summary>The files that paths name: a folder stands for its files of the contract.</summary>
    public static Outcome<IReadOnlyList<string>> Find(IReadOnlyList<string> paths)
    {
        var missing = paths.Where(p => !File.Exists(p) && !Directory.Exists(p)).Select(p => new Refusal("listen.import.no-such-file", p, p) { Kind = RefusalKind.NotFound }).ToList();
        if (missing.Count > 0)
            return missing;
        var files = paths.SelectMany(Expand).ToList();
        return files.Count == 0 ? new Refusal("listen.import.nothing-to-load", string.Join(", ", paths), string.Join(", ", paths)) : files;
    }

    private static IEnumerable<string> Expand(string path) =>
        !Directory.Exists(path) ? [path]
        : Directory.EnumerateFiles(path).Where(f => FactBatches.KindOf(FactFile.StemOf(f)) is not null && IsData(f)).Order(StringComparer.Ordinal);

    /// <summary>Notes, truths and half-written files beside the data are not data.</summary>
    private static bool IsData(string path)
    {
        var ending = Path.GetFileName(path)[FactFile.StemOf(path).Length..].ToLowerInvariant();
        return (ending.EndsWith(".gz", StringComparison.Ordinal) ? ending[..^3] : ending) is ".ndjson" or ".jsonl" or ".csv" or ".tsv" or ".xlsx" or ".parquet"
            && FactFile.StemOf(path).Split('-', '_', ' ').Skip(1).All(part => part.Any(char.IsAsciiDigit));
    }
}
