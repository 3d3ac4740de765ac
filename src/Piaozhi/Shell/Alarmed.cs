using Piaozhi.Host;

namespace Piaozhi.Shell;

/// <summary>Which indicators have a signal just now that is not noise; the key figures of Today show these, and only these, in red.</summary>
public interface IAlarmed
{
    Task<IReadOnlySet<string>> CodesAsync(Session session, CancellationToken ct);
}
