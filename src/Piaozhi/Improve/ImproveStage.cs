using Piaozhi.Core.Loop;
using Piaozhi.Detect.Charts;
using Piaozhi.Diagnose;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Improve;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class ImproveStage
{
    public static PiaozhiBuilder AddImprove(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<ITodayPart, TodayImprovements>();
        app.Services.AddSingleton<IProblemPart, ProblemImprovements>();
        app.Services.AddSingleton<IChartMarks, ActionMarks>();
        return app
            .InShell<ImproveInLoop>()
            .Api(ImproveApi.Map)
            .Api(FilesApi.Map)
            .Command(ImproveCommand.Make)
            .Job<RemindOwners>()
            .Menu(Stage.Improve, "改进", "Improve", "/improve", MudBlazor.Icons.Material.Outlined.Build);
    }
}
