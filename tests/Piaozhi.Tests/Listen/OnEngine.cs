using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Tests.Storage;

namespace Piaozhi.Tests.Listen;

/// <summary>The application with its facts in either engine, and files loaded into it.</summary>
public static class OnEngine
{
    public static TheoryData<string> Engines => ["duckdb", "postgres"];

    public static async Task<PiaozhiApp> StartAsync(string engine)
    {
        var database = engine == "postgres" ? await FactStoreUnderTest.NewDatabaseAsync() : null;
        return await PiaozhiApp.StartAsync(o => (o.Facts, o.Postgres) = (engine, database));
    }

    public static Task<ImportRow> LoadAsync(this PiaozhiApp app, string name, params string[] lines) => app.LoadAsync(name, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    public static async Task<ImportRow> LoadAsync(this PiaozhiApp app, string name, byte[] content)
    {
        var path = Path.Combine(app.Folder, name);
        await File.WriteAllBytesAsync(path, content);
        await using var session = app.Session();
        var imports = app.Services.GetRequiredService<Imports>();
        var begun = await StartImport.RunAsync(new StartImport.Input([new ImportFile(name, path, content.Length, false)], null, null, true, "command"), session, imports);
        await imports.WaitAsync(begun.Value);
        return await session.Records.Set<ImportRow>().AsNoTracking().FirstAsync(r => r.Id == begun.Value);
    }

    public static Session As(this PiaozhiApp app, string role, params string[] outlets) =>
        app.Services.GetRequiredService<Sessions>().Open(new Actor(role, role, new HashSet<string> { role }, outlets.Length > 0 ? new HashSet<string>(outlets) : null));
}
