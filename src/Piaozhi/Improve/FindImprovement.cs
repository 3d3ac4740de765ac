using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Finds the improvement that a use case is about, if this person may see it, and saves it without overwriting anybody.</summary>
internal static class FindImprovement
{
    public static async Task<Outcome<ImprovementRow>> RunAsync(string id, Session session, CancellationToken ct)
    {
        var row = await session.Records.Set<ImprovementRow>().FirstOrDefaultAsync(r => r.Id == id, ct);
        return row is not null && await SeesAsync(row, session, ct) ? row : new Refusal("improve.not-found", id) { Kind = RefusalKind.NotFound };
    }

    public static async Task<Outcome<(ImprovementRow Improvement, ActionRow Action)>> OfActionAsync(string id, Session session, CancellationToken ct)
    {
        var missing = new Refusal("improve.action.not-found", id) { Kind = RefusalKind.NotFound };
        if (await session.Records.Set<ActionRow>().FirstOrDefaultAsync(a => a.Id == id, ct) is not { } action)
            return missing;
        var improvement = await RunAsync(action.ImprovementId, session, ct);
        return improvement.Ok ? (improvement.Value, action) : missing;
    }

    /// <summary>Everything in the person's part of the operation, and whatever names the person.</summary>
    public static bool Sees(ImprovementRow row, IEnumerable<ActionRow> actions, Actor actor) =>
        actor.Scope.IsWhole || actor.Scope.Covers(Slice.Parse(row.Scope)) || row.OwnerId == actor.Id
        || actions.Any(a => a.OwnerId == actor.Id || actor.Scope.Covers(Slice.Parse(a.Scope)));

    /// <summary>What is closed stays as it is until it is reopened.</summary>
    public static Refusal? IfClosed(ImprovementRow row) => row.Closed ? new Refusal("improve.gate.closed") { Kind = RefusalKind.Conflict } : null;

    /// <summary>Saves; refused when somebody else saved the same improvement since it was read.</summary>
    public static async Task<Refusal?> SaveAsync(ImprovementRow row, Session session, CancellationToken ct)
    {
        row.Revision++;
        try
        {
            await session.Records.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            session.Records.ChangeTracker.Clear();
            return new Refusal("improve.conflict", row.Title) { Kind = RefusalKind.Conflict };
        }
    }

    private static async Task<bool> SeesAsync(ImprovementRow row, Session session, CancellationToken ct) =>
        session.Actor.Scope.IsWhole
        || Sees(row, await session.Records.Set<ActionRow>().AsNoTracking().Where(a => a.ImprovementId == row.Id).ToListAsync(ct), session.Actor);
}
