using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Host;
using Piaozhi.Listen.Columns;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen.Import;

/// <summary>
/// The imports that run, one after the other, whoever waits for them or not. Each is a row that outlives the process: one that was cut
/// off is found as interrupted at the next start, and loading it again counts nothing twice.
/// </summary>
public sealed partial class Imports(Sessions sessions, PrivacyKey key, Installation installation, LoopRunner loop, IntakeCounts counts, PiaozhiOptions options, TimeProvider clock, ILogger<Imports> log) : IHostedService
{
    /// <summary>How long the files of an import that did not end are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<string, Run> _runs = new(StringComparer.Ordinal);

    private readonly Lazy<string> _owner = new(() => OwnerOf(options.InData("owner.id")));

    private sealed record Run(ImportProgress Progress, CancellationTokenSource Stop)
    {
        public Task Work { get; set; } = Task.CompletedTask;

        /// <summary>True when a person stopped it, false when the process ends.</summary>
        public bool ByPerson { get; set; }
    }

    public Installation Installation => installation;

    /// <summary>Name of this process's data folder; several processes may share one database, each with a folder of its own.</summary>
    public string Owner => _owner.Value;

    /// <summary>Raised with the id of an import that began, got on or ended.</summary>
    public event Action<string>? Changed;

    /// <summary>How far a running import has come; null for one that does not run.</summary>
    public ImportProgress? Progress(string id) => _runs.TryGetValue(id, out var run) ? run.Progress : null;

    /// <summary>Folder of the copies of one import.</summary>
    public string Folder(string id) => options.InData("tmp", "import-" + id);

    public void Begin(string id)
    {
        var run = new Run(new ImportProgress(), new CancellationTokenSource());
        _runs[id] = run;
        run.Work = Task.Run(() => WorkAsync(id, run));
        Changed?.Invoke(id);
    }

    /// <summary>Ends when the import has ended.</summary>
    public Task WaitAsync(string id) => _runs.TryGetValue(id, out var run) ? run.Work : Task.CompletedTask;

