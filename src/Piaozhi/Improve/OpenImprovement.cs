using Piaozhi.Access;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Improve;

/// <summary>Opens an improvement, from a problem or by hand.</summary>
public static class OpenImprovement
{
    public sealed record Input(
        string Title, Method Method, string Owner, string? ProblemId = null, string Problem = "", string? Indicator = null, string? Scope = null,
        string? Baseline = null, DateOnly? SpikeFrom = null, DateOnly? SpikeTo = null, string? OwnerId = null, DateOnly? Due = null);

    public static async Task<Outcome<string>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        var refusals = new List<Refusal>();
        if (string.IsNullOrWhiteSpace(input.Title))
            refusals.Add(new Refusal("improve.open.needs-title"));
        if (string.IsNullOrWhiteSpace(input.Owner))
            refusals.Add(new Refusal("improve.open.needs-owner"));
        if (!Enum.IsDefined(input.Method))
            refusals.Add(new Refusal("improve.open.unknown-method"));
        if (input.Indicator is { Length: > 0 } code && (await Indicators.AllAsync(session, ct)).Find(code) is null)
            refusals.Add(new Refusal("improve.action.unknown-indicator", code));
        if (input.SpikeFrom > input.SpikeTo)
            refusals.Add(new Refusal("improve.open.spike-backwards"));
        if (refusals.Count > 0)
            return refusals;
        var row = new ImprovementRow
        {
            Id = "I" + Guid.CreateVersion7(session.Now).ToString("N"),
            Title = input.Title.Trim(),
            Method = input.Method,
            Step = input.Method.Steps()[0].Code,
            ProblemId = input.ProblemId is { Length: > 0 } p ? p : null,
            Owner = input.Owner.Trim(),
            OwnerId = input.OwnerId,
            OpenedOn = DateOnly.FromDateTime(session.LocalNow),
            Due = input.Due,
            Problem = input.Problem.Trim(),
            Indicator = input.Indicator ?? "",
            Scope = Slice.Parse(input.Scope).ToString(),
            Baseline = input.Baseline?.Trim() ?? "",
            SpikeFrom = input.SpikeFrom,
            SpikeTo = input.SpikeTo,
        };
        session.Records.Add(row);
        var artefact = new Artefact(ArtefactKind.Improvement, row.Id);
        if (row.ProblemId is { } problem)
            session.Trail(new Artefact(ArtefactKind.Problem, problem), "improve.opened", artefact, row.Title, row.Method.Name().Zh, row.Method.Name().En);
        else
            session.Trail(artefact, "improve.opened", null, row.Title, row.Method.Name().Zh, row.Method.Name().En);
        await session.Records.SaveChangesAsync(ct);
        return row.Id;
    }
}
