using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Listen.Import;

/// <summary>What came in on one day by one way: accepted, there already, refused.</summary>
[Derived]
public sealed class IntakeRow
{
    public DateOnly Day { get; set; }

    /// <summary><c>http</c> or <c>file</c>.</summary>
    public required string Via { get; set; }

    public required string Kind { get; set; }
    public long Accepted { get; set; }
    public long Duplicates { get; set; }
    public long Rejected { get; set; }
}

public sealed class IntakeTable : IEntityTypeConfiguration<IntakeRow>
{
    public void Configure(EntityTypeBuilder<IntakeRow> table)
    {
        table.ToTable("listen_intake");
        table.HasKey(r => new { r.Day, r.Via, r.Kind });
    }
}

/// <summary>Counts what comes in without slowing it: in memory, written to the records from time to time. Only the counts could be lost, never a row.</summary>
public sealed class IntakeCounts(Sessions sessions, TimeProvider clock, PiaozhiOptions options) : IJob, IHostedService
{
    private readonly ConcurrentDictionary<(DateOnly Day, string Via, string Kind), (long Accepted, long Duplicates, long Rejected)> _counts = new();
    private readonly SemaphoreSlim _one = new(1, 1);

    public string Name => "listen.intake";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public void Add(string via, FactKind? kind, long accepted, long duplicates, long rejected)
    {
        if (accepted + duplicates + rejected == 0)
            return;
        Telemetry.TookRows(kind?.Word() ?? "unknown", accepted, duplicates, rejected);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(options.UtcOffset).DateTime);
        _counts.AddOrUpdate((today, via, kind?.Word() ?? ""), (accepted, duplicates, rejected), (_, c) => (c.Accepted + accepted, c.Duplicates + duplicates, c.Rejected + rejected));
    }

    public async Task RunAsync(Session session, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            foreach (var key in _counts.Keys.ToList())
            {
                if (!_counts.TryRemove(key, out var count))
                    continue;
                var row = await session.Records.Set<IntakeRow>().FindAsync([key.Day, key.Via, key.Kind], ct);
                if (row is null)
                    session.Records.Add(row = new IntakeRow { Day = key.Day, Via = key.Via, Kind = key.Kind });
                row.Accepted += count.Accepted;
                row.Duplicates += count.Duplicates;
                row.Rejected += count.Rejected;
            }

            await session.Records.SaveChangesAsync(ct);
        }
        finally
        {
            _one.Release();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var session = sessions.OpenSystem();
        await RunAsync(session, cancellationToken);
    }
}
