using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class ImproveStage
{
    public static PiaozhiBuilder AddImprove(this PiaozhiBuilder app) => app;
}
