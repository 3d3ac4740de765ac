using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>A value as it is shown: with its interval, its n, and what to keep in mind.</summary>
/// <param name="Low">Lower end of the interval at <paramref name="Level"/>; NaN when it cannot be told.</param>
public sealed record Estimate(double Value, double Low, double High, long N, double Level, IReadOnlyList<Caveat> Caveats)
{
    public bool HasValue => !double.IsNaN(Value);
}
