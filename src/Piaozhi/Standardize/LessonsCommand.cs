using System.CommandLine;
using Piaozhi.Host;

namespace Piaozhi.Standardize;

/// <summary><c>piaozhi standardize list</c></summary>
public static class LessonsCommand
{
    public static Command Make(CommandHost host)
    {
        var search = new Option<string?>("--search") { Description = "词语 / words" };
        var list = new Command("list", "案例 / lessons") { search };
        list.SetAction(async (parsed, ct) =>
        {
            await using var open = await host.OpenAsync(parsed, ct);
            if (open is null)
                return 3;
            await using var session = open.Session();
            foreach (var f in (await ListLessons.RunAsync(new(parsed.GetValue(search)), session, ct)).Value)
                parsed.Out().WriteLine($"{f.Row.ImprovementId}  {(f.Row.Outcome == "Yes" ? "+" : "-")}  {f.Row.Indicators}  {f.Row.Title}");
            return 0;
        });
        return new Command("standardize", "固化：案例 / standardize: lessons") { list };
    }
}
