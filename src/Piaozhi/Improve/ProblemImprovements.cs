using System.Globalization;
using Piaozhi.Access;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>On the page of a problem: the button that opens an improvement, and the improvements that work on it.</summary>
public sealed class ProblemImprovements : IProblemPart
{
    public Stage Stage => Stage.Improve;

    public Type? Section => typeof(Pages.ProblemSection);

    public async Task<ProblemButton?> ButtonAsync(ProblemRow problem, Session session, CancellationToken ct = default)
    {
        if (!session.Actor.May(Right.WorkOnImprovements))
            return null;
        var running = (await ListImprovements.RunAsync(new(Show: "open", ProblemId: problem.Id), session, ct)).Value;
        return running.Count > 0
            ? new ProblemButton(new Bilingual("再开一个改进项目", "Open another improvement"), "/improve/open?problem=" + problem.Id)
            : new ProblemButton(new Bilingual("打开改进项目", "Open an improvement"), "/improve/open?problem=" + problem.Id, Primary: problem.Kind == ProblemKind.Fault);
    }

    public async Task<IReadOnlyDictionary<string, ProblemWork>> WorkAsync(Session session, CancellationToken ct = default)
    {
        var all = (await ListImprovements.RunAsync(new(), session, ct)).Value;
        return all.Where(l => l.Row.ProblemId is not null).GroupBy(l => l.Row.ProblemId!, StringComparer.Ordinal).ToDictionary(g => g.Key, Work, StringComparer.Ordinal);
    }

    private static ProblemWork Work(IEnumerable<Listed> of)
    {
        var all = of.ToList();
        var running = all.Where(l => !l.Row.Closed).ToList();
        var href = "/improve/" + (running.Count > 0 ? running : all)[0].Row.Id;
        if (running.Count == 1)
            return new ProblemWork(new Bilingual("改进中：" + running[0].Step.Name.Zh, "In work: " + running[0].Step.Name.En), href);
        var n = (running.Count > 0 ? running : all).Count.ToString(CultureInfo.InvariantCulture);
        return running.Count > 1
            ? new ProblemWork(new Bilingual($"改进中 {n} 项", $"{n} in work"), href)
            : new ProblemWork(new Bilingual("改进已关闭", "Improvement closed"), href, Running: false);
    }
}
