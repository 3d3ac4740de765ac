using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Improve;

public class ActionGatesTests
{
    private static readonly ActionDraft Draft = new("t", "o", new DateOnly(2026, 5, 1), "K22", Direction.Up, 0.02, Slice.Of("channel", "app"));

    [Fact]
    public void An_action_says_who_when_what_where_and_how_much()
    {
        Assert.Equal(7, ActionGates.Check(new ActionDraft("", "", null, "", null, null, null)).Count);
        Assert.Empty(ActionGates.Check(Draft));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_promise_is_a_size_above_zero(double size) =>
        Assert.Equal(["improve.action.needs-expected-change"], ActionGates.Check(Draft with { ExpectedChange = size }).Select(r => r.Code));

    [Fact]
    public void The_promise_is_fixed_once_the_action_is_in_effect_and_the_rest_is_not()
    {
        Assert.Empty(ActionGates.Change(Draft, Draft with { Owner = "p", Due = new DateOnly(2026, 6, 1), Title = "u" }, started: true));
        Assert.Empty(ActionGates.Change(Draft, Draft with { ExpectedChange = 0.01 }, started: false));
        foreach (var other in new[] { Draft with { ExpectedChange = 0.01 }, Draft with { Scope = Slice.Whole }, Draft with { Indicator = "K01" }, Draft with { Expected = Direction.Down } })
            Assert.Equal(["improve.action.promise-fixed"], ActionGates.Change(Draft, other, started: true).Select(r => r.Code));
    }

    [Fact]
    public void A_start_is_not_taken_back_after_the_data_have_spoken()
    {
        Assert.Null(ActionGates.TakeBack("t", Proof.None));
        Assert.Null(ActionGates.TakeBack("t", Proof.Inconclusive));
        Assert.All(new[] { Proof.Effective, Proof.NotEffective, Proof.Harmful, Proof.Lost }, p => Assert.NotNull(ActionGates.TakeBack("t", p)));
    }
}
