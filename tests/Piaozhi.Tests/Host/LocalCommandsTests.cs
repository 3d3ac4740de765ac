using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Host;

namespace Piaozhi.Tests.Host;

/// <summary>Commands of the real binary while a server owns the data folder.</summary>
public class LocalCommandsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_works_while_a_server_owns_the_folder_and_prints_to_its_own_caller()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var options = app.Services.GetRequiredService<PiaozhiOptions>();
        await app.Services.GetRequiredService<LocalServer>().AnnounceAsync(options, app.Address.ToString(), Ct);
        var elsewhere = Directory.CreateTempSubdirectory("piaozhi-caller-").FullName;
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "readings.ndjson"), """{"indicator":"K98","measured_at":"2026-01-15T10:00:00Z","value":0.999}""", Ct);

        // The path is relative to where the caller stands, not to where the server does.
        var (exit, output, _) = await CommandAsync(elsewhere, "listen", "import", "readings.ndjson", "--data", app.Folder);
        Assert.Equal(0, exit);
        Assert.Contains("readings.ndjson", output, StringComparison.Ordinal);
        await using var session = app.Session();
        Assert.Equal(1, await session.Facts.ScalarAsync<long>("SELECT COUNT(*) FROM listen_reading"));

        var (failed, _, error) = await CommandAsync(elsewhere, "listen", "import", "nowhere.csv", "--data", app.Folder);
        Assert.Equal(2, failed);
        Assert.Contains("nowhere.csv", error, StringComparison.Ordinal);
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task A_command_that_finds_the_folder_taken_by_something_mute_says_so()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var (exit, _, error) = await CommandAsync(app.Folder, "improve", "list", "--data", app.Folder);
        Assert.Equal(3, exit);
        Assert.Contains(app.Folder, error, StringComparison.Ordinal);
    }

    internal static async Task<(int Exit, string Output, string Error)> CommandAsync(string folder, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in args.Prepend(Path.Combine(AppContext.BaseDirectory, "piaozhi.dll")))
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await output, await error);
    }
}
