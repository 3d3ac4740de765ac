using System.CommandLine;
using System.Globalization;
using Piaozhi.Host;

namespace Piaozhi.Diagnose;

/// <summary><c>piaozhi diagnose list</c></summary>
public static class DiagnoseCommand
{
    public static Command Make(CommandHost host)
    {
        var list = new Command("list", "现有问题，最重的在前 / problems that stand, worst first");
        list.SetAction(async (parsed, ct) =>
        {
            await using var open = await host.OpenAsync(parsed, ct);
            if (open is null)
                return 3;
            await using var session = open.Session();
            foreach (var p in (await ListProblems.RunAsync(session, ct)).Value)
                parsed.Out().WriteLine(string.Create(CultureInfo.InvariantCulture, $"{p.Id}  {p.Kind}  {p.Cases}  {p.TitleZh} / {p.TitleEn}"));
            return 0;
        });
        return new Command("diagnose", "诊断：问题与原因 / diagnose: problems and causes") { list };
    }
}
