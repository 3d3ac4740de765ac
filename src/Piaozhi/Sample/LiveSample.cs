using Piaozhi.Host;

namespace Piaozhi.Sample;

/// <summary>While only the sample is shown, its operation goes on: every minute brings what happened in it, also after a night switched off.</summary>
public sealed class LiveSample(Installation installation, LoopRunner loop) : IJob, IDisposable
{
    /// <summary>Figures follow more slowly than rows: counting is the dear part.</summary>
    private static readonly TimeSpan Counts = TimeSpan.FromHours(1);

    private SampleStream? _stream;
    private LoadSample.Loaded? _of;
    private DateTimeOffset _counted;

    public string Name => "sample.live";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(Session session, CancellationToken ct)
    {
        if (!installation.IsSample || installation.Filling is not null || await LoadSample.ReadAsync(session, ct) is not { Whole: true } loaded)
        {
            Dispose();
            return;
        }

        if (_stream is null || _of?.Day != loaded.Day || _of.Input != loaded.Input)
        {
            Dispose();
            var since = DateOnly.FromDateTime(loaded.Until.ToOffset(session.Options.UtcOffset).DateTime);
            _stream = new SampleStream(SampleStory.Since(SampleStory.Plan(loaded, session.Options.UtcOffset), since));
            _of = loaded;
        }

        var now = session.Now;
        // Rows of today that are there already are found again by their ids and left alone.
        var added = await _stream.WriteAsync(now, session, ct: ct);
        await LoadSample.KeepAsync(loaded with { Until = now }, session, ct);
        if (added == 0 || now - _counted < Counts)
            return;
        _counted = now;
        loop.Request();
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
