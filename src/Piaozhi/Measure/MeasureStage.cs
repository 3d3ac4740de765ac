using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class MeasureStage
{
    public static PiaozhiBuilder AddMeasure(this PiaozhiBuilder app) => app
        .Step<MeasurePoints>();
}
