using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Shell;

/// <summary>What waits in a stage for the person of the session. Stages register theirs; the rail shows the number.</summary>
public interface IWaiting
{
    Stage Stage { get; }

    Task<int> CountAsync(Session session, CancellationToken ct);
}

/// <summary>The numbers of the rail, for one person's circuit; counted again when something may have changed.</summary>
public sealed class Waiting : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly IEnumerable<IWaiting> _parts;
    private readonly Who _who;
    private readonly LoopRunner _loop;
    private readonly TimeProvider _clock;
    private Dictionary<Stage, int> _counts = [];
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    public Waiting(IEnumerable<IWaiting> parts, Who who, LoopRunner loop, TimeProvider clock)
    {
        (_parts, _who, _loop, _clock) = (parts, who, loop, clock);
        loop.Advanced += Stale;
    }

    public event Action? Changed;

    public int Of(Stage stage) => _counts.GetValueOrDefault(stage);

    /// <param name="now">True after something was done that changes the numbers.</param>
    public async Task CountAsync(bool now = false, CancellationToken ct = default)
    {
        if (!now && _clock.GetUtcNow() - _at < Fresh)
            return;
        _at = _clock.GetUtcNow();
        var counts = new Dictionary<Stage, int>();
        foreach (var part in _parts)
        {
            await using var session = _who.Open();
            counts[part.Stage] = counts.GetValueOrDefault(part.Stage) + await part.CountAsync(session, ct);
        }

        _counts = counts;
        Changed?.Invoke();
    }

    public void Dispose() => _loop.Advanced -= Stale;

    private void Stale() => _at = DateTimeOffset.MinValue;
}
