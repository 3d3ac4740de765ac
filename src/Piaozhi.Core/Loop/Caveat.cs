namespace Piaozhi.Core.Loop;

/// <summary>Why a number must be read with care. The data were too weak, never the program.</summary>
public enum CaveatId
{
    NoData,
    SmallSample,
    ZeroVariance,
    ShortHistory,
    Incomplete,
    DefinitionChanged,
    SourceSilent,
    MixShift,
    Holiday,
    Autocorrelation,
    FewControls,
    TrendsDiffer,
    Overlapping,
    RegressionToMean,

    /// <summary>Columns that repeat one another: what each adds cannot be told apart.</summary>
    Singular,

    /// <summary>Values beyond the ends of the scale were left out.</summary>
    OutOfScale,

    /// <summary>An item runs against the others: its scale is probably reversed.</summary>
    ReversedItem,

    /// <summary>Judgements contradict one another more than is accepted.</summary>
    Inconsistent,

    /// <summary>Judgements are missing and were completed from the others.</summary>
    Completed,

    /// <summary>More parts under one node than people can compare.</summary>
    ManyParts,

    /// <summary>Rows with missing answers were left out.</summary>
    MissingRows,

    /// <summary>The iteration did not settle.</summary>
    NotConverged,

    /// <summary>Two things that should differ are measured as one.</summary>
    NotDiscriminant,

    /// <summary>Answers to one concept do not hang together.</summary>
    Unreliable,

    /// <summary>Too small a part of the weight was answered.</summary>
    LowCoverage,

    /// <summary>Resamples that could not be fitted were left out.</summary>
    FailedResamples,

    /// <summary>Weights were cut at a bound.</summary>
    Trimmed,

    /// <summary>Half of the answers or more are at the end of the scale: there is no room left to differ.</summary>
    Ceiling,

    /// <summary>The ways of weighting order the parts differently.</summary>
    WeightsDisagree,
}

/// <summary>A named caveat about <paramref name="Subject"/> (an indicator, a slice, a period), with figures that fill its text.</summary>
public sealed record Caveat(CaveatId Id, string Subject = "", params object[] Args);
