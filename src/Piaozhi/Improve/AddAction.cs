using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Improve;

/// <summary>Adds an action to an improvement; it must say who, until when, what it will move, where and by how much.</summary>
public static class AddAction
{
    public sealed record Input(
        string ImprovementId, string Title, string Owner, DateOnly? Due, string Indicator, Direction? Expected, double? ExpectedChange,
        string? Scope, bool Main = true);

    public static async Task<Outcome<string>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (await session.Records.Set<ImprovementRow>().FindAsync([input.ImprovementId], ct) is not { } improvement)
            return new Refusal("improve.not-found", input.ImprovementId) { Kind = RefusalKind.NotFound };
        var scope = input.Scope is null ? null : Slice.Parse(input.Scope);
        var refusals = Gates.Check(new ActionDraft(input.Title, input.Owner, input.Due, input.Indicator, input.Expected, input.ExpectedChange, scope)).ToList();
        if (improvement.State == ImprovementState.Closed)
            refusals.Add(new Refusal("improve.gate.closed") { Kind = RefusalKind.Conflict });
        if (!string.IsNullOrWhiteSpace(input.Indicator) && (await Indicators.AllAsync(session, ct)).Find(input.Indicator) is null)
            refusals.Add(new Refusal("improve.action.unknown-indicator", input.Indicator));
        if (refusals.Count > 0)
            return refusals;
        var row = new ActionRow
        {
            Id = "A" + Guid.CreateVersion7(session.Now).ToString("N"),
            ImprovementId = input.ImprovementId,
            Title = input.Title.Trim(),
            Owner = input.Owner.Trim(),
            Due = input.Due!.Value,
            Indicator = input.Indicator,
            Expected = input.Expected!.Value,
            ExpectedChange = input.ExpectedChange!.Value,
            Scope = scope!.ToString(),
            Main = input.Main,
        };
        session.Records.Add(row);
        session.Trail(new Artefact(ArtefactKind.Improvement, input.ImprovementId), "improve.action.added", new Artefact(ArtefactKind.Action, row.Id), row.Title);
        await session.Records.SaveChangesAsync(ct);
        return row.Id;
    }
}

/// <summary>Marks an action as done and says since when it has been in effect; from that day its effect is measured.</summary>
public static class CompleteAction
{
    public static async Task<Outcome<Done>> RunAsync(string actionId, DateOnly startedOn, Session session, CancellationToken ct = default)
    {
        if (await session.Records.Set<ActionRow>().FindAsync([actionId], ct) is not { } row)
            return new Refusal("improve.action.not-found", actionId) { Kind = RefusalKind.NotFound };
        if (startedOn > DateOnly.FromDateTime(session.LocalNow))
            return new Refusal("improve.action.starts-in-future", row.Title);
        if (row.StartedOn != startedOn)
            (row.Proof, row.DecidableOn) = (Proof.None, null);
        (row.Done, row.StartedOn) = (true, startedOn);
        session.Trail(new Artefact(ArtefactKind.Action, row.Id), "improve.action.done", null, row.Title);
        await session.Records.SaveChangesAsync(ct);
        return default(Done);
    }
}
