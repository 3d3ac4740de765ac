using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>One improvement with what lists show of it.</summary>
public sealed record Listed(ImprovementRow Row, IReadOnlyList<ActionRow> Actions, DateOnly Today)
{
    public MethodStep Step => Row.Method.Steps().First(s => s.Code == Row.Step);

    public IReadOnlyList<ActionRow> Overdue { get; } = Row.State == ImprovementState.Closed ? [] : [.. Actions.Where(a => a.Overdue(Today))];

    /// <summary>The next day on which something is due; null when nothing is open.</summary>
    public DateOnly? NextDue { get; } = Row.State == ImprovementState.Closed ? null
        : Actions.Where(a => !a.Done && a.WithdrawnOn is null).Select(a => (DateOnly?)a.Due).Append(Row.Due).Min();

    public bool Late => Row.State != ImprovementState.Closed && (Overdue.Count > 0 || Row.Due < Today);

    /// <summary>The weakest of the proofs on which closing rests; what people want to see at a glance.</summary>
    public Proof Proof
    {
        get
        {
            var main = Actions.Where(a => a.Main && a.WithdrawnOn is null).Select(a => a.Proof).ToList();
            foreach (var proof in new[] { Proof.Harmful, Proof.Lost, Proof.NotEffective, Proof.Inconclusive, Proof.None })
                if (main.Contains(proof))
                    return proof;
            return main.Count > 0 ? Proof.Effective : Proof.None;
        }
    }
}

/// <summary>Lists improvements, those that need somebody first; a person with a scope sees those that lie in it or name the person.</summary>
public static class ListImprovements
{
    /// <param name="Show"><c>open</c>, <c>closed</c>, <c>mine</c>, <c>late</c>, or empty for all.</param>
    public sealed record Input(string? Show = null, Method? Method = null, string? Search = null, string? ProblemId = null);

    public static async Task<Outcome<List<Listed>>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var today = DateOnly.FromDateTime(session.LocalNow);
        var query = session.Records.Set<ImprovementRow>().AsNoTracking();
        if (input.ProblemId is { } problem)
            query = query.Where(r => r.ProblemId == problem);
        if (input.Method is { } method)
            query = query.Where(r => r.Method == method);
        var rows = await query.ToListAsync(ct);
        var actions = (await session.Records.Set<ActionRow>().AsNoTracking().OrderBy(a => a.Due).ThenBy(a => a.Id).ToListAsync(ct)).ToLookup(a => a.ImprovementId);
        return rows.Select(r => new Listed(r, [.. actions[r.Id]], today))
            .Where(l => FindImprovement.Sees(l.Row, l.Actions, session.Actor) && Shows(l, input.Show, session.Actor) && Holds(l, input.Search))
            .OrderBy(l => l.Row.Closed).ThenByDescending(l => l.Late).ThenBy(l => l.NextDue ?? DateOnly.MaxValue)
            .ThenByDescending(l => l.Row.ClosedOn ?? l.Row.OpenedOn).ThenByDescending(l => l.Row.Id, StringComparer.Ordinal).ToList();
    }

    /// <summary>True when the improvement or one of its open actions is this person's.</summary>
    public static bool Mine(Listed l, Actor actor) =>
        Is(l.Row.Owner, l.Row.OwnerId, actor) || l.Actions.Any(a => !a.Done && a.WithdrawnOn is null && Is(a.Owner, a.OwnerId, actor));

    /// <summary>By account where there is one, else by name.</summary>
    public static bool Is(string owner, string? ownerId, Actor actor) => ownerId is { Length: > 0 } ? ownerId == actor.Id : owner == actor.Name;

    private static bool Shows(Listed l, string? show, Actor actor) => show switch
    {
        "open" => !l.Row.Closed,
        "closed" => l.Row.Closed,
        "mine" => !l.Row.Closed && Mine(l, actor),
        "late" => l.Late,
        _ => true,
    };

    private static bool Holds(Listed l, string? search) => string.IsNullOrWhiteSpace(search)
        || new[] { l.Row.Title, l.Row.Owner, l.Row.Problem, l.Row.Indicator }.Concat(l.Actions.Select(a => a.Title)).Concat(l.Actions.Select(a => a.Owner))
            .Any(t => t.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase));
}
