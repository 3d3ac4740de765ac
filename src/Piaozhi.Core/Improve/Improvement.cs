using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Improve;

public enum ImprovementState
{
    Open,
    Closed,

    /// <summary>Was closed as effective and lost its gain.</summary>
    Reopened,
}

/// <summary>How an improvement ended.</summary>
public enum Closing
{
    Effective,
    NotEffective,
    Abandoned,
}

/// <summary>What an action proved, as far as Improve must know; the figures themselves belong to Verify.</summary>
public enum Proof
{
    None,
    Inconclusive,
    Effective,
    NotEffective,
    Harmful,

    /// <summary>Was effective, and the gain went away again.</summary>
    Lost,
}

/// <summary>What people wrote and what the data say: the facts on which gates decide.</summary>
public sealed record ImprovementFacts
{
    public string Problem { get; init; } = "";
    public string Baseline { get; init; } = "";
    public string Containment { get; init; } = "";
    public string Cause { get; init; } = "";
    public string CauseEvidence { get; init; } = "";
    public string Prevention { get; init; } = "";
    public string Lesson { get; init; } = "";
    public IReadOnlyList<string> Team { get; init; } = [];
    public IReadOnlyList<ActionFacts> Actions { get; init; } = [];
}

/// <summary>One action as a gate sees it. An action that only contains damage is not <paramref name="Main"/>.</summary>
/// <param name="Withdrawn">Was stopped or undone; what it did or did not do no longer decides.</param>
public sealed record ActionFacts(string Id, string Title, bool Main, bool Done, Proof Proof, DateOnly? DecidableOn = null, bool Withdrawn = false)
{
    /// <summary>True when closing as effective rests on this action.</summary>
    public bool Counts => Main && !Withdrawn && Proof != Proof.Lost;
}

/// <summary>Where an improvement stands.</summary>
public sealed record Standing(Method Method, string Step, ImprovementState State);

/// <summary>What an action must say before it is accepted.</summary>
public sealed record ActionDraft(
    string Title, string Owner, DateOnly? Due, string Indicator, Direction? Expected, double? ExpectedChange, Slice? Scope);
