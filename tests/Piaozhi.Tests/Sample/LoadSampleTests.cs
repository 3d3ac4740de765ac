using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Core.Improve;
using Piaozhi.Diagnose;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Sample;
using Piaozhi.Standardize;

namespace Piaozhi.Tests.Sample;

public class LoadSampleTests
{
    [Fact]
    public async Task Ninety_days_with_problems_improvements_and_lessons_come_and_go()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var (installation, loop) = (app.Services.GetRequiredService<Installation>(), app.Services.GetRequiredService<LoopRunner>());

        var loaded = await LoadSample.RunAsync(new LoadSample.Input(Scale: .004), session, installation, loop, CancellationToken.None);

        Assert.True(loaded.Ok);
        Assert.Equal((Holding.Sample, null), (installation.Holding, installation.Filling));
        Assert.True((await LoadSample.ReadAsync(session, CancellationToken.None))?.Whole);
        Assert.Equal(loaded.Value, await CountAsync(session, "listen_event") + await CountAsync(session, "listen_feedback") + await CountAsync(session, "listen_response") + await CountAsync(session, "listen_reading") + await CountAsync(session, "listen_action") + await CountAsync(session, "listen_survey"));
        Assert.Equal(90, await session.Facts.ScalarAsync<long>("SELECT count(DISTINCT CAST(occurred_at + INTERVAL '8 hours' AS DATE)) FROM listen_event"));
        Assert.True(await session.Facts.ScalarAsync<long>("SELECT count(DISTINCT indicator) FROM measure_point WHERE dimension = ''") > 100);
        Assert.NotEmpty(await session.Records.Set<ProblemRow>().Where(p => p.StillFound).ToListAsync());
        var improvements = await session.Records.Set<ImprovementRow>().ToListAsync();
        Assert.Contains(improvements, i => i.Closing == Closing.Effective);
        Assert.Contains(improvements, i => i.Closing == Closing.NotEffective);
        Assert.Contains(improvements, i => i.State == ImprovementState.Open);
        Assert.All(improvements, i => Assert.True(i.OpenedOn < DateOnly.FromDateTime(session.LocalNow)));
        Assert.Equal(2, await session.Records.Set<LessonRow>().CountAsync());

        Assert.True((await RemoveSample.RunAsync(session, installation, loop)).Ok);

        Assert.Equal(Holding.Nothing, installation.Holding);
        foreach (var table in (string[])["listen_event", "listen_feedback", "listen_response", "listen_answer", "listen_reading", "listen_action", "listen_survey", "measure_point"])
            Assert.Equal(0, await CountAsync(session, table));
        Assert.Empty(await session.Records.Set<ProblemRow>().ToListAsync());
        Assert.Empty(await session.Records.Set<ImprovementRow>().IgnoreQueryFilters().ToListAsync());
        Assert.Empty(await session.Records.Set<LessonRow>().ToListAsync());
        Assert.False((await RemoveSample.RunAsync(session, installation, loop)).Ok);
    }

    private static Task<long> CountAsync(Session session, string table) => session.Facts.ScalarAsync<long>($"SELECT count(*) FROM {table}");
}
