using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Host;
using Piaozhi.Storage;

namespace Piaozhi.Tests;

/// <summary>The real application on a real port with a data folder of its own, ended and removed with the test.</summary>
public sealed class PiaozhiApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataFolder _folder;
    private readonly string _path;
    private readonly bool _keep;

    private PiaozhiApp(WebApplication app, DataFolder folder, string path, bool keep) => (_app, _folder, _path, _keep) = (app, folder, path, keep);

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.First());

    public string Folder => _path;

    public HttpClient Client() => new() { BaseAddress = Address };

    public Session Session() => Services.GetRequiredService<Sessions>().OpenSystem();

    /// <param name="configure">Changes of the options before the start; background work is off unless switched on here.</param>
    /// <param name="folder">A data folder to open again; a new temporary one when null.</param>
    public static async Task<PiaozhiApp> StartAsync(Action<PiaozhiOptions>? configure = null, string? folder = null)
    {
        var path = folder ?? Directory.CreateTempSubdirectory("piaozhi-test-").FullName;
        var options = new PiaozhiOptions { DataFolder = path, Urls = "http://127.0.0.1:0", Background = false };
        configure?.Invoke(options);
        var taken = DataFolder.Take(options, out var held) ?? throw new InvalidOperationException(held);
        var app = WebHost.Build(options, Program.Compose);
        await StorageParts.PrepareAsync(app.Services);
        await app.StartAsync();
        return new PiaozhiApp(app, taken, path, folder is not null);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
        if (!_keep)
            Directory.Delete(_path, recursive: true);
    }
}
