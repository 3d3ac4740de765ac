using Piaozhi.Access;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Sample;

/// <summary>Everything that the sample adds: the filling of the first start, its removal, its commands.</summary>
public static class SampleParts
{
    public static PiaozhiBuilder AddSample(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<ISample, TakeAwaySample>();
        app.Services.AddHostedService<FirstStart>();
        app.Services.AddSingleton(new BannerPart(0, typeof(SampleBanner))).AddSingleton(new WelcomePart(10, typeof(SampleWelcome)));
        return app
            .Job<LiveSample>()
            .Command(SampleCommand.Make)
            .Api(api => api.MapDelete("/sample", async (Who who, Installation installation, LoopRunner loop, CancellationToken ct) =>
            {
                await using var session = who.Open();
                return (await RemoveSample.RunAsync(session, installation, loop, ct)).ToResult();
            }).WithName("RemoveSample").WithSummary("Takes away the sample and all work that hangs on it").WithTags("sample"));
    }
}
