using Piaozhi.Host;

namespace Piaozhi.Detect;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class DetectStage
{
    public static PiaozhiBuilder AddDetect(this PiaozhiBuilder app) => app
        .Step<FindSignals>()
        .Api(SignalsApi.Map)
        .Command(DetectCommand.Make);
}
