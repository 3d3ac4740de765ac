using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen.Import;

/// <summary>What came of one file.</summary>
/// <param name="Dropped">Fields that could not be read in rows that were kept.</param>
public sealed record ImportedFile(string File, FactKind? Kind, long Accepted, long Duplicates, long Rejected, long Dropped)
{
    public string? Mapping { get; init; }

    /// <summary>True when a table of it is known to no mapping.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>True when nothing of it could be read.</summary>
    public bool IsUnreadable => Accepted + Duplicates == 0 && Rejected > 0;
}

/// <summary>Loads one file into the facts, some batches at a time; what is counted is durable.</summary>
public static class LoadFile
{
    /// <summary>Batches that are written together.</summary>
    private const int Together = 6;

    /// <param name="began">Done once before the first facts are written.</param>
    public static async Task<ImportedFile> RunAsync(string path, string name, ReadingPlan plan, Session session, PrivacyKey key, Arrival arrival, ImportProgress progress, Func<Task>? began = null, CancellationToken ct = default)
    {
        using var file = FactFile.Open(path, name);
        var before = progress.BytesRead;
        // One thread reads and screens while the other writes what the first has put by; what may wait is limited, so memory stays bounded.
        var batches = Channel.CreateBounded<FactBatch>(2);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = Task.Run(() => ReadAsync(file, plan with { Guard = key.Guard }, batches.Writer, stop.Token), ct);
        var done = new ImportedFile(name, plan.Kind, 0, 0, 0, 0);
        try
        {
            await foreach (var some in TogetherAsync(batches.Reader, ct))
            {
                if (plan.Until is { } until)
                    some.ForEach(b => b.Facts.RemoveAll(f => f.RecordedAt > until));
                if (began is not null && some.Any(b => b.Facts.Count > 0))
                {
                    await began();
                    began = null;
                }

                var appended = await session.Facts.AppendAllAsync([.. some.Select(b => (b.Kind, (IReadOnlyList<Fact>)Cared(b.Kind, b.Facts)))], arrival, ct);
                foreach (var (batch, result) in some.Zip(appended))
                {
                    await RetriedAsync(batch, session, ct);
                    await session.Facts.AppendRejectsAsync([.. batch.Rejects.Select(key.Sealed)], arrival, name, ct);
                    done = Counted(done, batch, result);
                    var whole = Whole(batch);
                    progress.Add(batch.Facts.Count + whole, result, whole, before + batch.Position);
                }
            }

            await reading;
        }
        finally
        {
            // Whoever stops writing stops the reader too, so that the file is free when this returns.
            await stop.CancelAsync();
            await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return done;
    }

    private static int Whole(FactBatch batch) => batch.Rejects.Where(IsWholeRow).Select(r => r.Line).Distinct().Count();

    private static ImportedFile Counted(ImportedFile done, FactBatch batch, Appended appended) => done with
    {
        Kind = batch.Facts.Count > 0 ? batch.Kind : done.Kind,
        Accepted = done.Accepted + appended.Added + appended.Replaced,
        Duplicates = done.Duplicates + appended.Duplicates,
        Rejected = done.Rejected + Whole(batch),
        Dropped = done.Dropped + batch.Rejects.Count(r => !IsWholeRow(r)),
        Mapping = batch.Mapping ?? done.Mapping,
        IsUnknown = done.IsUnknown || batch.Rejects.Any(r => r.Reason == Reasons.UnknownTable),
    };

    /// <summary>The batches, as many together as the store likes to take at once.</summary>
    private static async IAsyncEnumerable<List<FactBatch>> TogetherAsync(ChannelReader<FactBatch> batches, [EnumeratorCancellation] CancellationToken ct)
    {
        var some = new List<FactBatch>(Together);
        await foreach (var batch in batches.ReadAllAsync(ct))
        {
            some.Add(batch);
            if (some.Count < Together)
                continue;
            yield return some;
            some = new List<FactBatch>(Together);
        }

        if (some.Count > 0)
            yield return some;
    }

    /// <summary>True when the row itself was refused, false when only one field of it was dropped.</summary>
    public static bool IsWholeRow(Reject reject) => reject.Row is not null || reject.Reason is Reasons.UnreadableFile or Reasons.UnknownTable;

    private static async Task ReadAsync(FactFile file, ReadingPlan plan, ChannelWriter<FactBatch> batches, CancellationToken ct)
    {
        try
        {
            foreach (var batch in FactBatches.Read(file, plan))
                await batches.WriteAsync(batch, ct);
            batches.Complete();
        }
        catch (InvalidDataException)
        {
            // A torn archive, a broken workbook: what came before the tear is loaded, and the tear is named.
            await batches.WriteAsync(new FactBatch(plan.Kind ?? FactKind.Events, [], [new Reject(file.Name, 0, "", "", Reasons.UnreadableFile)], file.Position), ct);
            batches.Complete();
        }
        catch (Exception e)
        {
            batches.Complete(e);
        }
    }

    /// <summary>Rows of the reject store that came again: those that were taken are mended, those that were not give way to what is wrong now.</summary>
    private static async Task RetriedAsync(FactBatch batch, Session session, CancellationToken ct)
    {
        string Ids(bool taken) => string.Join(',', batch.Retried.Where(r => r.Taken == taken).Select(r => r.RowId.Replace(",", "", StringComparison.Ordinal)));
        if (Ids(true) is { Length: > 0 } mended)
            await session.Facts.ExecuteAsync(
                "UPDATE listen_reject SET mended_at = $3, mended_by = $4 WHERE service_id = $1 AND row_id IN (SELECT unnest(string_to_array($2, ','))) AND mended_at IS NULL",
                [session.Options.ServiceId, mended, FactRows.Utc(session.Now), session.Actor.Name], ct);
        if (Ids(false) is { Length: > 0 } again)
            await session.Facts.ExecuteAsync("DELETE FROM listen_reject WHERE service_id = $1 AND row_id IN (SELECT unnest(string_to_array($2, ',')))", [session.Options.ServiceId, again], ct);
    }

    /// <summary>Answers given without care are kept but excluded; they are judged among those of the same survey that came with them.</summary>
    public static List<Fact> Cared(FactKind kind, List<Fact> facts) => kind != FactKind.Responses ? facts
        : [.. facts.Cast<ResponseFact>().GroupBy(r => r.Survey).SelectMany(g => Careless.Screen([.. g]))];
}
