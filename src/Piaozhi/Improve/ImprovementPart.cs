using Piaozhi.Core.Loop;

namespace Piaozhi.Improve;

/// <summary>What an improvement that is being opened is about, for later stages that know what helped before.</summary>
public sealed record Opening(string Text, string Indicator, string Scope, string? ProblemId);

/// <summary>
/// What a later stage adds to the pages of improvements. Later stages register theirs; the pages show them in the order of the loop and
/// know none of them.
/// </summary>
public interface IImprovementPart
{
    Stage Stage { get; }

    /// <summary>On the page of an improvement: a component with the parameter <c>One</c> (<see cref="OneImprovement"/>) that draws its own h2, or nothing.</summary>
    Type? Section => null;

    /// <summary>Beside the form that opens an improvement: a component with the parameter <c>Opening</c>.</summary>
    Type? Suggestion => null;
}
