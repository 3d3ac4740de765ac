using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Diagnose.Causes;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Diagnose.Causes;

/// <summary>The causes of a problem as they stand, with their history.</summary>
/// <param name="Version">0 while nobody has touched what the evidence suggests.</param>
public sealed record CauseFile(CauseTree Tree, BoneNames Names, int Version, IReadOnlyList<AnalysisStepRow> History)
{
    /// <summary>What undoing would take back; null when there is nothing.</summary>
    public AnalysisStepRow? Last => History.LastOrDefault(h => !h.Undone && h.Code != EditCauses.UndoneCode);
}

/// <summary>Reads the causes of a problem; until a person works on them they are what the evidence suggests.</summary>
public static class ReadCauses
{
    public static async Task<Outcome<CauseFile>> RunAsync(string id, Session session, CancellationToken ct = default)
    {
        var one = await ListProblems.OneAsync(id, session, ct);
        if (!one.Ok)
            return Outcome<CauseFile>.Refuse(one.Refusals);
        var kept = await session.Records.Set<AnalysisRow>().AsNoTracking().FirstOrDefaultAsync(a => a.ProblemId == id, ct);
        if (kept is null)
            return new CauseFile(Suggest(one.Value.Problem), BoneNames.Service, 0, []);
        var history = await session.Records.Set<AnalysisStepRow>().AsNoTracking().Where(s => s.ProblemId == id).OrderBy(s => s.Id).ToListAsync(ct);
        return new CauseFile(kept.Causes, kept.Names, kept.Version, history);
    }

    /// <summary>Confirmed root causes of a problem, for the stages that remove them.</summary>
    public static async Task<IReadOnlyList<CauseNode>> RootsAsync(string id, Session session, CancellationToken ct = default) =>
        await RunAsync(id, session, ct) is { Ok: true } file ? [.. file.Value.Tree.Roots] : [];

    internal static CauseTree Suggest(ProblemRow row)
    {
        var slice = Slice.Parse(row.Slice);
        var place = new Bilingual(Place(slice, "zh-CN"), Place(slice, "en"));
        return SuggestCauses.Of(new CauseHints(row.Kind, slice, place, row.Activity, row.Reason, row.Taxonomy, row.EvidenceList));
    }

    private static string Place(Slice slice, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return string.Join(" · ", slice.Select(p => string.Join('/', p.Value.Select(v => SliceText.Value(p.Key, v, culture)))));
    }
}
