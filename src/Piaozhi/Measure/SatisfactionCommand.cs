using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Trees;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary><c>piaozhi measure satisfaction</c>: the page as lines, or as the API's JSON.</summary>
public static class SatisfactionCommand
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Make(CommandHost host)
    {
        var survey = new Option<string?>("--survey") { Description = "问卷代码，缺省为回答最多的 / code of the questionnaire; the one with most answers when left out" };
        var (from, to) = (new Option<DateOnly?>("--from") { Description = "起始日 / first day" }, new Option<DateOnly?>("--to") { Description = "截止日 / last day" });
        var weights = new Option<string?>("--weights") { Description = "equal|given|shapley|johnson|entropy|critic|combined" };
        var json = new Option<bool>("--json") { Description = "输出 JSON / as JSON" };
        var model = new Option<bool>("--model") { Description = "拟合结构模型（PLS-SEM），输出 JSON / fit the structural model instead, as JSON" };
        var command = new Command("satisfaction", "满意度指数及其构成 / satisfaction index and what it is made of") { survey, from, to, weights, json, model };
        command.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            Period? period = parsed.GetValue(from) is { } first && parsed.GetValue(to) is { } last ? Period.Days(first, last) : null;
            if (parsed.GetValue(model))
            {
                var fitted = await FitSatisfactionModel.RunAsync(new(parsed.GetValue(survey), period), session, ct);
                if (fitted.Ok)
                    await parsed.Out().WriteLineAsync(JsonSerializer.Serialize(SatisfactionApi.Model(fitted.Value), Json));
                return fitted.Ok ? 0 : await RefusedAsync(fitted.Refusals);
            }

            var found = await ReadSatisfaction.RunAsync(new(period, null, parsed.GetValue(survey), SatisfactionApi.Source(parsed.GetValue(weights))), session, ct);
            if (!found.Ok)
                return await RefusedAsync(found.Refusals);

            if (parsed.GetValue(json))
                await parsed.Out().WriteLineAsync(JsonSerializer.Serialize(SatisfactionApi.Body(found.Value), Json));
            else
                Print(found.Value, parsed.Out(), services.GetRequiredService<IStringLocalizer<Text>>());
            return 0;

            async Task<int> RefusedAsync(IReadOnlyList<Refusal> refusals)
            {
                foreach (var refusal in refusals)
                    await parsed.Error().WriteLineAsync(services.GetRequiredService<IStringLocalizerFactory>().Say(refusal));
                return 2;
            }
        }, ct));
        return command;
    }

    private static void Print(SatisfactionReading r, TextWriter output, IStringLocalizer<Text> words)
    {
        void Line(params string[] cells) => output.WriteLine(string.Join('\t', cells));
        if (r.Read is not { } read)
        {
            Line(words["NoAnswers"]);
            return;
        }

        void Node(ScoredNode node, int depth)
        {
            Line(new string(' ', 2 * depth) + (depth == 0 ? words["IndexName"].Value : SatisfactionNames.Of(node.Code, words)), Point(node.Score), Range(node.Low, node.High), Share(node.Effective), "n = " + node.N.ToString(CultureInfo.InvariantCulture));
            foreach (var child in node.Children)
                Node(child, depth + 1);
        }

        Node(read.Tree, 0);
        if (read.Csat.Ok)
            Line("CSAT", Share(read.Csat.Value.Value), $"{Share(read.Csat.Value.Interval.Low)} – {Share(read.Csat.Value.Interval.High)}", "", "n = " + read.Csat.Value.N.ToString(CultureInfo.InvariantCulture));
        if (read.Nps.Ok)
            Line("NPS", Point(read.Nps.Value.Value), Range(read.Nps.Value.Interval.Low, read.Nps.Value.Interval.High), "", "n = " + read.Nps.Value.N.ToString("0", CultureInfo.InvariantCulture));
        Line(words["SetAside"], r.SetAside.ToString(CultureInfo.InvariantCulture), read.Uncleaned is { } dirty ? words["IndexUncleaned", Point(dirty.Score), Point(read.Tree.Score - dirty.Score)] : "");
        foreach (var way in read.Ways?.Ways ?? [])
            Line(words["WeightSource." + way.Source], Point(way.Index), Range(way.Interval.Low, way.Interval.High), string.Join(' ', way.Weights.Select(Share)));
        if (read.Grid.Ok)
            foreach (var point in read.Grid.Value.Points.OrderByDescending(p => p.Importance))
                Line(SatisfactionNames.Of(point.Code, words), words["Importance"] + " " + Share(point.Importance), words["Priority." + point.Priority]);
    }

    private static string Point(double x) => double.IsFinite(x) ? x.ToString("0.0", CultureInfo.InvariantCulture) : "—";

    private static string Share(double x) => double.IsFinite(x) ? x.ToString("0.0%", CultureInfo.InvariantCulture) : "—";

    private static string Range(double low, double high) => double.IsFinite(low) ? $"{Point(low)} – {Point(high)}" : "";
}
