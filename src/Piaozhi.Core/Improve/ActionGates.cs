using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Improve;

/// <summary>
/// What an action must say beforehand, and what may be changed of it later. Its promise (indicator, direction, size, scope) is fixed from
/// the day it takes effect: a promise written after the result is none.
/// </summary>
public static class ActionGates
{
    /// <summary>What an action lacks: title, owner, due date, indicator, direction, expected change, scope.</summary>
    public static IReadOnlyList<Refusal> Check(ActionDraft draft)
    {
        var refusals = new List<Refusal>();
        void Need(bool there, string what)
        {
            if (!there)
                refusals.Add(new Refusal("improve.action.needs-" + what, draft.Title));
        }

        Need(!string.IsNullOrWhiteSpace(draft.Title), "title");
        Need(!string.IsNullOrWhiteSpace(draft.Owner), "owner");
        Need(draft.Due is not null, "due");
        Need(!string.IsNullOrWhiteSpace(draft.Indicator), "indicator");
        Need(draft.Expected is Direction.Up or Direction.Down, "direction");
        Need(draft.ExpectedChange is > 0 and < double.PositiveInfinity, "expected-change");
        Need(draft.Scope is not null, "scope");
        return refusals;
    }

    /// <summary>Refused where a started action would be given another promise.</summary>
    public static IReadOnlyList<Refusal> Change(ActionDraft from, ActionDraft to, bool started)
    {
        var refusals = Check(to).ToList();
        var kept = from.Indicator == to.Indicator && from.Expected == to.Expected && from.ExpectedChange == to.ExpectedChange && Equals(from.Scope, to.Scope);
        if (started && !kept)
            refusals.Add(new Refusal("improve.action.promise-fixed", from.Title));
        return refusals;
    }

    /// <summary>
    /// Taking back the start gives the promise free again; refused once the data have spoken, so that nobody promises after the result.
    /// </summary>
    public static Refusal? TakeBack(string title, Proof proof) =>
        proof is Proof.None or Proof.Inconclusive ? null : new Refusal("improve.action.has-verdict", title) { Kind = RefusalKind.Conflict };
}
