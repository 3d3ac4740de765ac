namespace Piaozhi.Host;

/// <summary>Runs the registered jobs, each at its own interval, one after the other.</summary>
public sealed partial class Jobs(IEnumerable<IJob> jobs, Sessions sessions, PiaozhiOptions options, TimeProvider clock, ILogger<Jobs> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Background)
            return;
        var due = jobs.ToDictionary(j => j, j => clock.GetUtcNow() + j.Every);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var job in due.Keys.Where(j => due[j] <= clock.GetUtcNow()).ToList())
            {
                due[job] = clock.GetUtcNow() + job.Every;
                try
                {
                    await using var session = sessions.OpenSystem();
                    await job.RunAsync(session, stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    Failed(log, job.Name, e);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Job {Job} failed")]
    private static partial void Failed(ILogger log, string job, Exception e);
}
