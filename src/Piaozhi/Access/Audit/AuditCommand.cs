using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Localization;
using Piaozhi.Host;

namespace Piaozhi.Access.Audit;

/// <summary><c>piaozhi access audit verify|head|list</c></summary>
public static class AuditCommand
{
    public static Command Make(CommandHost host)
    {
        var against = new Option<string[]>("--against") { Description = "另行保存的末端记录 SEQ:HASH / heads noted elsewhere", AllowMultipleArgumentsPerToken = true };
        var most = new Option<int>("--most") { Description = "条数 / how many", DefaultValueFactory = _ => 50 };

        var verify = new Command("verify", "检查审计记录是否被改动 / check that the trail is unbroken") { against };
        verify.SetAction((parsed, ct) => AccessCommand.RunAsync(host, parsed, async (services, session) =>
        {
            string[] noted = [.. await services.GetRequiredService<AuditAnchors>().ReadAsync(ct), .. parsed.GetValue(against) ?? []];
            var outcome = await VerifyAudit.RunAsync(noted, session, ct);
            var text = services.GetRequiredService<IStringLocalizer<Text>>();
            var exit = AccessCommand.Say(parsed, services, outcome, v => (v.Broken is { } broken
                ? text["Audit." + broken.Breach, broken.Seq] : text["AuditUnbroken", v.Entries]) + Environment.NewLine + v.Anchor);
            return exit == 0 && outcome.Value.Broken is not null ? 1 : exit;
        }, ct));
        var head = new Command("head", "末端编号与摘要，供另行保存 / number and hash of the last entry, to note elsewhere");
        head.SetAction((parsed, ct) => AccessCommand.RunAsync(host, parsed, async (_, session) =>
        {
            parsed.Out().WriteLine(await AuditAnchors.HeadAsync(session, ct) ?? VerifyAudit.Anchor(0, AuditRow.Beginning));
            return 0;
        }, ct));
        var list = new Command("list", "最近的记录 / the latest entries") { most };
        list.SetAction((parsed, ct) => AccessCommand.RunAsync(host, parsed, async (services, session) => AccessCommand.Say(
            parsed, services, await ListAudit.RunAsync(new(Most: parsed.GetValue(most)), session, ct), rows => string.Join(Environment.NewLine, rows.Select(r => string.Join(
                '\t', r.Seq.ToString(CultureInfo.InvariantCulture), r.At.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), r.Actor, r.Origin, r.Action, r.Entity, r.Key, r.Changes)))), ct));
        return new Command("audit", "审计记录 / audit trail") { verify, head, list };
    }
}
