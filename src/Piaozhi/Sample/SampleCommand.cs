using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Host;
using Spectre.Console;

namespace Piaozhi.Sample;

/// <summary><c>piaozhi sample write | load | remove</c></summary>
public static class SampleCommand
{
    public static Command Make(CommandHost host) =>
        new("sample", "样本：模拟的票务运营 / sample: a simulated ticket operator") { Write(host), Load(host), Remove(host) };

    private static Command Write(CommandHost host)
    {
        var seed = new Option<ulong>("--seed") { Description = "随机种子 / seed", DefaultValueFactory = _ => 1 };
        var days = new Option<int>("--days") { Description = "天数 / days", DefaultValueFactory = _ => 90 };
        var scale = new Option<double>("--scale") { Description = "1 = 每天 2 万单 / 1 = 20 000 orders a day", DefaultValueFactory = _ => 1 };
        var faults = new Option<string?>("--faults") { Description = "注入的故障，如 F01,F08 / faults to inject, for instance F01,F08" };
        var size = new Option<FaultSize>("--size") { Description = "mild | medium | severe", DefaultValueFactory = _ => FaultSize.Medium };
        var start = new Option<DateOnly?>("--start") { Description = "第一天 / first day (default 2026-03-02)" };
        var onset = new Option<DateOnly?>("--onset") { Description = "故障开始之日 / day on which the faults begin (default after 70 % of the days)" };
        var output = new Option<string>("--out") { Description = "输出文件夹 / folder", Required = true };
        var gzip = new Option<bool>("--gz") { Description = "压缩 / compressed" };
        var command = new Command("write", "写出数据文件和真相 / write data files and the truth beside them") { seed, days, scale, faults, size, start, onset, output, gzip };
        command.SetAction(async (parsed, ct) =>
        {
            if (Plan() is not { } plan)
            {
                await parsed.Error().WriteLineAsync($"参数有误 / cannot be simulated: --days 1–3660, --scale 0.001–50, --faults F01–F30: {parsed.GetValue(faults)}");
                return 2;
            }

            var terminal = host.Terminal(parsed);
            Outcome<long> outcome = default;
            await terminal.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).StartAsync(async shown =>
            {
                var task = shown.AddTask("…", maxValue: plan.Days);
                var progress = new Direct(p =>
                {
                    task.Value = p.DaysDone;
                    task.Description = string.Create(CultureInfo.InvariantCulture, $"{p.Day:yyyy-MM-dd} {p.Rows:N0} 行/rows");
                });
                outcome = await WriteSample.RunAsync(new WriteSample.Input(plan, host.FullPath(parsed.GetValue(output)!), parsed.GetValue(gzip)), progress, ct);
            });
            if (outcome.Ok)
            {
                parsed.Out().WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome.Value:N0} 行/rows → {host.FullPath(parsed.GetValue(output)!)}"));
                return 0;
            }

            await parsed.Error().WriteLineAsync($"文件夹不是空的 / the folder is not empty: {outcome.Refusals[0].Subject}");
            return 2;

            SamplePlan? Plan()
            {
                var from = parsed.GetValue(start) ?? new DateOnly(2026, 3, 2);
                var plan = new SamplePlan { Seed = parsed.GetValue(seed), From = from, Days = parsed.GetValue(days), Scale = parsed.GetValue(scale) };
                if (plan.Days is < 1 or > 3660 || plan.Scale is not (>= .001 and <= 50) || FaultCatalog.Read(parsed.GetValue(faults)) is not { } ids)
                    return null;
                var begin = parsed.GetValue(onset) ?? from.AddDays((int)(plan.Days * .7));
                return plan with { Faults = [.. ids.Select(id => FaultCatalog.Begin(id, FaultCatalog.Suited(id, begin, from.AddDays(plan.Days)), plan.End, parsed.GetValue(size)))] };
            }
        });
        return command;
    }

    private static Command Load(CommandHost host)
    {
        var days = new Option<int>("--days") { Description = "天数 / days", DefaultValueFactory = _ => new LoadSample.Input().Days };
        var scale = new Option<double>("--scale") { Description = "1 = 每天 2 万单 / 1 = 20 000 orders a day", DefaultValueFactory = _ => new LoadSample.Input().Scale };
        var command = new Command("load", "装入样本 / fill the installation with the sample") { days, scale };
        command.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var installation = services.GetRequiredService<Installation>();
            var loading = LoadSample.RunAsync(new LoadSample.Input(parsed.GetValue(days), parsed.GetValue(scale)), session, installation, services.GetRequiredService<LoopRunner>(), ct);
            await host.Terminal(parsed).Progress().StartAsync(async shown =>
            {
                var task = shown.AddTask("样本 / sample", maxValue: 1);
                while (!loading.IsCompleted)
                {
                    await Task.WhenAny(loading, Task.Delay(200, ct));
                    task.Value = installation.Filling ?? task.Value;
                }
            });
            return await SayAsync(parsed, await loading, services, rows => string.Create(CultureInfo.InvariantCulture, $"{rows:N0} 行/rows"));
        }, ct));
        return command;
    }

    private static Command Remove(CommandHost host)
    {
        var command = new Command("remove", "移除样本 / take the sample away");
        command.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
            await SayAsync(parsed, await RemoveSample.RunAsync(session, services.GetRequiredService<Installation>(), services.GetRequiredService<LoopRunner>(), ct), services, _ => "已移除 / removed"), ct));
        return command;
    }

    private static async Task<int> SayAsync<T>(ParseResult parsed, Outcome<T> outcome, IServiceProvider services, Func<T, string> say)
    {
        if (outcome.Ok)
        {
            await parsed.Out().WriteLineAsync(say(outcome.Value));
            return 0;
        }

        var text = services.GetRequiredService<IStringLocalizer<Text>>();
        foreach (var refusal in outcome.Refusals)
            await parsed.Error().WriteLineAsync(text[refusal.Code]);
        return 2;
    }

    /// <summary>Reports at once, on the thread that works.</summary>
    private sealed class Direct(Action<SampleProgress> report) : IProgress<SampleProgress>
    {
        public void Report(SampleProgress value) => report(value);
    }
}
