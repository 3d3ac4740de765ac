using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Improve;
using Piaozhi.Standardize;
using Piaozhi.Storage.Records;
using Piaozhi.Tests.Improve;
using Piaozhi.Verify;

namespace Piaozhi.Tests.Verify;

public class WatchTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_lost_gain_reopens_its_improvement_says_so_everywhere_and_needs_a_new_action_to_close_again(string records)
    {
        await using var shop = await Workshop.OpenAsync(records);
        await shop.PaymentsAsync(0, 60, day => day < 40 ? 0.80 : 0.95);
        var (id, action) = await shop.AQuickFixAsync(new(2026, 4, 11));
        await using var session = shop.System();
        await VerifyEffects.RunAsync(session);
        Assert.True((await CloseImprovement.RunAsync(new(id, Closing.Effective, "", "Retry helps"), [new KeepLessons()], session)).Ok);
        Assert.Equal("Retry helps", (await session.Records.Set<LessonRow>().SingleAsync()).Text);

        await shop.PaymentsAsync(60, 12, _ => 0.75);
        shop.Clock.Now += TimeSpan.FromDays(12);
        await using var later = shop.System();
        await VerifyEffects.RunAsync(later);
        await KeepLessons.RunAsync(later);
        var effect = (await ListEffects.OneAsync(action, later)).Value;
        Assert.Equal((WatchState.Lost, Proof.Lost), (effect.Row!.Watch, effect.Action.Proof));
        Assert.Equal((ImprovementState.Reopened, MoveImprovement.Lost), (effect.Improvement.State, effect.Improvement.Reason));
        Assert.Contains("improve.reopened.lost", (await ShowImprovement.RunAsync(id, later)).Value.Trail.Select(t => t.Code));
        Assert.True(Assert.Single(await new TodayEffects().LinesAsync(later, default)).Bad);
        Assert.Equal("Lost", (await later.Records.Set<LessonRow>().AsNoTracking().SingleAsync()).Outcome);

        await VerifyEffects.RunAsync(later);
        Assert.Equal(["improve.gate.needs-new-action"], (await MoveImprovement.CloseAsync(id, Closing.Effective, "", later)).Refusals.Select(r => r.Code));
        Assert.Equal("verify.lost", (await EstimateAgain.RunAsync(action, later)).Refusals[0].Code);
    }

    [Fact]
    public async Task A_gain_that_stays_is_watched_for_the_set_days_and_then_left_alone()
    {
        await using var shop = await Workshop.OpenAsync();
        await shop.PaymentsAsync(0, 60, day => day < 40 ? 0.80 : 0.95);
        var (id, action) = await shop.AQuickFixAsync(new(2026, 4, 11));
        await using var session = shop.System();
        await session.Records.SetAsync(VerifySettings.Key, new VerifySettings(20));
        await VerifyEffects.RunAsync(session);
        Assert.True((await MoveImprovement.CloseAsync(id, Closing.Effective, "", session)).Ok);
        await shop.PaymentsAsync(60, 10, _ => 0.95);
        shop.Clock.Now += TimeSpan.FromDays(10);
        await VerifyEffects.RunAsync(session);
        var row = await session.Records.Set<EffectRow>().SingleAsync();
        Assert.Equal(WatchState.On, row.Watch);
        Assert.Equal(new DateOnly(2026, 5, 21), row.WatchUntil);
        await shop.PaymentsAsync(70, 12, _ => 0.95);
        shop.Clock.Now += TimeSpan.FromDays(12);
        await VerifyEffects.RunAsync(session);
        Assert.Equal(WatchState.Kept, row.Watch);
        await shop.PaymentsAsync(82, 12, _ => 0.70);
        shop.Clock.Now += TimeSpan.FromDays(12);
        await VerifyEffects.RunAsync(session);
        Assert.Equal(WatchState.Kept, row.Watch);
        Assert.Single(await session.Records.Set<TrailRow>().Where(t => t.Code == "verify.watch.kept").ToListAsync());
        Assert.Equal(ImprovementState.Closed, (await session.Records.Set<ImprovementRow>().SingleAsync()).State);
    }

    [Fact]
    public async Task The_same_facts_are_not_estimated_twice_and_new_ones_are()
    {
        await using var shop = await Workshop.OpenAsync();
        await shop.PaymentsAsync(0, 60, day => day < 40 ? 0.80 : 0.95);
        await shop.AQuickFixAsync(new(2026, 4, 11));
        await using var session = shop.System();
        Assert.Equal(1, await VerifyEffects.RunAsync(session));
        Assert.Equal(0, await VerifyEffects.RunAsync(session));
        Assert.Equal(1, await VerifyEffects.RunAsync(session, only: (await session.Records.Set<ActionRow>().SingleAsync()).Id));
        await shop.PaymentsAsync(60, 1, _ => 0.95);
        shop.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(1, await VerifyEffects.RunAsync(session));
    }

    [Fact]
    public async Task The_days_named_as_the_spike_are_left_out_and_a_withdrawn_action_ends_its_effect()
    {
        await using var shop = await Workshop.OpenAsync();
        await shop.PaymentsAsync(0, 60, day => day is >= 30 and < 36 ? 0.4 : 0.85);
        await using var session = shop.System();
        var id = (await OpenImprovement.RunAsync(new("Spike", Method.QuickFix, "Li", null, "p", "K22", "channel=app", null, new(2026, 4, 1), new(2026, 4, 6)), session)).Value;
        var action = (await AddAction.RunAsync(new(id, "Nothing really", "Li", new(2026, 4, 8), "K22", Direction.Up, 0.05, "channel=app"), session)).Value;
        Assert.True((await CompleteAction.RunAsync(action, new(2026, 4, 8), session)).Ok);
        await VerifyEffects.RunAsync(session);
        var days = (await session.Records.Set<EffectRow>().SingleAsync()).Days;
        var spike = days.Where(d => d.At >= new DateOnly(2026, 4, 1) && d.At <= new DateOnly(2026, 4, 6)).ToList();
        Assert.Equal(6, spike.Count);
        Assert.All(spike, d => Assert.True(d.LeftOut));
        Assert.NotEqual(Proof.Effective, (await session.Records.Set<ActionRow>().SingleAsync()).Proof);

        Assert.True((await MoveAction.WithdrawAsync(action, new(2026, 4, 20), session)).Ok);
        await VerifyEffects.RunAsync(session);
        Assert.DoesNotContain((await session.Records.Set<EffectRow>().SingleAsync()).Days, d => d.At > new DateOnly(2026, 4, 20));
    }
}
