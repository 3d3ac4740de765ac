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
}

/// <summary>A named caveat about <paramref name="Subject"/> (an indicator, a slice, a period), with figures that fill its text.</summary>
public sealed record Caveat(CaveatId Id, string Subject = "", params object[] Args);
