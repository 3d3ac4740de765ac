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
    /// Closing as effective needs the deliverables of every step (what was passed may have been emptied since) and, for each main action
    /// that counts, a verdict from the data that says effective. Closing as not effective or abandoned needs a reason.
    /// </summary>
    public static Outcome<Standing> Close(Standing at, ImprovementFacts facts, Closing closing, string reason)
    {
        var refusals = new List<Refusal>();
        if (at.State == ImprovementState.Closed)
            refusals.Add(new Refusal("improve.gate.closed") { Kind = RefusalKind.Conflict });
        if (!Enum.IsDefined(closing))
            refusals.Add(new Refusal("improve.close.unknown-closing"));
        if (closing == Closing.Effective)
        {
            var needs = at.Method.Steps().Aggregate(Needs.None, (all, s) => all | s.ToLeave) & ~Needs.Verdict;
            refusals.AddRange(Missing(needs | Needs.Action, facts));
            refusals.AddRange(facts.Actions.Where(a => a.Counts).Select(Unproved).OfType<Refusal>());
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

    /// <summary>What each step of the method still lacks, in the order of the steps; empty where its gate is open.</summary>
    public static IReadOnlyList<Gate> Of(Method method, ImprovementFacts facts) =>
        [.. method.Steps().Select(s => new Gate(s, Missing(s.ToLeave, facts)))];

    private static List<Refusal> Missing(Needs needs, ImprovementFacts facts)
    {
        var refusals = new List<Refusal>();
        void Need(Needs need, bool there, string what, string subject = "")
        {
            if (needs.HasFlag(need) && !there)
                refusals.Add(new Refusal("improve.gate.needs-" + what, subject));
        }

        var counted = facts.Actions.Where(a => a.Counts).ToList();
        // A gain that was lost needs something new, and that is said rather than "no action".
        var lost = counted.Count == 0 ? facts.Actions.FirstOrDefault(a => a.Main && a.Proof == Proof.Lost) : null;
        var undone = facts.Actions.Where(a => !a.Done && !a.Withdrawn).ToList();
        var open = counted.Where(a => a.Proof is Proof.None or Proof.Inconclusive).ToList();
        Need(Needs.Team, facts.Team.Count > 0, "team");
        Need(Needs.Problem, Said(facts.Problem), "problem");
        Need(Needs.Baseline, Said(facts.Baseline), "baseline");
        Need(Needs.Containment, Said(facts.Containment), "containment");
        Need(Needs.Cause, Said(facts.Cause), "cause");
        Need(Needs.CauseVerified, Said(facts.CauseEvidence), "cause-evidence");
        Need(Needs.Action, counted.Count > 0, lost is null ? "action" : "new-action", lost?.Title ?? "");
        Need(Needs.ActionsDone, undone.Count == 0, "actions-done", Titles(undone));
        Need(Needs.Verdict, counted.Count > 0 && open.Count == 0, "verdict", Titles(open));
        Need(Needs.Prevention, Said(facts.Prevention), "prevention");
        Need(Needs.Lesson, Said(facts.Lesson), "lesson");
        return refusals;
    }

    private static Refusal? Unproved(ActionFacts action) => action.Proof switch
    {
        Proof.Effective => null,
        Proof.NotEffective => new Refusal("improve.close.not-effective", action.Title),
        Proof.Harmful => new Refusal("improve.close.harmful", action.Title),
        Proof.Inconclusive when action.DecidableOn is { } day =>
            new Refusal("improve.close.inconclusive-until", action.Title, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        Proof.Inconclusive => new Refusal("improve.close.inconclusive", action.Title),
        _ => new Refusal("improve.close.needs-verdict", action.Title),
    };

    private static string Titles(IReadOnlyList<ActionFacts> actions) => string.Join(" · ", actions.Select(a => a.Title));

    private static bool Said(string text) => !string.IsNullOrWhiteSpace(text);

    private static int IndexOf(IReadOnlyList<MethodStep> steps, string code)
    {
        for (var i = 0; i < steps.Count; i++)
            if (steps[i].Code == code)
                return i;
        throw new ArgumentOutOfRangeException(nameof(code), code, "Not a step of this method.");
    }
}

/// <summary>One step of a method with what it still lacks.</summary>
public sealed record Gate(MethodStep Step, IReadOnlyList<Refusal> Missing)
{
    public bool Open => Missing.Count == 0;
}
