using System.Threading.Channels;

namespace Piaozhi.Host;

/// <summary>One run of the loop, after it.</summary>
public sealed record LoopRun(DateTimeOffset EndedAt, TimeSpan Took, bool Failed);

/// <summary>Runs the steps of the loop, in its order, whenever facts are new; requests that come meanwhile are joined into one run.</summary>
public sealed partial class LoopRunner(IEnumerable<ILoopStep> steps, Sessions sessions, PiaozhiOptions options, TimeProvider clock, ILogger<LoopRunner> log) : BackgroundService
{
    private readonly Channel<bool> _requests = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>What it does just now; empty when at rest.</summary>
    public string Doing { get; private set; } = "";

    /// <summary>How the last run ended; null before the first.</summary>
    public LoopRun? LastRun { get; private set; }

    /// <summary>Raised when a run has ended.</summary>
    public event Action? Advanced;

    public void Request() => _requests.Writer.TryWrite(true);

    public async Task AdvanceAsync(CancellationToken ct = default)
    {
        await _one.WaitAsync(ct);
        var began = clock.GetTimestamp();
        var failed = true;
        using var activity = Telemetry.Source.StartActivity("loop");
        try
        {
            foreach (var step in steps.OrderBy(s => s.Stage))
            {
                await using var session = sessions.OpenSystem();
                await step.AdvanceAsync(session, new Progress<string>(text => Doing = text), ct);
            }

            failed = false;
        }
        finally
        {
            LastRun = new LoopRun(clock.GetUtcNow(), clock.GetElapsedTime(began), failed && !ct.IsCancellationRequested);
            Telemetry.RanLoop(LastRun.Took, LastRun.Failed);
            Doing = "";
            _one.Release();
            Advanced?.Invoke();
        }
    }

    /// <summary>Does something while no step of the loop is at work.</summary>
    public async Task AloneAsync(Func<Task> work, CancellationToken ct = default)
    {
        await _one.WaitAsync(ct);
        try
        {
            await work();
        }
        finally
        {
            _one.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Background)
            return;
        await foreach (var _ in _requests.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await AdvanceAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Failed(log, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A step of the loop failed; it is tried again with the next facts")]
    private static partial void Failed(ILogger log, Exception e);
}
