using MudBlazor;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Quality;
using Piaozhi.Shell;

namespace Piaozhi.Measure;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class MeasureStage
{
    public static PiaozhiBuilder AddMeasure(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<ISourceNames, ReadingNames>();
        return app
            .InShell<MeasureInLoop>().InShell<FiguresOfToday>()
            .Step<MeasurePoints>()
            .Api(IndicatorsApi.Map)
            .Command(MeasureCommand.Make)
            .Menu(Stage.Measure, "度量", "Measure", "/measure", Icons.Material.Outlined.Speed);
    }
}
