using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>What a later stage does as soon as an improvement is closed (its lesson is written down).</summary>
public interface IWhenClosed
{
    Task ClosedAsync(string improvementId, Session session, CancellationToken ct);
}

/// <summary>Closes an improvement, with what it taught; as effective only when the data said so.</summary>
public static class CloseImprovement
{
    public sealed record Input(string Id, Closing Closing, string Reason, string? Lesson = null);

    public static async Task<Outcome<Standing>> RunAsync(Input input, IEnumerable<IWhenClosed> then, Session session, CancellationToken ct = default)
    {
        // The lesson is written first: it may be what the last gate waits for, and it is not lost when closing is refused.
        if (input.Lesson is { } lesson && await WriteImprovement.RunAsync(input.Id, new(Lesson: lesson), session, ct) is { Ok: false } unwritten)
            return Outcome<Standing>.Refuse(unwritten.Refusals);
        var closed = await MoveImprovement.CloseAsync(input.Id, input.Closing, input.Reason, session, ct);
        if (closed.Ok)
            foreach (var part in then)
                await part.ClosedAsync(input.Id, session, ct);
        return closed;
    }
}
