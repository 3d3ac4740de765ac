using Piaozhi.Access;
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
        string? Scope, bool Main = true, string? OwnerId = null);

    public static async Task<Outcome<string>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        var found = await FindImprovement.RunAsync(input.ImprovementId, session, ct);
        if (!found.Ok)
            return Outcome<string>.Refuse(found.Refusals);
        var draft = new ActionDraft(input.Title, input.Owner, input.Due, input.Indicator, input.Expected, input.ExpectedChange, input.Scope is null ? null : Slice.Parse(input.Scope));
        var refusals = ActionGates.Check(draft).ToList();
        if (FindImprovement.IfClosed(found.Value) is { } closed)
            refusals.Add(closed);
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
            OwnerId = input.OwnerId,
            Due = input.Due!.Value,
            Indicator = input.Indicator,
            Expected = input.Expected!.Value,
            ExpectedChange = input.ExpectedChange!.Value,
            Scope = draft.Scope!.ToString(),
            Main = input.Main,
        };
        session.Records.Add(row);
        session.Trail(new Artefact(ArtefactKind.Improvement, input.ImprovementId), "improve.action.added", new Artefact(ArtefactKind.Action, row.Id), row.Title, row.Owner);
        return await FindImprovement.SaveAsync(found.Value, session, ct) is { } conflict ? conflict : row.Id;
    }
}
