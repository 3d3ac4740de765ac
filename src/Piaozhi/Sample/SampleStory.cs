using Piaozhi.Core.Sample;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Host;

namespace Piaozhi.Sample;

/// <summary>What goes on at the invented operator: its faults, and what its people did about them.</summary>
public static class SampleStory
{
    public static SamplePlan Plan(int days, double scale, ulong seed, DateTime now, TimeSpan offset)
    {
        var today = DateOnly.FromDateTime(now);
        Fault Since(FaultId id, int daysAgo, FaultSize size = FaultSize.Medium) => FaultCatalog.Begin(id, today.AddDays(-daysAgo), now, size);
        return new SamplePlan
        {
            Seed = seed,
            From = today.AddDays(1 - days),
            Days = days,
            Scale = scale,
            Until = now,
            Voice = 4,
            UtcOffset = offset,
            Faults = days < 45 ? [] :
            [
                Since(FaultId.F30, 42, FaultSize.Severe),
                Since(FaultId.F08, 15, FaultSize.Severe),
                Since(FaultId.F11, 8, FaultSize.Severe),
                Since(FaultId.F23, 6, FaultSize.Severe),
                Since(FaultId.F01, 2, FaultSize.Severe),
            ],
        };
    }

    public static Task TellAsync(SamplePlan plan, Session session, CancellationToken ct) => Task.CompletedTask;
}
