using System.Threading.Channels;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen.Import;

/// <summary>How far an import has come; read by whoever shows it, while it runs.</summary>
public sealed class ImportProgress
{
    private long _read;

    public string File { get; set; } = "";
    public long Bytes { get; set; }
    public long BytesRead { get; set; }
    public long Accepted { get; set; }
    public long Duplicates { get; set; }
    public long Rejected { get; set; }
    public bool Ended { get; set; }

    public long Rows => Interlocked.Read(ref _read);

    public void Count(long rows) => Interlocked.Add(ref _read, rows);
}

/// <summary>What came of one file.</summary>
/// <param name="Dropped">Fields that could not be read in rows that were kept.</param>
public sealed record ImportedFile(string File, FactKind? Kind, long Accepted, long Duplicates, long Rejected, long Dropped);

/// <summary>Loads files of the contract into the facts. Loading a file twice changes nothing.</summary>
public static class ImportFiles
{
    /// <param name="Paths">Files, or folders whose files of the contract are taken.</param>
    public sealed record Input(IReadOnlyList<string> Paths, FactKind? Kind = null);

    public static async Task<Outcome<IReadOnlyList<ImportedFile>>> RunAsync(Input input, Session session, PrivacyKey key, ImportProgress progress, CancellationToken ct = default)
    {
        var missing = input.Paths.Where(p => !File.Exists(p) && !Directory.Exists(p)).Select(p => new Refusal("listen.import.no-such-file", p, p) { Kind = RefusalKind.NotFound }).ToList();
        if (missing.Count > 0)
            return missing;
        var files = input.Paths.SelectMany(Expand).ToList();
        if (files.Count == 0)
            return new Refusal("listen.import.nothing-to-load", string.Join(", ", input.Paths));
        progress.Bytes = files.Sum(f => new FileInfo(f).Length);
        var arrival = new Arrival(Guid.CreateVersion7(session.Now).ToString("N"), session.Now);
        var imported = new List<ImportedFile>(files.Count);
        var before = 0L;
        foreach (var path in files)
        {
            progress.File = Path.GetFileName(path);
            imported.Add(await OneAsync(path, input.Kind, session, key, arrival, progress, before, ct));
            before += new FileInfo(path).Length;
            progress.BytesRead = before;
        }

        progress.Ended = true;
        return imported;
    }

    private static IEnumerable<string> Expand(string path) =>
        !Directory.Exists(path) ? [path]
        : Directory.EnumerateFiles(path).Where(f => FactBatches.KindOf(Path.GetFileName(f).Split('.')[0]) is not null).Order(StringComparer.Ordinal);

    private static async Task<ImportedFile> OneAsync(string path, FactKind? kind, Session session, PrivacyKey key, Arrival arrival, ImportProgress progress, long before, CancellationToken ct)
    {
        var name = Path.GetFileName(path);
        FactFile file;
        try
        {
            file = FactFile.Open(path);
        }
        catch (InvalidDataException)
        {
            await session.Facts.AppendRejectsAsync([new Reject(name, 0, "", "", Reasons.UnreadableFile)], arrival, name, ct);
            progress.Rejected++;
            return new ImportedFile(name, kind, 0, 0, 1, 0);
        }

        using var opened = file;
        // One thread reads and screens while the other writes; two batches may wait, so memory stays bounded.
        var batches = Channel.CreateBounded<FactBatch>(1);
        var reading = Task.Run(
            async () =>
            {
                try
                {
                    foreach (var batch in FactBatches.Read(file, kind, key.Guard))
                        await batches.Writer.WriteAsync(batch, ct);
                    batches.Writer.Complete();
                }
                catch (InvalidDataException)
                {
                    // A torn archive: what came before the tear is loaded, and the tear is named.
                    await batches.Writer.WriteAsync(new FactBatch(kind ?? FactKind.Events, [], [new Reject(name, 0, "", "", Reasons.UnreadableFile)], 0), ct);
                    batches.Writer.Complete();
                }
                catch (Exception e)
                {
                    batches.Writer.Complete(e);
                }
            },
            ct);
        var (total, rejected, dropped, found) = (default(Appended), 0L, 0L, kind);
        await foreach (var batch in batches.Reader.ReadAllAsync(ct))
        {
            var appended = await session.Facts.AppendAsync(batch.Kind, Cared(batch), arrival, ct);
            await session.Facts.AppendRejectsAsync(batch.Rejects, arrival, name, ct);
            total += appended;
            if (batch.Facts.Count > 0)
                found = batch.Kind;
            var whole = batch.Rejects.Where(IsWholeRow).Select(r => r.Line).Distinct().Count();
            rejected += whole;
            dropped += batch.Rejects.Count(r => !IsWholeRow(r));
            progress.Count(batch.Facts.Count + whole);
            progress.Accepted += appended.Added + appended.Replaced;
            progress.Duplicates += appended.Duplicates;
            progress.Rejected += whole;
            progress.BytesRead = before + batch.Position;
        }

        await reading;
        return new ImportedFile(name, found, total.Added + total.Replaced, total.Duplicates, rejected, dropped);
    }

    /// <summary>Answers given without care are kept but excluded; they are judged among those of the same survey that came with them.</summary>
    private static List<Fact> Cared(FactBatch batch) => batch.Kind != FactKind.Responses ? batch.Facts
        : [.. batch.Facts.Cast<ResponseFact>().GroupBy(r => r.Survey).SelectMany(g => Careless.Screen([.. g]))];

    /// <summary>True when the row itself was refused, false when only one field of it was dropped.</summary>
    public static bool IsWholeRow(Reject reject) => reject.Row is not null || reject.Reason is Reasons.UnreadableFile or Reasons.UnknownTable;
}
