using Piaozhi.Core.Loop;
using Piaozhi.Diagnose;
using Piaozhi.Host;
using Piaozhi.Shell;
using Piaozhi.Improve;

namespace Piaozhi.Standardize;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class StandardizeStage
{
    public static PiaozhiBuilder AddStandardize(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<IWhenClosed, KeepLessons>();
        app.Services.AddSingleton<IProblemPart, ProblemLessons>();
        app.Services.AddSingleton<IImprovementPart, ImprovementLessons>();
        return app
            .InShell<StandardizeInLoop>()
            .Step<KeepLessons>()
            .Api(LessonsApi.Map)
            .Command(LessonsCommand.Make)
            .Menu(Stage.Standardize, "固化", "Standardize", "/standardize", MudBlazor.Icons.Material.Outlined.School);
    }
}
