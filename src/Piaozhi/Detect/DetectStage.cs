using MudBlazor;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Detect;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class DetectStage
{
    public static PiaozhiBuilder AddDetect(this PiaozhiBuilder app) => app
        .Menu(Stage.Detect, "监测", "Detect", "/detect", Icons.Material.Outlined.MonitorHeart)
        .InShell<DetectInLoop>()
        .Step<FindSignals>()
        .Api(SignalsApi.Map)
        .Command(DetectCommand.Make);
}
