using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Host;
using Piaozhi.Sample;

namespace Piaozhi.Tests.Sample;

public class LiveSampleTests
{
    [Fact]
    public async Task The_operation_goes_on_after_it_was_filled_in_and_leaves_no_gap_and_nothing_twice()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var system = app.Session();
        var (installation, loop) = (app.Services.GetRequiredService<Installation>(), app.Services.GetRequiredService<LoopRunner>());
        var evening = new DateTimeOffset(2026, 3, 11, 20, 0, 0, TimeSpan.FromHours(8));
        await using var filled = At(evening, system);
        Assert.True((await LoadSample.RunAsync(new LoadSample.Input(Days: 20, Scale: .004), filled, installation, loop, CancellationToken.None)).Ok);
        var rows = await CountAsync(filled);

        // Two nights switched off, then two minutes in which it lives.
        using var live = new LiveSample(installation, loop);
        await live.RunAsync(At(evening.AddDays(2), system), CancellationToken.None);
        await live.RunAsync(At(evening.AddDays(2).AddMinutes(1), system), CancellationToken.None);

        Assert.True(await CountAsync(filled) > rows * 1.05);
        Assert.Equal(await CountAsync(filled), await filled.Facts.ScalarAsync<long>("SELECT count(DISTINCT event_id) FROM listen_event"));
        Assert.Equal(22, await filled.Facts.ScalarAsync<long>("SELECT count(DISTINCT CAST(occurred_at + INTERVAL '8 hours' AS DATE)) FROM listen_event"));
        Assert.Equal(0, await filled.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event WHERE recorded_at > $1", [evening.AddDays(2).AddMinutes(1).UtcDateTime]));
    }

    private static Task<long> CountAsync(Session session) => session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event");

    private static Session At(DateTimeOffset at, Session system) => new(system.Records, system.Facts, new FixedClock(at), Actor.System, system.Culture, system.Options);

    private sealed class FixedClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
