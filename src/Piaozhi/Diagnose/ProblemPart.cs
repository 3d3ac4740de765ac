using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose;

/// <summary>A button that a later stage offers on the page of a problem.</summary>
/// <param name="Primary">The next thing to do with the problem; at most one is shown so, the latest stage's.</param>
public sealed record ProblemButton(Bilingual Text, string Href, bool Primary = false);

/// <summary>What a later stage does about a problem just now, for the list of problems.</summary>
/// <param name="Text">Short words, for instance <c>改进中 2 项</c>.</param>
/// <param name="Running">True while the work goes on; the problem then counts as in work.</param>
public sealed record ProblemWork(Bilingual Text, string Href, bool Running = true);

/// <summary>
/// What a later stage adds to the page of a problem and to the list. Later stages register theirs as <c>IProblemPart</c>; the page
/// shows them in the order of the loop and knows none of them.
/// </summary>
public interface IProblemPart
{
    Stage Stage { get; }

    /// <summary>A Razor component with the parameter <c>Problem</c> (<see cref="ProblemRow"/>); it draws its own h2, or nothing when it has nothing to say.</summary>
    Type? Section => null;

    /// <summary>Null when the person may not, or when there is nothing to do.</summary>
    Task<ProblemButton?> ButtonAsync(ProblemRow problem, Session session, CancellationToken ct = default) => Task.FromResult<ProblemButton?>(null);

    /// <summary>Work by id of the problem, of all problems at once.</summary>
    Task<IReadOnlyDictionary<string, ProblemWork>> WorkAsync(Session session, CancellationToken ct = default) =>
        Task.FromResult<IReadOnlyDictionary<string, ProblemWork>>(new Dictionary<string, ProblemWork>());
}
