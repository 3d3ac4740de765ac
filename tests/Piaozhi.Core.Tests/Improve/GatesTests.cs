using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Improve;

public class GatesTests
{
    private static ImprovementFacts Everything(params ActionFacts[] actions) => new()
    {
        Problem = "p", Baseline = "b", Containment = "c", Cause = "r", CauseEvidence = "e", Prevention = "v", Lesson = "l", Team = ["a"], Actions = actions,
    };

    private static ActionFacts Action(Proof proof, bool main = true, bool done = true) => new("1", "action", main, done, proof);

    private static string[] Codes<T>(Outcome<T> outcome) => [.. outcome.Refusals.Select(r => r.Code)];

    [Fact]
    public void Every_missing_deliverable_is_named_at_once() => Assert.Equal(
        ["improve.gate.needs-problem", "improve.gate.needs-cause", "improve.gate.needs-action"],
        Codes(Gates.Advance(new Standing(Method.Pdca, "plan", ImprovementState.Open), new ImprovementFacts())));

    [Theory]
    [InlineData(Method.QuickFix)]
    [InlineData(Method.Pdca)]
    [InlineData(Method.Dmaic)]
    [InlineData(Method.EightD)]
    public void With_everything_there_each_method_walks_to_its_last_step_and_closes(Method method)
    {
        var facts = Everything(Action(Proof.Effective));
        var at = new Standing(method, method.Steps()[0].Code, ImprovementState.Open);
        foreach (var step in method.Steps().Skip(1))
        {
            at = Gates.Advance(at, facts).Value;
            Assert.Equal(step.Code, at.Step);
        }

        Assert.Equal(["improve.gate.last-step"], Codes(Gates.Advance(at, facts)));
        Assert.Equal(ImprovementState.Closed, Gates.Close(at, facts, Closing.Effective, "").Value.State);
    }

    [Theory]
    [InlineData(Proof.None, "improve.close.needs-verdict")]
    [InlineData(Proof.Inconclusive, "improve.close.inconclusive")]
    [InlineData(Proof.NotEffective, "improve.close.not-effective")]
    [InlineData(Proof.Harmful, "improve.close.harmful")]
    public void Nothing_is_closed_as_effective_without_such_a_verdict(Proof proof, string code)
    {
        var at = new Standing(Method.QuickFix, "check", ImprovementState.Open);
        Assert.Equal([code], Codes(Gates.Close(at, Everything(Action(proof)), Closing.Effective, "")));
    }

    [Fact]
    public void No_action_at_all_cannot_pass_as_effective() => Assert.Contains(
        "improve.gate.needs-action", Codes(Gates.Close(new Standing(Method.QuickFix, "check", ImprovementState.Open), Everything(), Closing.Effective, "")));

    [Fact]
    public void One_unproved_main_action_is_enough_to_refuse_and_a_containment_is_not_asked()
    {
        var at = new Standing(Method.QuickFix, "check", ImprovementState.Open);
        Assert.False(Gates.Close(at, Everything(Action(Proof.Effective), Action(Proof.None)), Closing.Effective, "").Ok);
        Assert.True(Gates.Close(at, Everything(Action(Proof.Effective), Action(Proof.None, main: false)), Closing.Effective, "").Ok);
    }

    [Fact]
    public void Closing_early_as_effective_does_not_jump_the_steps_between() => Assert.Contains(
        "improve.gate.needs-cause-evidence",
        Codes(Gates.Close(new Standing(Method.EightD, "d1", ImprovementState.Open), Everything(Action(Proof.Effective)) with { CauseEvidence = "" }, Closing.Effective, "")));

    [Theory]
    [InlineData(Closing.NotEffective)]
    [InlineData(Closing.Abandoned)]
    public void Giving_up_needs_a_reason(Closing closing)
    {
        var at = new Standing(Method.Pdca, "do", ImprovementState.Open);
        Assert.Equal(["improve.close.needs-reason"], Codes(Gates.Close(at, new ImprovementFacts(), closing, " ")));
        Assert.True(Gates.Close(at, new ImprovementFacts(), closing, "too dear").Ok);
    }

