using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Opens an improvement, from a problem or by hand.</summary>
public static class OpenImprovement
{
    public sealed record Input(string Title, Method Method, string Owner, string? ProblemId = null, string Problem = "");

    public static async Task<Outcome<string>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var refusals = new List<Refusal>();
        if (string.IsNullOrWhiteSpace(input.Title))
            refusals.Add(new Refusal("improve.open.needs-title"));
        if (string.IsNullOrWhiteSpace(input.Owner))
            refusals.Add(new Refusal("improve.open.needs-owner"));
        if (!Enum.IsDefined(input.Method))
            refusals.Add(new Refusal("improve.open.unknown-method"));
        if (refusals.Count > 0)
            return refusals;
        var row = new ImprovementRow
        {
            Id = "I" + Guid.CreateVersion7(session.Now).ToString("N"),
            Title = input.Title.Trim(),
            Method = input.Method,
            Step = input.Method.Steps()[0].Code,
            ProblemId = input.ProblemId,
            Owner = input.Owner.Trim(),
            OpenedOn = DateOnly.FromDateTime(session.LocalNow),
            Problem = input.Problem,
        };
        session.Records.Add(row);
        var artefact = new Artefact(ArtefactKind.Improvement, row.Id);
        if (input.ProblemId is { } problem)
            session.Trail(new Artefact(ArtefactKind.Problem, problem), "improve.opened", artefact, row.Title);
        else
            session.Trail(artefact, "improve.opened", null, row.Title);
        await session.Records.SaveChangesAsync(ct);
        return row.Id;
    }
}
