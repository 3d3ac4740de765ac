using MudBlazor;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Alerts;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Detect;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class DetectStage
{
    public static PiaozhiBuilder AddDetect(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<Channels>();
        app.Services.AddSingleton<AlertSecrets>();
        app.Services.AddSingleton<SendAlerts>();
        app.Services.AddSingleton<IJob>(s => s.GetRequiredService<SendAlerts>());
        app.Services.AddScoped<Measure.IIndicatorMark, IndicatorMarks>();
        return app
            .Menu(Stage.Detect, "监测", "Detect", "/detect", Icons.Material.Outlined.MonitorHeart)
            .InShell<DetectInLoop>()
            .Step<FindSignals>()
            .Api(SignalsApi.Map)
            .Api(AlertsApi.Map)
            .Command(DetectCommand.Make);
    }
}
