using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Measure;

namespace Piaozhi.Verify;

/// <summary>One action in effect with what is known of its effect.</summary>
/// <param name="Row">Null until the loop has looked at it.</param>
public sealed record ListedEffect(ActionRow Action, ImprovementRow Improvement, Indicator Indicator, EffectRow? Row)
{
    /// <summary>The word of the verdict; an undecided one of what is not even estimated.</summary>
    public Verdict Verdict => Row?.Verdict ?? Verdict.Inconclusive;

    public bool Lost => Row?.LostSince is not null;

    /// <summary>For <c>Badge</c>: red only for what does harm or is lost, amber for what cannot be decided yet, green for what is proved.</summary>
    public string Kind => Lost ? "bad" : Verdict switch
    {
        Verdict.Effective => "good",
        Verdict.Harmful => "bad",
        Verdict.NotEffective => "plain",
        _ => "soon",
    };
}

/// <summary>Lists the actions in effect and what they did; lost gains and harm first, then what is not decided.</summary>
public static class ListEffects
{
    public static async Task<Outcome<List<ListedEffect>>> RunAsync(Session session, CancellationToken ct = default)
    {
        var catalog = await Indicators.AllAsync(session, ct);
        var actions = await session.Records.Set<ActionRow>().AsNoTracking().Where(a => a.StartedOn != null).ToListAsync(ct);
        var improvements = await session.Records.Set<ImprovementRow>().AsNoTracking().ToDictionaryAsync(r => r.Id, ct);
        var effects = await session.Records.Set<EffectRow>().AsNoTracking().ToDictionaryAsync(r => r.ActionId, ct);
        return actions.Where(a => catalog.Find(a.Indicator) is not null && improvements.TryGetValue(a.ImprovementId, out var i) && Sees(i, a, session.Actor))
            .Select(a => new ListedEffect(a, improvements[a.ImprovementId], catalog.Find(a.Indicator)!, effects.GetValueOrDefault(a.Id)))
            .OrderBy(e => e.Lost ? 0 : e.Verdict switch { Verdict.Harmful => 1, Verdict.Inconclusive => 2, Verdict.NotEffective => 3, _ => 4 })
            .ThenByDescending(e => e.Action.StartedOn).ThenBy(e => e.Action.Id, StringComparer.Ordinal).ToList();
    }

    public static async Task<Outcome<ListedEffect>> OneAsync(string actionId, Session session, CancellationToken ct = default) =>
        (await RunAsync(session, ct)).Value.FirstOrDefault(e => e.Action.Id == actionId) is { } one
            ? one
            : new Refusal("verify.not-found", actionId) { Kind = RefusalKind.NotFound };

    /// <summary>A person sees the effects of what lies in their part, and of what they do themselves.</summary>
    private static bool Sees(ImprovementRow improvement, ActionRow action, Actor actor) =>
        actor.Scope.IsWhole || actor.Scope.Covers(Slice.Parse(action.Scope)) || action.OwnerId == actor.Id || improvement.OwnerId == actor.Id;
}
