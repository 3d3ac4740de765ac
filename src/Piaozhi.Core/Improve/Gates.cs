using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Improve;

/// <summary>Decides whether an improvement may go on, close or be reopened; every reason against it is found at once.</summary>
public static class Gates
{
    /// <summary>The step after the present one; refused while something that the present step must deliver is missing.</summary>
    public static Outcome<Standing> Advance(Standing at, ImprovementFacts facts)
    {
        if (at.State == ImprovementState.Closed)
            return new Refusal("improve.gate.closed") { Kind = RefusalKind.Conflict };
        var steps = at.Method.Steps();
        var index = IndexOf(steps, at.Step);
        if (index == steps.Count - 1)
            return new Refusal("improve.gate.last-step", at.Step);
        var missing = Missing(steps[index].ToLeave, facts);
        return missing.Count > 0 ? Outcome<Standing>.Refuse(missing) : at with { Step = steps[index + 1].Code };
    }

    /// <summary>Back to an earlier step, which is always allowed and needs a reason (the cause turned out to be another one).</summary>
    public static Outcome<Standing> Return(Standing at, string step, string reason)
    {
        var steps = at.Method.Steps();
        var refusals = new List<Refusal>();
        if (at.State == ImprovementState.Closed)
            refusals.Add(new Refusal("improve.gate.closed") { Kind = RefusalKind.Conflict });
        if (!steps.Any(s => s.Code == step) || IndexOf(steps, step) >= IndexOf(steps, at.Step))
            refusals.Add(new Refusal("improve.gate.not-earlier", step));
        if (string.IsNullOrWhiteSpace(reason))
            refusals.Add(new Refusal("improve.gate.needs-reason", step));
        return refusals.Count > 0 ? refusals : at with { Step = step };
    }

    /// <summary>
    /// Closing as effective needs every step's deliverables and, for each main action, a verdict from the data that says effective.
    /// Closing as not effective or abandoned needs a reason.
    /// </summary>
    public static Outcome<Standing> Close(Standing at, ImprovementFacts facts, Closing closing, string reason)
    {
        var refusals = new List<Refusal>();
        if (at.State == ImprovementState.Closed)
            refusals.Add(new Refusal("improve.gate.closed") { Kind = RefusalKind.Conflict });
        if (closing == Closing.Effective)
        {
            var steps = at.Method.Steps();
            var needs = steps.Skip(IndexOf(steps, at.Step)).Aggregate(Needs.None, (all, s) => all | s.ToLeave);
            refusals.AddRange(Missing(needs & ~Needs.Verdict, facts));
            var main = facts.Actions.Where(a => a.Main).ToList();
            if (main.Count == 0 && !refusals.Any(r => r.Code == "improve.gate.needs-action"))
                refusals.Add(new Refusal("improve.gate.needs-action"));
            foreach (var action in main)
            {
                if (action.Proof == Proof.None)
                    refusals.Add(new Refusal("improve.close.needs-verdict", action.Title));
                else if (action.Proof == Proof.Inconclusive)
                    refusals.Add(action.DecidableOn is { } day
                        ? new Refusal("improve.close.inconclusive-until", action.Title, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                        : new Refusal("improve.close.inconclusive", action.Title));
                else if (action.Proof != Proof.Effective)
                    refusals.Add(new Refusal(action.Proof == Proof.Harmful ? "improve.close.harmful" : "improve.close.not-effective", action.Title));
            }
        }
        else if (string.IsNullOrWhiteSpace(reason))
        {
            refusals.Add(new Refusal("improve.close.needs-reason"));
        }

        return refusals.Count > 0 ? refusals : at with { State = ImprovementState.Closed };
    }

    /// <summary>A closed improvement starts again: by hand with a reason, or because its gain is lost.</summary>
    public static Outcome<Standing> Reopen(Standing at, string reason)
    {
        var refusals = new List<Refusal>();
        if (at.State != ImprovementState.Closed)
            refusals.Add(new Refusal("improve.reopen.not-closed") { Kind = RefusalKind.Conflict });
        if (string.IsNullOrWhiteSpace(reason))
            refusals.Add(new Refusal("improve.reopen.needs-reason"));
        return refusals.Count > 0 ? refusals : at with { State = ImprovementState.Reopened, Step = at.Method.Steps()[0].Code };
    }

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

    private static List<Refusal> Missing(Needs needs, ImprovementFacts facts)
    {
        var refusals = new List<Refusal>();
        void Need(Needs need, bool there, string what)
        {
            if (needs.HasFlag(need) && !there)
                refusals.Add(new Refusal("improve.gate.needs-" + what));
        }

        var main = facts.Actions.Where(a => a.Main).ToList();
        Need(Needs.Team, facts.Team.Count > 0, "team");
        Need(Needs.Problem, Said(facts.Problem), "problem");
        Need(Needs.Baseline, Said(facts.Baseline), "baseline");
        Need(Needs.Containment, Said(facts.Containment), "containment");
        Need(Needs.Cause, Said(facts.Cause), "cause");
        Need(Needs.CauseVerified, Said(facts.CauseEvidence), "cause-evidence");
        Need(Needs.Action, main.Count > 0, "action");
        Need(Needs.ActionsDone, facts.Actions.All(a => a.Done), "actions-done");
        Need(Needs.Verdict, main.Count > 0 && main.All(a => a.Proof is not (Proof.None or Proof.Inconclusive)), "verdict");
        Need(Needs.Prevention, Said(facts.Prevention), "prevention");
        Need(Needs.Lesson, Said(facts.Lesson), "lesson");
        return refusals;
    }

    private static bool Said(string text) => !string.IsNullOrWhiteSpace(text);

    private static int IndexOf(IReadOnlyList<MethodStep> steps, string code)
    {
        for (var i = 0; i < steps.Count; i++)
            if (steps[i].Code == code)
                return i;
        throw new ArgumentOutOfRangeException(nameof(code), code, "Not a step of this method.");
    }
}
