using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>The indicators of this installation.</summary>
public static class Indicators
{
    public static Task<IndicatorCatalog> AllAsync(Session session, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(IndicatorCatalog.BuiltIn);
    }
}
