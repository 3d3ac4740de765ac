using Piaozhi.Host;

namespace Piaozhi.Listen;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class ListenStage
{
    public static PiaozhiBuilder AddListen(this PiaozhiBuilder app) => app;
}
