using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Charts;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Actions as pins on the control chart of the indicator that they were to move, wherever their scope meets the chart's.</summary>
public sealed class ActionMarks : IChartMarks
{
    public async Task<IReadOnlyList<ChartMark>> MarksAsync(string indicator, Slice slice, Period period, Session session, CancellationToken ct = default)
    {
        var (from, to) = (DateOnly.FromDateTime(period.From), DateOnly.FromDateTime(period.To));
        var actions = await session.Records.Set<ActionRow>().AsNoTracking().Where(a => a.Indicator == indicator && a.StartedOn >= from && a.StartedOn < to).ToListAsync(ct);
        return [.. actions.Where(a => Slice.Parse(a.Scope).Meets(slice) && session.Actor.Scope.Meets(Slice.Parse(a.Scope))).OrderBy(a => a.StartedOn)
            .Select(a => new ChartMark(a.StartedOn!.Value.ToDateTime(TimeOnly.MinValue), new Bilingual("措施：" + a.Title, "Action: " + a.Title), "/improve/" + a.ImprovementId + "#" + a.Id, MarkKind.Action))];
    }
}
