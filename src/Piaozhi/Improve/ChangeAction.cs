using Piaozhi.Access;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Improve;

/// <summary>Changes an action. Its promise can be changed only while it is not in effect.</summary>
public static class ChangeAction
{
    /// <summary>Null leaves a field as it is.</summary>
    public sealed record Input(
        string? Title = null, string? Owner = null, string? OwnerId = null, DateOnly? Due = null, string? Indicator = null, Direction? Expected = null,
        double? ExpectedChange = null, string? Scope = null, bool? Main = null);

    public static async Task<Outcome<Done>> RunAsync(string id, Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        var found = await FindImprovement.OfActionAsync(id, session, ct);
        if (!found.Ok)
            return Outcome<Done>.Refuse(found.Refusals);
        var (improvement, row) = found.Value;
        var from = row.Draft;
        var to = new ActionDraft(
            input.Title ?? from.Title, input.Owner ?? from.Owner, input.Due ?? from.Due, input.Indicator ?? from.Indicator, input.Expected ?? from.Expected,
            input.ExpectedChange ?? from.ExpectedChange, input.Scope is null ? from.Scope : Slice.Parse(input.Scope));
        var main = input.Main ?? row.Main;
        var refusals = ActionGates.Change(from, to, row.StartedOn is not null).ToList();
        // Whether closing rests on an action is part of its promise.
        if (main != row.Main && row.StartedOn is not null && !refusals.Any(r => r.Code == "improve.action.promise-fixed"))
            refusals.Add(new Refusal("improve.action.promise-fixed", from.Title));
        if (FindImprovement.IfClosed(improvement) is { } closed)
            refusals.Add(closed);
        if (!string.IsNullOrWhiteSpace(to.Indicator) && (await Indicators.AllAsync(session, ct)).Find(to.Indicator) is null)
            refusals.Add(new Refusal("improve.action.unknown-indicator", to.Indicator));
        if (refusals.Count > 0)
            return refusals;
        if (input.Owner is not null)
            row.OwnerId = input.OwnerId;
        (row.Title, row.Owner, row.Due, row.Main) = (to.Title.Trim(), to.Owner.Trim(), to.Due!.Value, main);
        (row.Indicator, row.Expected, row.ExpectedChange, row.Scope) = (to.Indicator, to.Expected!.Value, to.ExpectedChange!.Value, to.Scope!.ToString());
        session.Trail(new Artefact(ArtefactKind.Action, row.Id), "improve.action.changed", new Artefact(ArtefactKind.Improvement, improvement.Id), row.Title);
        return await FindImprovement.SaveAsync(improvement, session, ct) is { } conflict ? conflict : default(Done);
    }
}
