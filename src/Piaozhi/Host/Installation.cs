using Piaozhi.Core.Loop;
using Piaozhi.Storage.Records;

namespace Piaozhi.Host;

/// <summary>What the installation holds: nothing, the invented sample only, or the operator's own data. The two are never mixed.</summary>
public enum Holding
{
    Nothing,
    Sample,
    Own,
}

/// <summary>The sample operation, as the rest of the product knows it: something that can be taken away.</summary>
public interface ISample
{
    /// <summary>The use case: a person takes the sample away. Refused without the right, or where there is none.</summary>
    Task<Outcome<Done>> RemoveAsync(Session session, CancellationToken ct);

    /// <summary>Deletes every invented fact and all work that hangs on it; asks for no right.</summary>
    Task ClearAsync(Session session, CancellationToken ct);
}

/// <summary>The state of this installation that every page asks for; kept in the records, held in memory.</summary>
public sealed class Installation(Sessions sessions, IServiceProvider services)
{
    private const string Key = "host.holding";

    private volatile CancellationTokenSource? _stop;
    private Task _ended = Task.CompletedTask;
    private readonly SemaphoreSlim _beginning = new(1, 1);

    public Holding Holding { get; private set; }

    /// <summary>True while everything to be seen is invented.</summary>
    public bool IsSample => Holding == Holding.Sample;

    /// <summary>How far the sample has been filled in, 0 to 1; null when it is not being filled.</summary>
    public double? Filling { get; private set; }

    public event Action? Changed;

    /// <summary>Does the filling of the sample; whoever needs the place ends it by <see cref="StopFillingAsync"/>.</summary>
    public async Task<T> FillAsync<T>(Func<IProgress<double>, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_stop, _ended) = (stop, ended.Task);
        try
        {
            Filled(0);
            return await work(new Share(this), stop.Token);
        }
        finally
        {
            _stop = null;
            Filled(null);
            ended.SetResult();
        }
    }

    /// <summary>Ends a filling that is under way; returns when it has ended.</summary>
    public async Task StopFillingAsync()
    {
        if (_stop is { } stop)
            await stop.CancelAsync();
        await _ended;
    }

    private void Filled(double? share)
    {
        Filling = share;
        Changed?.Invoke();
    }

    private sealed class Share(Installation installation) : IProgress<double>
    {
        public void Report(double value) => installation.Filled(value);
    }

    public async Task LoadAsync(CancellationToken ct = default)
    {
        await using var session = sessions.OpenSystem();
        Holding = await session.Records.SettingAsync(Key, Holding.Nothing, ct);
    }

    public async Task SetAsync(Holding holding, Session session, CancellationToken ct = default)
    {
        await session.Records.SetAsync(Key, holding, ct);
        await session.Records.SaveChangesAsync(ct);
        Holding = holding;
        Changed?.Invoke();
    }

    /// <summary>Called before the operator's own facts are written: takes the sample away first, so that invented and real figures never stand together.</summary>
    public async Task BeginOwnAsync(Session session, CancellationToken ct = default)
    {
        if (Holding == Holding.Own)
            return;
        // The first facts may come by several requests at once.
        await _beginning.WaitAsync(ct);
        try
        {
            if (Holding != Holding.Own)
                await BeginAsync(session, ct);
        }
        finally
        {
            _beginning.Release();
        }
    }

    private async Task BeginAsync(Session session, CancellationToken ct)
    {
        if (Holding == Holding.Sample && services.GetService<ISample>() is { } sample)
        {
            await StopFillingAsync();
            await sample.ClearAsync(session, ct);
        }

        await SetAsync(Holding.Own, session, ct);
    }
}
