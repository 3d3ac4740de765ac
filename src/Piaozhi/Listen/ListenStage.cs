using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Shell;

namespace Piaozhi.Listen;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class ListenStage
{
    public static PiaozhiBuilder AddListen(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<PrivacyKey>();
        return app.InShell<ListenInLoop>().Command(ImportCommand.Make).Api(IngestApi.Map);
    }
}
