using MudBlazor;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Charts;
using Piaozhi.Diagnose.Alerts;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Diagnose;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class DiagnoseStage
{
    public static PiaozhiBuilder AddDiagnose(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<ITodayPart, TodayProblems>();
        app.Services.AddSingleton<IChartMarks, ProblemMarks>();
        return app
            .Menu(Stage.Diagnose, "诊断", "Diagnose", "/diagnose", Icons.Material.Outlined.TravelExplore)
            .InShell<DiagnoseInLoop>()
            .Step<FindProblems>()
            .Step<FollowSplits>()
            .Step<LocateProblems>()
            .Step<TellProblems>()
            .Api(ProblemsApi.Map)
            .Api(Mining.ProcessApi.Map)
            .Command(DiagnoseCommand.Make);
    }
}
