using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Verify;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class VerifyStage
{
    public static PiaozhiBuilder AddVerify(this PiaozhiBuilder app) => app
        .Step<VerifyEffects>()
        .Api(api => api.MapGet("/verify", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return await session.Records.Set<EffectRow>().AsNoTracking().OrderBy(r => r.ActionId).ToListAsync(ct);
        }).WithName("ListEffects"))
        .Menu(Stage.Verify, "验证", "Verify", "/verify", MudBlazor.Icons.Material.Outlined.FactCheck);
}
