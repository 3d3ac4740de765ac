using System.CommandLine;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class ImproveStage
{
    public static PiaozhiBuilder AddImprove(this PiaozhiBuilder app)
    {
        // Words instead of numbers for methods, states and verdicts.
        app.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        return app
            .Api(ImproveApi.Map)
            .Command(List)
            .Menu(Stage.Improve, "改进", "Improve", "/improve", MudBlazor.Icons.Material.Outlined.Build);
    }

    private static Command List(CommandHost host)
    {
        var list = new Command("list", "列出改进项目 / list improvements");
        list.SetAction(async (parsed, ct) =>
        {
            await using var open = await host.OpenAsync(parsed, ct);
            if (open is null)
                return 3;
            await using var session = open.Session();
            foreach (var row in await session.Records.Set<ImprovementRow>().AsNoTracking().OrderByDescending(r => r.Id).ToListAsync(ct))
                parsed.Out().WriteLine($"{row.Id}\t{row.State}\t{row.Method}/{row.Step}\t{row.Owner}\t{row.Title}");
            return 0;
        });
        return new Command("improve", "改进 / improvements") { list };
    }
}
