using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Shell;

namespace Piaozhi.Verify;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class VerifyStage
{
    public static PiaozhiBuilder AddVerify(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<ITodayPart, TodayEffects>();
        app.Services.AddSingleton<IImprovementPart, EffectPart>().AddSingleton<IWhenStarted, VerifyEffects>();
        return app
            .InShell<VerifyInLoop>()
            .Step<VerifyEffects>()
            .Job<VerifyDaily>()
            .Api(VerifyApi.Map)
            .Command(VerifyCommand.Make)
            .Settings(
                new("改进与验证", "Improve and verify"), new("何时提醒、关闭后观察多久", "When to remind, how long gains are watched"), "/settings/improve",
                MudBlazor.Icons.Material.Outlined.Build, Right.Administer, 60)
            .Menu(Stage.Verify, "验证", "Verify", "/verify", MudBlazor.Icons.Material.Outlined.FactCheck);
    }
}

/// <summary>The effects of its actions on the page of an improvement.</summary>
public sealed class EffectPart : IImprovementPart
{
    public Stage Stage => Stage.Verify;

    public Type? Section => typeof(Pages.EffectSection);
}
