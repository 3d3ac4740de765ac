using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Localization;
using Piaozhi.Host;

namespace Piaozhi.Verify;

/// <summary><c>piaozhi verify list|show</c></summary>
public static class VerifyCommand
{
    public static Command Make(CommandHost host)
    {
        var list = new Command("list", "措施的效果 / effects of actions");
        list.SetAction(async (parsed, ct) =>
        {
            await using var open = await host.OpenAsync(parsed, ct);
            if (open is null)
                return 3;
            await using var session = open.Session();
            var words = open.Services.GetRequiredService<IStringLocalizer<Text>>();
            foreach (var e in (await ListEffects.RunAsync(session, ct)).Value)
                parsed.Out().WriteLine($"{e.Action.Id}  {words["Verdict." + e.Verdict]}  {e.Indicator.Code}  {(e.Row is { } r ? EffectText.Change(r, e.Indicator, session.Culture) : "—")}  {e.Action.Title}");
            return 0;
        });
        var id = new Argument<string>("action");
        var show = new Command("show", "一项措施的效果与依据 / the effect of one action and why") { id };
        show.SetAction(async (parsed, ct) =>
        {
            await using var open = await host.OpenAsync(parsed, ct);
            if (open is null)
                return 3;
            await using var session = open.Session();
            var one = await ListEffects.OneAsync(parsed.GetValue(id)!, session, ct);
            if (!one.Ok)
            {
                parsed.Error().WriteLine(open.Services.GetRequiredService<IStringLocalizerFactory>().Say(one.Refusals[0]));
                return 1;
            }

            var words = open.Services.GetRequiredService<IStringLocalizer<Text>>();
            var e = one.Value;
            parsed.Out().WriteLine($"{e.Action.Title}: {words["Verdict." + e.Verdict]}");
            parsed.Out().WriteLine($"{e.Indicator.Code} {e.Indicator.Name.In(session.Culture)}  {e.Action.StartedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
            if (e.Row is { } row)
            {
                parsed.Out().WriteLine(EffectText.Change(row, e.Indicator, session.Culture));
                parsed.Out().WriteLine(row.Why.In(session.Culture));
            }

            return 0;
        });
        return new Command("verify", "验证：措施的效果 / verify: effects of actions") { list, show };
    }
}
