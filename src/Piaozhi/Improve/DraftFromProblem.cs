using System.Globalization;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>What an improvement of a problem begins with: everything that Piaozhi knows already and nobody should have to write.</summary>
public static class DraftFromProblem
{
    /// <param name="Until">For a problem that goes on: its first day, where the baseline ends.</param>
    public sealed record Draft(OpenImprovement.Input Input, DateOnly? Until);

    public static async Task<Outcome<Draft>> RunAsync(string problemId, Session session, CancellationToken ct = default)
    {
        var one = await ListProblems.OneAsync(problemId, session, ct);
        if (!one.Ok)
            return Outcome<Draft>.Refuse(one.Refusals);
        var (p, zh) = (one.Value.Problem, Bilingual.IsChinese(session.Culture));
        // A spike that is over is no baseline. What goes on is not a spike: its days are what the action must change.
        var over = p.EndedAt is not null;
        var from = DateOnly.FromDateTime(p.StartedAt);
        var to = p.EndedAt is { } end ? DateOnly.FromDateTime(end.TimeOfDay == TimeSpan.Zero && end.Date > p.StartedAt.Date ? end.AddDays(-1) : end) : (DateOnly?)null;
        // The worst indicator that has a history at this place: without one nothing could be promised or proved.
        var indicator = p.Indicator;
        Outcome<WorkOutBaseline.Result>? baseline = null;
        foreach (var code in p.Indicators.Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend(p.Indicator).Distinct(StringComparer.Ordinal))
        {
            var tried = await WorkOutBaseline.RunAsync(new(code, p.Slice, over ? from : null, to, over ? null : from), session, ct);
            if (!tried.Ok || double.IsNaN(tried.Value.Before.Low))
                continue;
            (indicator, baseline) = (code, tried);
            break;
        }

        return new Draft(new OpenImprovement.Input(
            zh ? p.TitleZh : p.TitleEn, p.Confidence >= 0.8 && p.Cases < 200 ? Method.QuickFix : Method.Pdca, session.Actor.Name, p.Id, Statement(p, zh), indicator, p.Slice,
            baseline?.Value.Say(session.Culture) ?? "", over ? from : null, to, session.Actor.Id), over ? null : from);
    }

    private static string Statement(ProblemRow p, bool zh)
    {
        var since = p.StartedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var until = p.EndedAt?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var lines = new List<string>
        {
            zh ? p.TitleZh : p.TitleEn,
            zh ? $"时间：{since} 起{(until is null ? "，仍在继续" : $"，至 {until}")}" : $"When: since {since}{(until is null ? ", still going on" : $", until {until}")}",
            p.Customers > 0
                ? FormattableString.Invariant(zh ? (FormattableString)$"影响：{p.Cases:N0} 笔，{p.Customers:N0} 位顾客" : $"Hit: {p.Cases:N0} cases, {p.Customers:N0} customers")
                : FormattableString.Invariant(zh ? (FormattableString)$"影响：{p.Cases:N0} 笔" : $"Hit: {p.Cases:N0} cases"),
        };
        lines.AddRange(p.EvidenceList.Take(4).Select(e => "· " + (zh ? e.Text.Zh : e.Text.En)));
        return string.Join('\n', lines);
    }
}
