using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Standardize;
using Piaozhi.Core.Verify;
using Piaozhi.Improve;
using Piaozhi.Standardize;
using Piaozhi.Storage.Facts;
using Piaozhi.Verify;

namespace Piaozhi.Tests.Verify;

public class VerifyEffectsTests
{
    private static readonly DateTimeOffset First = new(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task An_improvement_closes_as_effective_only_on_proof_and_is_reopened_when_the_gain_is_lost()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        await session.Facts.AppendAsync(FactKind.Events, Payments(0, 60, day => day < 40 ? 0.80 : 0.95), new Arrival("a", First.AddDays(60)), ct);
        var id = (await OpenImprovement.RunAsync(new("Retry", Method.QuickFix, "Li", null, "payments fail"), session, ct)).Value;
        var action = (await AddAction.RunAsync(
            new(id, "Retry at the gateway", "Li", new DateOnly(2026, 4, 11), "K22", Direction.Up, 0.1, "channel=app"), session, ct)).Value;
        Assert.True((await CompleteAction.RunAsync(action, new DateOnly(2026, 4, 11), session, ct)).Ok);
        Assert.Equal(["improve.close.needs-verdict"], (await MoveImprovement.CloseAsync(id, Closing.Effective, "", session, ct)).Refusals.Select(r => r.Code));

        await VerifyEffects.RunAsync(session, ct);
        var effect = await session.Records.Set<EffectRow>().SingleAsync(ct);
        Assert.Equal(EffectMethod.Did, effect.Method);
        Assert.Equal(Verdict.Effective, effect.Verdict);
        Assert.InRange(effect.Estimate!.Value, 0.10, 0.20);
        Assert.True((await MoveImprovement.CloseAsync(id, Closing.Effective, "", session, ct)).Ok);
        await KeepLessons.RunAsync(session, ct);
        var lesson = Assert.Single(await KeepLessons.FindAsync(new LessonQuery("payments fail", ["K22"], null, Slice.Of("channel", "app")), session, ct));
        Assert.True(lesson.Lesson.Worked);

        await session.Facts.AppendAsync(FactKind.Events, Payments(60, 12, _ => 0.75), new Arrival("b", First.AddDays(72)), ct);
        await VerifyEffects.RunAsync(session, ct);
        Assert.Equal(ImprovementState.Reopened, (await session.Records.Set<ImprovementRow>().SingleAsync(ct)).State);
        Assert.NotNull(effect.LostSince);
        using var client = app.Client();
        Assert.Contains("Retry at the gateway", await client.GetStringAsync("/verify", ct), StringComparison.Ordinal);
    }

    /// <summary>Sixty orders a day in each of two channels; the web always succeeds at 85 %.</summary>
    private static List<Fact> Payments(int from, int days, Func<int, double> app)
    {
        var rng = Rng.Named(7, "payments " + from);
        var log = new List<Fact>();
        for (var day = from; day < from + days; day++)
            for (var i = 0; i < 120; i++)
            {
                var (order, channel, at) = ($"o{day}-{i}", i % 2 == 0 ? "app" : "web", First.AddDays(day).AddMinutes(10 + i * 11));
                log.Add(Event(order, "payment.initiated", channel, at));
                if (rng.Chance(channel == "app" ? app(day) : 0.85))
                    log.Add(Event(order, "payment.succeeded", channel, at.AddSeconds(9)));
            }

        return log;
    }

    private static EventFact Event(string order, string activity, string channel, DateTimeOffset at) => new()
    {
        Id = order + activity, CaseId = order, Activity = activity, OccurredAt = at, Dimensions = new Dimensions { Channel = channel },
    };
}
