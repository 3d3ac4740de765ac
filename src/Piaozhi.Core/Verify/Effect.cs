using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Verify;

public enum EffectMethod
{
    /// <summary>Difference-in-differences against slices that the action did not touch.</summary>
    Did,

    /// <summary>Interrupted time series.</summary>
    Its,
    SyntheticControl,
    Ab,
    None,
}

public enum Verdict
{
    Effective,
    NotEffective,
    Harmful,
    Inconclusive,
}

/// <summary>What an action did to an indicator, in the indicator's own unit (rates as fractions).</summary>
public sealed record Effect
{
    public required string ActionId { get; init; }
    public required string Indicator { get; init; }
    public required EffectMethod Method { get; init; }
    public required double Estimate { get; init; }
    public required double Low { get; init; }
    public required double High { get; init; }
    public double Level { get; init; } = 0.95;
    public required Verdict Verdict { get; init; }

    /// <summary>Why this method and this verdict, for people.</summary>
    public required Bilingual Why { get; init; }

    /// <summary>For an inconclusive one: the day on which the data will be enough, if the effect is as promised.</summary>
    public DateOnly? DecidableOn { get; init; }

    public IReadOnlyList<Caveat> Caveats { get; init; } = [];

    /// <summary>The plot: per bucket the treated value, the counterfactual and its band.</summary>
    public IReadOnlyList<EffectPoint> Path { get; init; } = [];
}

/// <summary>One bucket of an effect's plot. NaN where nothing is known.</summary>
public readonly record struct EffectPoint(DateTime At, double Observed, double Expected, double Low, double High, bool After, bool LeftOut);
