using System.Diagnostics;
using System.Globalization;

namespace Piaozhi.Bench;

/// <summary>From the start of the process to the first page, on an empty folder and on one that is filled, beside the start of an empty .NET process.</summary>
public static class StartBench
{
    public static async Task<int> RunAsync(int times)
    {
        var folder = Directory.CreateTempSubdirectory("piaozhi-bench-");
        try
        {
            var (starts, pages, bare) = (new List<double>(), new List<double>(), new List<double>());
            for (var i = 0; i < times; i++)
            {
                var (listening, page) = await ServeAsync(folder.FullName);
                starts.Add(listening);
                pages.Add(page);
                bare.Add(await BareAsync());
            }

            starts.Sort();
            pages.Sort();
            bare.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"start to listening {starts[times / 2]:0.00} s, to the first page {pages[times / 2]:0.00} s, a .NET process that only prints its version {bare[times / 2]:0.00} s, ratio {pages[times / 2] / bare[times / 2]:0.0} (medians of {times})"));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double Listening, double Page)> ServeAsync(string folder)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start("serve", "--urls", "http://127.0.0.1:0", "--data", folder);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var at)
            {
                var listening = watch.Elapsed.TotalSeconds;
                using var client = new HttpClient();
                await client.GetStringAsync(new Uri(line[at..].Split(' ')[0]));
                var page = watch.Elapsed.TotalSeconds;
                process.Kill();
                await process.WaitForExitAsync();
                return (listening, page);
            }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    private static async Task<double> BareAsync()
    {
        var watch = Stopwatch.StartNew();
        using var process = Start("--version");
        await process.WaitForExitAsync();
        return watch.Elapsed.TotalSeconds;
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Piaozhi.Program).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PIAOZHI_BACKGROUND"] = "false";
        return Process.Start(start)!;
    }
}
