using Piaozhi.Host;

namespace Piaozhi.Verify;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class VerifyStage
{
    public static PiaozhiBuilder AddVerify(this PiaozhiBuilder app) => app;
}
