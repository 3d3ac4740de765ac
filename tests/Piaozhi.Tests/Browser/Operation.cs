using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Sample;
using Piaozhi.Tests.Browser;

[assembly: AssemblyFixture(typeof(Operation))]

namespace Piaozhi.Tests.Browser;

/// <summary>The living sample operation and a browser; started by the first browser test, shared by all, because none of them changes it.</summary>
public sealed partial class Operation : IAsyncDisposable
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly Lazy<Task> _started;
    private PiaozhiApp? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Operation() => _started = new Lazy<Task>(BeginAsync);

    public PiaozhiApp App => _app!;

    public IBrowser Browser => _browser!;

    /// <summary>Every Chinese run of characters that people or sources wrote: what may stand on an English page.</summary>
    public string OwnWords { get; private set; } = "";

    /// <summary>Starts once; what fails, fails every test with the same reason.</summary>
    public Task StartAsync() => _started.Value;

    private async Task BeginAsync()
    {
        _app = await PiaozhiApp.StartAsync();
        await using var session = _app.Session();
        var loaded = await LoadSample.RunAsync(new LoadSample.Input(), session, _app.Services.GetRequiredService<Installation>(), _app.Services.GetRequiredService<LoopRunner>());
        Assert.True(loaded.Ok, string.Join(' ', loaded.Refusals.Select(r => r.Code)));
        await LeaveAnImportAsync(session);
        OwnWords = await OwnWordsAsync(session);
        _browser = await LaunchAsync();
    }

    /// <summary>An import whose file waits for a mapping of its columns, so that its pages have something to show.</summary>
    private static async Task LeaveAnImportAsync(Session session)
    {
        var file = session.Options.InData("tmp", "turnstiles.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "Scan time,Barrier,Ticket,Verdict\n2026-03-05 10:00:00,B1,T1,open\n2026-03-05 10:00:04,B2,T2,refused\n");
        session.Records.Add(new ImportRow
        {
            Id = "left-open", ActorId = session.Actor.Id, ActorName = session.Actor.Name, Via = "page", StartedAt = session.Now.UtcDateTime, State = ImportState.NeedsMapping, Seen = true,
            Files = [new ImportFile("turnstiles.csv", file, new FileInfo(file).Length, Own: true) { State = FileState.NeedsMapping }],
        });
        await session.Records.SaveChangesAsync();
    }

    public async Task<IBrowser> LaunchAsync()
    {
        _playwright ??= await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
    }

    /// <summary>A window onto the operation, in a language, a width and a theme; errors of the console are kept.</summary>
    public async Task<Window> OpenAsync(string language = "zh-CN", int width = 1440, bool dark = false, string? role = null)
    {
        await StartAsync();
        var context = await Browser.NewContextAsync(new()
        {
            Locale = language, ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light, AcceptDownloads = true,
        });
        if (role is not null)
            await context.AddCookiesAsync([new() { Name = "piaozhi.role", Value = role, Url = App.Address.ToString() }]);
        return new Window(App.Address, context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <summary>All texts of the records, but for columns that hold our own Chinese, and the values and words in the facts.</summary>
    private static async Task<string> OwnWordsAsync(Session session)
    {
        var words = new StringBuilder();
        foreach (var entity in session.Records.Model.GetEntityTypes())
        {
            var texts = entity.GetProperties().Where(p => p.ClrType == typeof(string) && !p.Name.EndsWith("Zh", StringComparison.Ordinal)).Select(p => p.GetColumnName()).ToList();
            foreach (var column in texts)
#pragma warning disable EF1002 // names of the model
                foreach (var text in await session.Records.Database.SqlQueryRaw<string>($"SELECT \"{column}\" AS \"Value\" FROM {entity.GetTableName()} WHERE \"{column}\" IS NOT NULL").ToListAsync())
#pragma warning restore EF1002
                    words.Append(text).Append('\n');
        }

        foreach (var column in (string[])["channel", "outlet", "region", "product", "session", "device", "staff_id", "segment"])
            words.AppendJoin('\n', await session.Facts.QueryAsync($"SELECT DISTINCT {column} FROM listen_event WHERE {column} IS NOT NULL", [], r => r.GetString(0))).Append('\n');
        words.AppendJoin('\n', await session.Facts.QueryAsync("SELECT DISTINCT text FROM listen_feedback", [], r => r.GetString(0))).Append('\n');
        words.AppendJoin('\n', await session.Facts.QueryAsync("SELECT CAST(attributes AS VARCHAR) FROM listen_event WHERE attributes IS NOT NULL GROUP BY 1 LIMIT 20000", [], r => r.GetString(0))).Append('\n');
        words.AppendJoin('\n', await session.Facts.QueryAsync("SELECT title || ' ' || CAST(questions AS VARCHAR) FROM listen_survey", [], r => r.GetString(0))).Append('\n');
        // Columns of other systems are named as those systems name them.
        words.AppendJoin('\n', Mappings.BuiltIn.Select(m => JsonSerializer.Serialize(m))).Append('\n');
        words.AppendJoin('\n', await session.Facts.QueryAsync("SELECT DISTINCT text FROM listen_answer WHERE text IS NOT NULL", [], r => r.GetString(0)));
        return Unescaped().Replace(words.ToString(), m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());
    }

    // JSON columns write Chinese as \uXXXX.
    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Unescaped();
}
