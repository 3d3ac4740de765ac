using System.CommandLine;
using System.Globalization;
using Piaozhi.Core.Diagnose.Process.WhatIf;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Mining;

/// <summary><c>piaozhi diagnose staffing --queue windows --day Friday --hours 17-21 --limit 900</c></summary>
public static class StaffingCommand
{
    public static Command Make(CommandHost host)
    {
        var queue = new Option<string>("--queue") { Description = "windows 窗口 | hotline 热线 | gates 闸机", DefaultValueFactory = _ => "windows" };
        queue.AcceptOnlyFromAmong([.. QueueShape.All.Select(q => q.Id)]);
        var day = new Option<DayOfWeek>("--day") { Description = "星期 / weekday (Monday … Sunday)", Required = true };
        var from = new Option<int>("--from") { Description = "几点开始 / first hour", Required = true };
        var to = new Option<int>("--to") { Description = "几点结束 / hour at which it ends", Required = true };
        var limit = new Option<double>("--limit") { Description = "最长等待秒数 / longest wait in seconds", DefaultValueFactory = _ => 900 };
        var share = new Option<double>("--share") { Description = "满足的比例 / share of customers (0.9 = P90)", DefaultValueFactory = _ => .9 };
        var command = new Command("staffing", "要开多少窗口、坐席或闸机 / how many windows, agents or gates") { queue, day, from, to, limit, share };
        command.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var asked = new AskStaffing.Input(parsed.GetValue(queue)!, parsed.GetValue(day), parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(limit), parsed.GetValue(share), HourByHour: true);
            var answer = await AskStaffing.RunAsync(asked, session, ct);
            if (!answer.Ok)
                return await ProcessCommand.RefuseAsync(parsed, services, answer.Refusals[0]);
            Print(answer.Value, asked, Bilingual.IsChinese(session.Culture), parsed.Out());
            return 0;
        }, ct));
        return command;
    }

    private static void Print(StaffingReport r, AskStaffing.Input asked, bool zh, TextWriter output)
    {
        string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        output.WriteLine(r.Answer.Servers is { } n
            ? Say($"{(zh ? "需要" : "needed")} {n}{(r.Answer.AtLeast is { } low && low < n ? $" ({(zh ? "也许" : "perhaps")} {low})" : "")}")
            : Say($"{(zh ? "再多也达不到" : "no number keeps it, up to")} {r.Question.MostServers}"));
        output.WriteLine(Say($"{r.Model.Visits:N0} {(zh ? "人次，平均办理" : "visits, mean service")} {r.Model.MeanService:N0} s；P{100 * asked.Share:0} {(zh ? "实际" : "as it was")} {r.Check.Seen:N0} s，{(zh ? "模拟" : "simulated")} {r.Check.Simulated:N0} s [{r.Check.Interval.Low:N0}, {r.Check.Interval.High:N0}]{(r.Check.Plausible ? "" : zh ? "，模型与实际不符" : ", the model does not fit what was")}"));
        foreach (var o in r.Answer.Options)
            output.WriteLine(Say($"  {o.Servers,3}  P{100 * asked.Share:0} {o.Value,8:N0} s [{o.Interval.Low:N0}, {o.Interval.High:N0}]  {(zh ? "离开" : "leave")} {o.Left:P1}  {(zh ? "忙碌" : "busy")} {o.Busy:P0}"));
        foreach (var (hour, answer) in r.Plan)
            output.WriteLine(Say($"  {hour % 24:00}:00  {answer.Servers?.ToString(CultureInfo.InvariantCulture) ?? "—"}"));
    }
}
