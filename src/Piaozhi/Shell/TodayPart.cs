using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Shell;

/// <summary>One line of the Today page: a sentence and where it leads.</summary>
/// <param name="Bad">True only for what is not noise, or late.</param>
public sealed record TodayLine(Bilingual Text, string Href, bool Bad = false);

/// <summary>What a stage has to say today. Stages register theirs; the page shows them in the order of the loop.</summary>
public interface ITodayPart
{
    Stage Stage { get; }

    Task<IReadOnlyList<TodayLine>> LinesAsync(Session session, CancellationToken ct);
}
