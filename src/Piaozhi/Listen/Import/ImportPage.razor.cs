using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.JSInterop;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Columns;

namespace Piaozhi.Listen.Import;

/// <summary>Files are dropped here; every import is listed, the running ones with their progress.</summary>
public sealed partial class ImportPage
{
    private readonly CancellationTokenSource _gone = new();
    private ElementReference _zone;
    private IJSObjectReference? _module;
    private IJSObjectReference? _drop;
    private DotNetObjectReference<ImportPage>? _self;
    private IReadOnlyList<ImportRow>? _rows;
    private IReadOnlyList<ListedMapping> _mappings = [];
    private IReadOnlyList<Refusal>? _refusals;
    private (long Loaded, long Total, double Share)? _sending;
    private Action<string>? _again;
    private string _kind = "";
    private string _mapping = "";

    [Parameter] public string? Id { get; set; }

    private ImportRow? One => _rows?.FirstOrDefault(r => r.Id == Id);

    private IEnumerable<ImportRow> Shown => Id is null ? _rows ?? [] : One is { } one ? [one] : [];

    /// <summary>What is going on, else what came of the last import, else what can be done here.</summary>
    private string Headline
    {
        get
        {
            if (Id is not null && One is { } one)
                return one.IsRunning ? T["HeadRunning", one.Files.Count] : T["HeadEnded", N(one.Accepted), N(one.Duplicates), N(one.Rejected)];
            return _rows?.Count(r => r.IsRunning) is > 0 and var running ? T["HeadRunningSome", running] : T["HeadImport"];
        }
    }

    [JSInvokable]
    public async Task<string?> Chosen(string[] names, long bytes)
    {
        _refusals = null;
        var replace = Imports.Installation.IsSample;
        if (replace && !await Ask.SureAsync(T["ReplaceSampleTitle"], T["ReplaceSampleSure", names.Length], T["ReplaceSampleDo"]))
            return null;
        _sending = (0, bytes, 0);
        StateHasChanged();
        return $"page=true&kind={_kind}&mapping={Uri.EscapeDataString(_mapping)}&replace_sample={(replace ? "true" : "false")}";
    }

    [JSInvokable]
    public void Sent(long loaded, long total)
    {
        _sending = (loaded, total, total == 0 ? 1 : loaded / (double)total);
        StateHasChanged();
    }

    [JSInvokable]
    public async Task Taken(int status, string answer)
    {
        _sending = null;
        if (status is not (200 or 202) && status != -1)
            _refusals = Said(answer);
        await LoadAsync();
        StateHasChanged();
    }

    protected override async Task OnParametersSetAsync() => await LoadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            // In the reader's own context: an import changes on a thread that knows no language.
            var again = InContext.Of(Redraw);
            Imports.Changed += _again = _ => again();
            _ = TickAsync();
        }

        // The zone is there only for who may import, and only on the list.
        if (_drop is null && _zone.Context is not null && Id is null)
        {
            _self ??= DotNetObjectReference.Create(this);
            _module ??= await Js.InvokeAsync<IJSObjectReference>("import", "./listen.js");
            _drop = await _module.InvokeAsync<IJSObjectReference>("drop", _zone, _self);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Imports.Changed -= _again;
        await _gone.CancelAsync();
        _gone.Dispose();
        _self?.Dispose();
        try
        {
            if (_drop is not null)
                await _drop.DisposeAsync();
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone and with it what was to be let go.
        }
    }

    private async Task LoadAsync()
    {
        await using var session = Who.Open();
        var listed = await ListImports.RunAsync(session);
        (_rows, _refusals) = listed.Ok ? (listed.Value, _refusals) : ([], listed.Refusals);
        if (listed.Ok && _mappings.Count == 0)
            _mappings = await ListMappings.RunAsync(session);
        // Who looks at an ended import has seen its notice.
        if (Id is not null && One is { IsRunning: false, Seen: false } one && one.ActorId == Who.Actor.Id)
            await session.Records.Set<ImportRow>().Where(r => r.Id == one.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Seen, true));
    }

    /// <summary>Draws the progress while something runs.</summary>
    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(400));
        try
        {
            while (await timer.WaitForNextTickAsync(_gone.Token))
                if (_rows?.Any(r => r.IsRunning) == true)
                    await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
    }

    private void Redraw() => InvokeAsync(async () =>
    {
        if (_gone.IsCancellationRequested)
            return;
        await LoadAsync();
        StateHasChanged();
    });

    private async Task AbortAsync()
    {
        if (_drop is not null)
            await _drop.InvokeVoidAsync("abort");
    }

    private async Task CancelAsync(ImportRow row)
    {
        if (!await Ask.SureAsync(T["CancelTitle"], T["CancelSure"], T["CancelDo"]))
            return;
        await using var session = Who.Open();
        _refusals = (await CancelImport.RunAsync(row.Id, session, Imports)).Refusals;
        await LoadAsync();
    }

    private async Task ContinueAsync(ImportRow row)
    {
        await using var session = Who.Open();
        _refusals = (await ContinueImport.RunAsync(row.Id, session, Imports)).Refusals;
        await LoadAsync();
    }

    private DateTime Local(DateTime utc) => utc + Options.UtcOffset;

    private static string BadgeOf(ImportState state) => state is ImportState.NeedsMapping or ImportState.Interrupted or ImportState.Failed ? "soon" : "plain";

    private static string N(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private static string Size(long bytes) => bytes < 1024 * 1024 ? (bytes / 1024.0).ToString("0", CultureInfo.InvariantCulture) + " KB" : (bytes / 1024.0 / 1024).ToString("#,0.0", CultureInfo.InvariantCulture) + " MB";

    /// <summary>The refusals that the upload answered with; one of our own where the answer says nothing.</summary>
    private static IReadOnlyList<Refusal> Said(string answer)
    {
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(answer);
            if (json.RootElement.TryGetProperty("refusals", out var refusals))
                return [.. refusals.EnumerateArray().Select(r => new Refusal("listen.import.said", r.GetProperty("text").GetString() ?? ""))];
        }
        catch (System.Text.Json.JsonException)
        {
            // No answer of ours: the connection broke, or something stands between.
        }

        return [new Refusal("listen.import.broke-off")];
    }
}
