using Piaozhi.Host;

namespace Piaozhi.Sample;

/// <summary>An installation that holds nothing is filled with the sample as soon as the server listens, unless it was started empty.</summary>
public sealed partial class FirstStart(Installation installation, Sessions sessions, LoopRunner loop, PiaozhiOptions options, IHostApplicationLifetime life, ILogger<FirstStart> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Background || options.Empty)
            return;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            await using var session = sessions.OpenSystem();
            if (installation.Holding == Holding.Nothing || installation.IsSample && await LoadSample.ReadAsync(session, stoppingToken) is not { Whole: true })
                await LoadSample.RunAsync(new LoadSample.Input(), session, installation, loop, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops, or the operator's own data came while the sample was being filled in: then it is not wanted any more.
        }
        catch (Exception e)
        {
            Failed(log, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The sample could not be filled in; 'piaozhi sample load' tries again")]
    private static partial void Failed(ILogger log, Exception e);
}
