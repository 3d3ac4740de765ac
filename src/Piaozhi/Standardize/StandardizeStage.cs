using Piaozhi.Host;

namespace Piaozhi.Standardize;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class StandardizeStage
{
    public static PiaozhiBuilder AddStandardize(this PiaozhiBuilder app) => app;
}
