using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Sample;

/// <summary>Takes the sample away, with every signal, problem, improvement and lesson that hangs on it; accounts and settings stay.</summary>
public static class RemoveSample
{
    public static async Task<Outcome<Done>> RunAsync(Session session, Installation installation, LoopRunner loop, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (installation.Holding != Holding.Sample)
            return new Refusal("sample.remove.none") { Kind = RefusalKind.Conflict };
        await installation.StopFillingAsync();
        await loop.AloneAsync(() => TakeAwaySample.DeleteAsync(session, ct), ct);
        await installation.SetAsync(Holding.Nothing, session, ct);
        return default(Done);
    }
}

/// <summary>The sample as the rest of the product knows it.</summary>
public sealed class TakeAwaySample(IServiceProvider services) : ISample
{
    /// <summary>Tables of the stages that hold work, not settings.</summary>
    private static readonly string[] Work = ["detect_", "diagnose_", "improve_", "verify_", "standardize_", "people_", "customers_", "loop_trail"];

    public Task<Outcome<Done>> RemoveAsync(Session session, CancellationToken ct) =>
        RemoveSample.RunAsync(session, services.GetRequiredService<Installation>(), services.GetRequiredService<LoopRunner>(), ct);

    public Task ClearAsync(Session session, CancellationToken ct) =>
        services.GetRequiredService<LoopRunner>().AloneAsync(() => DeleteAsync(session, ct), ct);

    internal static async Task DeleteAsync(Session session, CancellationToken ct)
    {
        var service = session.Options.ServiceId;
        foreach (var table in FactSchema.Tables.Where(t => t is not ("measure_point" or "listen_moved")))
            await session.Facts.ExecuteAsync($"DELETE FROM {table} WHERE service_id = $1 AND import_id LIKE 'sample%'", [service], ct);
        await session.Facts.ExecuteAsync("DELETE FROM measure_point WHERE service_id = $1", [service], ct);
        await DeleteWorkAsync(session, Work, ct);
        session.Records.ChangeTracker.Clear();
    }

    /// <summary>Empties the tables whose names begin with one of the words.</summary>
    internal static async Task DeleteWorkAsync(Session session, IReadOnlyList<string> words, CancellationToken ct)
    {
        await using var transaction = await session.Records.Database.BeginTransactionAsync(ct);
        foreach (var table in session.Records.Model.GetEntityTypes().Select(t => t.GetTableName()).OfType<string>().Distinct().Where(t => words.Any(w => t.StartsWith(w, StringComparison.Ordinal))))
#pragma warning disable EF1002 // the names come from the model, not from a person
            await session.Records.Database.ExecuteSqlRawAsync($"DELETE FROM {table}", ct);
#pragma warning restore EF1002
        await transaction.CommitAsync(ct);
    }
}
