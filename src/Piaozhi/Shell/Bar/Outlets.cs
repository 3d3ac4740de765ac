using Piaozhi.Host;

namespace Piaozhi.Shell.Bar;

/// <summary>The outlets that facts speak of, the busiest first; read once and again when facts are new.</summary>
public sealed class Outlets : IDisposable
{
    private readonly LoopRunner _loop;
    private Task<List<string>>? _all;

    public Outlets(LoopRunner loop)
    {
        _loop = loop;
        loop.Advanced += Forget;
    }

    /// <summary>Those of them that the person may see.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(Session session)
    {
        var all = await (_all ??= ReadAsync(session));
        return session.Actor.Outlets is { } mine ? [.. all.Where(mine.Contains)] : all;
    }

    public void Forget() => _all = null;

    public void Dispose() => _loop.Advanced -= Forget;

    private static Task<List<string>> ReadAsync(Session session) => session.Facts.QueryAsync(
        "SELECT outlet FROM listen_event WHERE outlet IS NOT NULL AND outlet <> '' GROUP BY outlet ORDER BY count(*) DESC, outlet LIMIT 500",
        [], r => r.GetString(0));
}