    public async Task CancelAsync(string id)
    {
        if (!_runs.TryGetValue(id, out var run))
            return;
        run.ByPerson = true;
        await run.Stop.CancelAsync();
        await run.Work;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var session = sessions.OpenSystem();
        // Those of other processes on the same database may well be running; what is left of a process that never came back is told by its age.
        var (owner, old) = (Owner, clock.GetUtcNow().UtcDateTime - Kept);
        await session.Records.Set<ImportRow>().Where(r => r.State == ImportState.Waiting || r.State == ImportState.Running)
            .Where(r => r.Owner == owner || r.Owner == "" || r.StartedAt < old)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, ImportState.Interrupted).SetProperty(r => r.EndedAt, clock.GetUtcNow().UtcDateTime), cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var run in _runs.Values)
            await run.Stop.CancelAsync();
        await Task.WhenAll(_runs.Values.Select(r => r.Work));
    }

    private async Task WorkAsync(string id, Run run)
    {
        var ended = ImportState.Failed;
        try
        {
            await _one.WaitAsync(run.Stop.Token);
            try
            {
                ended = await LoadAsync(id, run.Progress, run.Stop.Token);
            }
            finally
            {
                _one.Release();
            }
        }
        catch (OperationCanceledException)
        {
            ended = run.ByPerson ? ImportState.Cancelled : ImportState.Interrupted;
        }
        catch (Exception e)
        {
            Failed(log, id, e);
        }

        await EndAsync(id, ended);
        _runs.TryRemove(id, out _);
        Changed?.Invoke(id);
    }

    private async Task<ImportState> LoadAsync(string id, ImportProgress progress, CancellationToken ct)
    {
        await using var reading = sessions.OpenSystem();
        var asked = await reading.Records.Set<ImportRow>().AsNoTracking().FirstAsync(r => r.Id == id, ct);
        // What was allowed when it began is done in the name of who began it.
        await using var session = sessions.Open(Actor.System with { Id = asked.ActorId, Name = asked.ActorName });
        var row = await session.Records.Set<ImportRow>().FirstAsync(r => r.Id == id, ct);
        row.State = ImportState.Running;
        await session.Records.SaveChangesAsync(ct);
        var files = row.Files.ToList();
        progress.Bytes = files.Sum(f => f.Bytes);
        var plan = new ReadingPlan(
            row.Kind is { Length: > 0 } word ? Fields.Kind(word) : null, null,
            row.Mapping is { Length: > 0 } name ? (await ListMappings.FindAsync(name, session, ct)).Value : null,
            await ListMappings.SavedAsync(session, ct));
        var arrival = new Arrival(id, session.Now);
        var before = 0L;
        for (var i = 0; i < files.Count; i++)
        {
            if (files[i] is { Path: { } path, State: not (FileState.Done or FileState.Unreadable) })
            {
                (progress.File, progress.BytesRead) = (files[i].Name, before);
                files[i] = await FileAsync(files[i], path, plan, session, arrival, progress, ct);
                row.Files = files;
                await session.Records.SaveChangesAsync(ct);
                Changed?.Invoke(id);
            }

            before += files[i].Bytes;
            progress.BytesRead = before;
        }

        return files.Any(f => f.State == FileState.NeedsMapping) ? ImportState.NeedsMapping : ImportState.Done;
    }

    private async Task<ImportFile> FileAsync(ImportFile file, string path, ReadingPlan plan, Session session, Arrival arrival, ImportProgress progress, CancellationToken ct)
    {
        if (!File.Exists(path))
            return file with { State = FileState.Unreadable, Path = null };
        // A table that no mapping knows waits for one; it is no bad row.
        if (InspectFile.NeedsMapping(path, file.Name, plan))
            return file with { State = FileState.NeedsMapping };
        var done = await LoadFile.RunAsync(path, file.Name, plan, session, key, arrival, progress, () => BeginOwnAsync(ct), ct);
        counts.Add("file", done.Kind, done.Accepted, done.Duplicates, done.Rejected);
        if (done.Mapping is { } used)
            await session.Records.Set<MappingRow>().Where(r => r.Name == used)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Uses, r => r.Uses + 1).SetProperty(r => r.UsedAt, clock.GetUtcNow().UtcDateTime), ct);
        if (file.Own)
            File.Delete(path);
        return file with
        {
            Path = null, State = done.IsUnreadable ? FileState.Unreadable : FileState.Done, Kind = done.Kind, Mapping = done.Mapping,
            Accepted = done.Accepted, Duplicates = done.Duplicates, Rejected = done.Rejected, Dropped = done.Dropped,
        };
    }

    /// <summary>In a session of its own: taking the sample away forgets what a session holds.</summary>
    private async Task BeginOwnAsync(CancellationToken ct)
    {
        await using var session = sessions.OpenSystem();
        await installation.BeginOwnAsync(session, ct);
    }

    private async Task EndAsync(string id, ImportState ended)
    {
        await using var session = sessions.OpenSystem();
        if (await session.Records.Set<ImportRow>().FirstOrDefaultAsync(r => r.Id == id) is not { } row)
            return;
        (row.State, row.EndedAt) = (ended, clock.GetUtcNow().UtcDateTime);
        await session.Records.SaveChangesAsync();
        if (row.Accepted > 0)
            loop.Request();
        if (!row.CanContinue && Directory.Exists(Folder(id)))
            Directory.Delete(Folder(id), recursive: true);
    }

    private static string OwnerOf(string path)
    {
        if (!File.Exists(path))
            File.WriteAllText(path, Guid.NewGuid().ToString("N"));
        return File.ReadAllText(path).Trim();
    }

    [LoggerMessage(LogLevel.Error, "Import {Import} failed")]
    private static partial void Failed(ILogger log, string import, Exception e);
}
