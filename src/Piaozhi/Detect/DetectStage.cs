using MudBlazor;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Alerts;
using Piaozhi.Detect.Charts;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Detect;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class DetectStage
{
    public static PiaozhiBuilder AddDetect(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<IChartMarks, DefinitionMarks>();
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
            .Settings(new("提醒", "Alerts"), new("谁在什么时候收到什么：邮件、企业微信、钉钉、飞书", "Who is told of what and when: mail, WeCom, DingTalk, Feishu"),
                "/settings/alerts", Icons.Material.Outlined.NotificationsNone, Right.Administer, 50)
            .Command(DetectCommand.Make);
    }
}
