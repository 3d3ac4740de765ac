using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Problems;

/// <summary>Gives a problem an owner, or takes the owner away (both null).</summary>
public static class AssignProblem
{
    /// <param name="OwnerId">Account of the owner, or the name again where the person has none.</param>
    public sealed record Input(string? OwnerId, string? OwnerName);

    public static Task<Outcome<Done>> RunAsync(string id, Input input, Session session, CancellationToken ct = default) =>
        ChangeWork.RunAsync(id, (_, work) => Task.FromResult(Change(work, input)), session, ct);

    private static Outcome<ChangeWork.Step> Change(WorkRow work, Input input)
    {
        var name = string.IsNullOrWhiteSpace(input.OwnerName) ? null : input.OwnerName.Trim();
        if (name?.Length > 100)
            return new Refusal("diagnose.owner.too-long", "", 100);
        var owner = name is null ? null : string.IsNullOrWhiteSpace(input.OwnerId) ? name : input.OwnerId;
        if (work.OwnerId == owner)
            return new ChangeWork.Step("");
        (work.OwnerId, work.OwnerName) = (owner, name);
        return name is null ? new ChangeWork.Step("diagnose.problem.unassigned") : new ChangeWork.Step("diagnose.problem.assigned", null, name);
    }
}
