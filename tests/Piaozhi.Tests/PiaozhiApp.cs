using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Tokens;
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

    /// <summary>A client that shows a token with these scopes, for the intake and other calls of programs.</summary>
    public async Task<HttpClient> TokenClientAsync(params string[] scopes)
    {
        await using var session = Session();
        var made = await MakeToken.RunAsync(new("test", scopes), session, Services.GetRequiredService<KnownTokens>());
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", made.Value.Token);
        return client;
    }

    /// <summary>A client signed in, through the form, with an account of these roles; works whatever the installation holds.</summary>
    public async Task<HttpClient> AccountClientAsync(string role, params string[] outlets)
    {
        var (name, password) = await AccountAsync(role, outlets);
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = Address };
        await SignInAsync(client, name, password);
        return client;
    }

    /// <summary>An account of these roles, with its password.</summary>
    public async Task<(string Name, string Password)> AccountAsync(string role, params string[] outlets)
    {
        var name = role + Guid.NewGuid().ToString("N")[..6];
        const string password = "seven green lanterns";
        await using (var session = Session())
        {
            var identities = Services.GetRequiredService<Identities>();
            var account = new AccountRow { UserName = name, Name = name, Roles = role, Outlets = outlets.Length > 0 ? string.Join('\n', outlets) : null };
            await identities.Of(session).CreateAsync(account);
            Assert.True((await identities.SetPasswordAsync(account, password, session)).Ok);
        }

        return (name, password);
    }

    /// <summary>Fills in the sign-in form as a browser does.</summary>
    public static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string password)
    {
        // A name of another host than localhost's own: there the visit of the sample does not reach.
        client.DefaultRequestHeaders.Host ??= "quality.example";
        return await PostFormAsync(client, "/access/sign-in", new() { ["userName"] = name, ["password"] = password });
    }

    /// <summary>Gets the form at an address and posts it with its own hidden fields and these values.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, string path, Dictionary<string, string> values)
    {
        var form = await client.GetStringAsync(path);
        foreach (System.Text.RegularExpressions.Match hidden in System.Text.RegularExpressions.Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\""))
            values.TryAdd(hidden.Groups[1].Value, System.Net.WebUtility.HtmlDecode(hidden.Groups[2].Value));
        using var content = new FormUrlEncodedContent(values);
        return await client.PostAsync(path, content);
    }

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