    [Fact]
    public void Only_what_is_closed_can_be_reopened_and_it_starts_at_the_first_step()
    {
        Assert.Equal(["improve.reopen.not-closed"], Codes(Gates.Reopen(new Standing(Method.Pdca, "do", ImprovementState.Open), "lost")));
        Assert.Equal(
            new Standing(Method.Pdca, "plan", ImprovementState.Reopened),
            Gates.Reopen(new Standing(Method.Pdca, "act", ImprovementState.Closed), "lost").Value);
    }

    [Fact]
    public void Going_back_needs_an_earlier_step_and_a_reason()
    {
        var at = new Standing(Method.Dmaic, "improve", ImprovementState.Open);
        Assert.Equal("analyze", Gates.Return(at, "analyze", "another cause").Value.Step);
        Assert.Equal(["improve.gate.not-earlier", "improve.gate.needs-reason"], Codes(Gates.Return(at, "control", "")));
    }

    [Fact]
    public void An_emptied_deliverable_of_a_passed_step_is_asked_for_again_at_closing() => Assert.Equal(
        ["improve.gate.needs-problem"],
        Codes(Gates.Close(new Standing(Method.Pdca, "act", ImprovementState.Open), Everything(Action(Proof.Effective)) with { Problem = " " }, Closing.Effective, "")));

    [Fact]
    public void A_lost_gain_cannot_close_again_without_a_new_action_that_is_proved()
    {
        var at = new Standing(Method.QuickFix, "check", ImprovementState.Reopened);
        Assert.Equal(["improve.gate.needs-new-action"], Codes(Gates.Close(at, Everything(Action(Proof.Lost)), Closing.Effective, "")));
        Assert.Equal(["improve.close.needs-verdict"], Codes(Gates.Close(at, Everything(Action(Proof.Lost), Action(Proof.None)), Closing.Effective, "")));
        Assert.True(Gates.Close(at, Everything(Action(Proof.Lost), Action(Proof.Effective)), Closing.Effective, "").Ok);
    }

    [Fact]
    public void An_action_that_was_withdrawn_no_longer_decides_and_is_not_enough_alone()
    {
        var at = new Standing(Method.QuickFix, "check", ImprovementState.Open);
        var withdrawn = Action(Proof.NotEffective, done: false) with { Withdrawn = true };
        Assert.True(Gates.Close(at, Everything(withdrawn, Action(Proof.Effective)), Closing.Effective, "").Ok);
        Assert.Equal(["improve.gate.needs-action"], Codes(Gates.Close(at, Everything(withdrawn), Closing.Effective, "")));
    }

    [Fact]
    public void The_gates_name_the_actions_that_hold_them_shut()
    {
        var gates = Gates.Of(Method.Pdca, Everything(Action(Proof.None, done: false)));
        Assert.Equal([true, false, false, true], gates.Select(g => g.Open));
        Assert.Equal("action", Assert.Single(gates[1].Missing).Subject);
    }

    [Theory]
    [InlineData(Method.QuickFix)]
    [InlineData(Method.Pdca)]
    [InlineData(Method.Dmaic)]
    [InlineData(Method.EightD)]
    public void A_closed_improvement_neither_advances_nor_returns_nor_closes_again(Method method)
    {
        var at = new Standing(method, method.Steps()[^1].Code, ImprovementState.Closed);
        var facts = Everything(Action(Proof.Effective));
        Assert.Contains("improve.gate.closed", Codes(Gates.Advance(at, facts)));
        Assert.Contains("improve.gate.closed", Codes(Gates.Return(at, method.Steps()[0].Code, "why")));
        Assert.Contains("improve.gate.closed", Codes(Gates.Close(at, facts, Closing.Abandoned, "why")));
    }

    [Fact]
    public void Every_need_is_asked_for_by_some_method_and_named_when_missing()
    {
        var asked = Enum.GetValues<Method>().SelectMany(m => m.Steps()).Aggregate(Needs.None, (all, s) => all | s.ToLeave);
        Assert.Equal(Enum.GetValues<Needs>().Aggregate((a, b) => a | b), asked);
        Assert.All(Enum.GetValues<Method>(), m => Assert.DoesNotContain(Gates.Of(m, new ImprovementFacts()).Take(1), g => g.Open));
    }
}
