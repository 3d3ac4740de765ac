using Piaozhi.Host;
using Piaozhi.Listen.Columns;
using Piaozhi.Listen.Import;
using Piaozhi.Shell;

namespace Piaozhi.Listen;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class ListenStage
{
    public static PiaozhiBuilder AddListen(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<PrivacyKey>();
        app.Services.AddSingleton<Imports>();
        app.Services.AddHostedService(s => s.GetRequiredService<Imports>());
        app.Services.AddSingleton<IntakeCounts>();
        app.Services.AddSingleton<IJob>(s => s.GetRequiredService<IntakeCounts>());
        app.Services.AddHostedService(s => s.GetRequiredService<IntakeCounts>());
        return app.InShell<ListenInLoop>().Command(ImportCommand.Make).Api(IngestApi.Map).Command(MappingCommand.Make).Api(UploadApi.Map).Api(MappingsApi.Map).Job<TidyImports>();
    }
}
