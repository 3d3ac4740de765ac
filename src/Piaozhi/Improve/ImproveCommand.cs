using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary><c>piaozhi improve list|show|open|advance|close</c></summary>
public static class ImproveCommand
{
    public static Command Make(CommandHost host) => new("improve", "改进项目 / improvements") { List(host), Show(host), Open(host), Advance(host), Close(host) };

    private static Command List(CommandHost host)
    {
        var show = new Option<string?>("--show") { Description = "open | closed | mine | late" };
        var list = new Command("list", "列出改进项目 / list improvements") { show };
        list.SetAction((parsed, ct) => RunAsync(host, parsed, s => ListImprovements.RunAsync(new(parsed.GetValue(show)), s, ct), (found, session, _) =>
        {
            foreach (var l in found)
                parsed.Out().WriteLine(Line(
                    l.Row.Id, l.Row.State.ToString(), $"{l.Row.Method.Name().In(session.Culture)} · {l.Step.Name.In(session.Culture)}", l.Late ? "!" : "", l.Row.Owner, l.Row.Title));
        }, ct));
        return list;
    }

    private static Command Show(CommandHost host)
    {
        var id = new Argument<string>("id");
        var show = new Command("show", "一个改进项目：关口、措施 / one improvement: gates and actions") { id };
        show.SetAction((parsed, ct) => RunAsync(host, parsed, s => ShowImprovement.RunAsync(parsed.GetValue(id)!, s, ct), (one, session, words) =>
        {
            parsed.Out().WriteLine($"{one.Row.Title}  ({one.Row.Owner})");
            foreach (var gate in one.Gates)
            {
                parsed.Out().WriteLine($"{(gate.Step.Code == one.Row.Step ? ">" : " ")} {(gate.Open ? "+" : "-")} {gate.Step.Name.In(session.Culture)}");
                foreach (var missing in gate.Missing)
                    parsed.Out().WriteLine("      " + words(missing));
            }

            foreach (var a in one.Listed.Actions)
                parsed.Out().WriteLine(Line(a.Id, a.Done ? "done" : a.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), a.Indicator, a.Proof.ToString(), a.Owner, a.Title));
        }, ct));
        return show;
    }

    private static Command Open(CommandHost host)
    {
        var title = new Option<string?>("--title") { Description = "标题；来自问题时可省 / title; not needed with --problem" };
        var problem = new Option<string?>("--problem") { Description = "问题编号，内容自动带入 / id of the problem, which fills the rest" };
        var method = new Option<Method?>("--method") { Description = "QuickFix | Pdca | Dmaic | EightD" };
        var owner = new Option<string?>("--owner") { Description = "负责人 / owner" };
        var open = new Command("open", "打开改进项目 / open an improvement") { title, problem, method, owner };
        open.SetAction((parsed, ct) => RunAsync(host, parsed, async s =>
        {
            var input = new OpenImprovement.Input("", Method.Pdca, s.Actor.Name);
            if (parsed.GetValue(problem) is { } from)
            {
                var draft = await DraftFromProblem.RunAsync(from, s, ct);
                if (!draft.Ok)
                    return Outcome<string>.Refuse(draft.Refusals);
                input = draft.Value.Input;
            }

            return await OpenImprovement.RunAsync(
                input with { Title = parsed.GetValue(title) ?? input.Title, Method = parsed.GetValue(method) ?? input.Method, Owner = parsed.GetValue(owner) ?? input.Owner }, s, ct);
        }, (id, _, _) => parsed.Out().WriteLine(id), ct));
        return open;
    }

    private static Command Advance(CommandHost host)
    {
        var id = new Argument<string>("id");
        var advance = new Command("advance", "进入下一步 / on to the next step") { id };
        advance.SetAction((parsed, ct) => RunAsync(host, parsed, s => MoveImprovement.AdvanceAsync(parsed.GetValue(id)!, s, ct), (at, session, _) =>
            parsed.Out().WriteLine(at.Method.Steps().First(x => x.Code == at.Step).Name.In(session.Culture)), ct));
        return advance;
    }

    private static Command Close(CommandHost host)
    {
        var id = new Argument<string>("id");
        var closing = new Option<Closing>("--as") { Description = "Effective | NotEffective | Abandoned", DefaultValueFactory = _ => Closing.Effective };
        var reason = new Option<string?>("--reason") { Description = "原因（有效时可省）/ reason (not needed when effective)" };
        var lesson = new Option<string?>("--lesson") { Description = "经验总结 / what it taught" };
        var close = new Command("close", "关闭改进项目 / close an improvement") { id, closing, reason, lesson };
        close.SetAction((parsed, ct) => RunAsync(host, parsed, (s, services) => CloseImprovement.RunAsync(
            new(parsed.GetValue(id)!, parsed.GetValue(closing), parsed.GetValue(reason) ?? "", parsed.GetValue(lesson)), services.GetServices<IWhenClosed>(), s, ct), (at, _, _) =>
            parsed.Out().WriteLine(at.State.ToString()), ct));
        return close;
    }

    private static string Line(params string[] cells) => string.Join("  ", cells.Where(c => c.Length > 0));

    private static Task<int> RunAsync<T>(CommandHost host, ParseResult parsed, Func<Session, Task<Outcome<T>>> run, Action<T, Session, Func<Refusal, string>> say, CancellationToken ct) =>
        RunAsync(host, parsed, (s, _) => run(s), say, ct);

    private static async Task<int> RunAsync<T>(
        CommandHost host, ParseResult parsed, Func<Session, IServiceProvider, Task<Outcome<T>>> run, Action<T, Session, Func<Refusal, string>> say, CancellationToken ct)
    {
        await using var open = await host.OpenAsync(parsed, ct);
        if (open is null)
            return 3;
        await using var session = open.Session();
        var outcome = await run(session, open.Services);
        var texts = open.Services.GetRequiredService<IStringLocalizerFactory>();
        if (outcome.Ok)
            say(outcome.Value, session, texts.Say);
        foreach (var refusal in outcome.Refusals)
            parsed.Error().WriteLine(texts.Say(refusal));
        return outcome.Ok ? 0 : 1;
    }
}
