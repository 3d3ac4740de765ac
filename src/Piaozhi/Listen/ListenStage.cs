using MudBlazor;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Columns;
using Piaozhi.Listen.Import;
using Piaozhi.Listen.Privacy;
using Piaozhi.Listen.Rejects;
using Piaozhi.Listen.Voices;
using Piaozhi.Shell;

namespace Piaozhi.Listen;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class ListenStage
{
    public static PiaozhiBuilder AddListen(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<PrivacyKey>();
        app.Services.AddSingleton<Quality.ISourceNames, MappedSourceNames>();
        app.Services.AddSingleton<Imports>();
        app.Services.AddHostedService(s => s.GetRequiredService<Imports>());
        app.Services.AddSingleton<IntakeCounts>();
        app.Services.AddSingleton<IJob>(s => s.GetRequiredService<IntakeCounts>());
        app.Services.AddHostedService(s => s.GetRequiredService<IntakeCounts>());
        app.Services.AddSingleton(new BannerPart(10, typeof(ImportNotice)));
        return app.Menu(Stage.Listen, "倾听", "Listen", "/listen", Icons.Material.Outlined.Hearing)
            .Menu(Stage.Listen, "导入数据", "Import", "/listen/import", Icons.Material.Outlined.UploadFile, 1)
            .Menu(Stage.Listen, "客户反馈", "Feedback", "/listen/feedback", Icons.Material.Outlined.Forum, 2)
            .Menu(Stage.Listen, "答卷", "Responses", "/listen/responses", Icons.Material.Outlined.FactCheck, 3)
            .Menu(Stage.Listen, "列映射", "Column mappings", "/listen/mapping", Icons.Material.Outlined.TableChart, 4)
            .Settings(new("个人信息", "Personal data"), new("保留期限、抹去客户", "How long data are kept, erasing customers"), "/settings/privacy", Icons.Material.Outlined.PrivacyTip, order: 40)
            .InShell<ListenInLoop>().InShell<ImportsToday>().Command(ImportCommand.Make).Api(IngestApi.Map).Command(MappingCommand.Make).Command(RejectsCommand.Make).Api(RejectsApi.Map).Api(UploadApi.Map).Api(MappingsApi.Map).Api(VoicesApi.Map)
            .Command(PrivacyCommand.Make).Api(PrivacyApi.Map).Job<TidyImports>().Job<RemoveExpired>();
    }
}
