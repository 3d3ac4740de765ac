using Piaozhi.Access;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>What a later stage does as soon as an action has taken effect (its effect is estimated from the facts that are there).</summary>
public interface IWhenStarted
{
    Task StartedAsync(string actionId, Session session, CancellationToken ct);
}

/// <summary>The life of an action: it takes effect, is done, is withdrawn, or its start is taken back.</summary>
public static class MoveAction
{
    /// <summary>It takes effect from this day; from then on its effect is measured and its promise is fixed.</summary>
    public static Task<Outcome<Done>> StartAsync(string id, DateOnly on, Session session, CancellationToken ct = default) =>
        MoveAsync(id, "improve.action.started", on, session, ct, row => Start(row, on));

    /// <summary>It is done. Without a day of its own it takes effect on the day given.</summary>
    public static Task<Outcome<Done>> CompleteAsync(string id, DateOnly on, Session session, CancellationToken ct = default) =>
        MoveAsync(id, "improve.action.done", on, session, ct, row =>
        {
            Start(row, row.StartedOn ?? on);
            (row.Done, row.DoneOn) = (true, on);
            return null;
        });

    /// <summary>It was stopped or undone: the effect ends here, and closing no longer rests on it.</summary>
    public static Task<Outcome<Done>> WithdrawAsync(string id, DateOnly on, Session session, CancellationToken ct = default) =>
        MoveAsync(id, "improve.action.withdrawn", on, session, ct, row =>
        {
            row.WithdrawnOn = on;
            return null;
        });

    /// <summary>It is not done after all, or did not take effect: planned again, with its promise free. Refused once the data have spoken.</summary>
    public static Task<Outcome<Done>> TakeBackAsync(string id, Session session, CancellationToken ct = default) =>
        MoveAsync(id, "improve.action.taken-back", null, session, ct, row =>
        {
            if (ActionGates.TakeBack(row.Title, row.Proof) is { } no)
                return no;
            (row.Done, row.DoneOn, row.StartedOn, row.WithdrawnOn) = (false, null, null, null);
            (row.Proof, row.DecidableOn) = (Proof.None, null);
            return null;
        });

    private static Refusal? Start(ActionRow row, DateOnly on)
    {
        if (row.StartedOn is not null && row.StartedOn != on)
        {
            if (ActionGates.TakeBack(row.Title, row.Proof) is { } no)
                return no;
            (row.Proof, row.DecidableOn) = (Proof.None, null);
        }

        row.StartedOn = on;
        return null;
    }

    private static async Task<Outcome<Done>> MoveAsync(string id, string code, DateOnly? on, Session session, CancellationToken ct, Func<ActionRow, Refusal?> move)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        var found = await FindImprovement.OfActionAsync(id, session, ct);
        if (!found.Ok)
            return Outcome<Done>.Refuse(found.Refusals);
        var (improvement, row) = found.Value;
        if (FindImprovement.IfClosed(improvement) is { } closed)
            return closed;
        if (on > DateOnly.FromDateTime(session.LocalNow))
            return new Refusal("improve.action.starts-in-future", row.Title);
        if (move(row) is { } refused)
            return refused;
        session.Trail(new Artefact(ArtefactKind.Action, id), code, new Artefact(ArtefactKind.Improvement, improvement.Id), row.Title, on?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "");
        return await FindImprovement.SaveAsync(improvement, session, ct) is { } conflict ? conflict : default(Done);
    }
}

/// <summary>Marks an action as done and says since when it has been in effect; from that day its effect is measured.</summary>
public static class CompleteAction
{
    public static async Task<Outcome<Done>> RunAsync(string actionId, DateOnly startedOn, Session session, CancellationToken ct = default)
    {
        var started = await MoveAction.StartAsync(actionId, startedOn, session, ct);
        return started.Ok ? await MoveAction.CompleteAsync(actionId, startedOn, session, ct) : started;
    }
}
