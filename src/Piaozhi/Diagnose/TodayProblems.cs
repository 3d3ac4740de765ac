using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Diagnose;

/// <summary>Today: the three worst problems that go on, and how many more there are.</summary>
public sealed class TodayProblems : ITodayPart
{
    public Stage Stage => Stage.Diagnose;

    public async Task<IReadOnlyList<TodayLine>> LinesAsync(Session session, CancellationToken ct)
    {
        var going = (await ListProblems.RunAsync(session, ct)).Value.Where(p => p.Kind == ProblemKind.Fault && p.EndedAt is null).ToList();
        var lines = going.Take(3).Select(p => new TodayLine(new Bilingual(p.TitleZh, p.TitleEn), "/diagnose/" + p.Id, Bad: true, TodayGroup.Worst,
            new Bilingual($"{Shown.Count(p.Cases, true)} 笔业务受影响", $"{Shown.Count(p.Cases, false)} cases hurt"))).ToList();
        if (going.Count > 0)
        {
            var (cases, n) = (going.Sum(p => p.Cases), going.Count.ToString(CultureInfo.InvariantCulture));
            lines.Add(new TodayLine(
                new Bilingual($"{n} 个问题仍在持续，{Shown.Count(cases, true)} 笔业务受影响。", $"{n} {(going.Count == 1 ? "problem goes" : "problems go")} on, {Shown.Count(cases, false)} cases are hurt."), "/diagnose", Bad: true, TodayGroup.Control));
        }

        var mine = await session.Records.Set<WorkRow>().AsNoTracking().Where(w => w.OwnerId == session.Actor.Id).Select(w => w.ProblemId).ToListAsync(ct);
        lines.AddRange(going.Where(p => mine.Contains(p.Id)).Select(p => new TodayLine(new Bilingual(p.TitleZh, p.TitleEn), "/diagnose/" + p.Id, Group: TodayGroup.Mine)));
        if (going.Count > 3)
        {
            var more = (going.Count - 3).ToString(CultureInfo.InvariantCulture);
            lines.Add(new TodayLine(new Bilingual($"还有 {more} 个问题", going.Count == 4 ? "1 more problem" : $"{more} more problems"), "/diagnose", Rest: true));
        }

        return lines;
    }
}
