using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Verify;

/// <summary>Estimates the effect of one action again, with the facts as they are now.</summary>
public static class EstimateAgain
{
    public static async Task<Outcome<ListedEffect>> RunAsync(string actionId, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        var one = await ListEffects.OneAsync(actionId, session, ct);
        if (!one.Ok)
            return one;
        if (one.Value.Improvement.Closed)
            return new Refusal("verify.closed", one.Value.Action.Title) { Kind = RefusalKind.Conflict };
        if (one.Value.Lost)
            return new Refusal("verify.lost", one.Value.Action.Title) { Kind = RefusalKind.Conflict };
        await VerifyEffects.RunAsync(session, ct, actionId);
        return await ListEffects.OneAsync(actionId, session, ct);
    }
}
