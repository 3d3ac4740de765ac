using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Storage.Facts;
using Piaozhi.Tests.Diagnose;

namespace Piaozhi.Tests.Improve;

public class DraftTests
{
    [Fact]
    public async Task An_improvement_of_a_problem_begins_with_what_is_known_and_with_a_baseline_from_before_it()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        await session.Facts.AppendAsync(FactKind.Events, [.. FindProblemsTests.Payments()], new Arrival("i", FindProblemsTests.First));
        await app.Services.GetRequiredService<LoopRunner>().AdvanceAsync();
        var problem = (await ListProblems.RunAsync(session)).Value[0];
        var draft = (await DraftFromProblem.RunAsync(problem.Id, session)).Value;
        Assert.Equal((problem.Id, problem.Indicator, problem.Slice), (draft.Input.ProblemId, draft.Input.Indicator, draft.Input.Scope));
        Assert.Equal(DateOnly.FromDateTime(problem.StartedAt), draft.Until);
        var id = (await OpenImprovement.RunAsync(draft.Input, session)).Value;
        var one = (await ShowImprovement.RunAsync(id, session)).Value;
        Assert.Equal(problem.Id, one.Problem!.Id);
        Assert.Contains(Bilingual.IsChinese(session.Culture) ? problem.TitleZh : problem.TitleEn, one.Row.Problem, StringComparison.Ordinal);

        var baseline = (await WorkOutBaseline.RunAsync(new(problem.Indicator, problem.Slice, Until: draft.Until), session)).Value;
        Assert.Equal(50, baseline.Before.Days);
        Assert.True(baseline.During!.Level < baseline.Before.Low);
        Assert.Equal(baseline.Say(session.Culture), one.Row.Baseline);
    }
}
