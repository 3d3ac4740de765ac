using System.Security.Cryptography;
using System.Text.Json;
using Piaozhi.Core.Sample;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Sample;

namespace Piaozhi.Tests.Sample;

public sealed class WriteSampleTests : IDisposable
{
    private static readonly SamplePlan Plan = new()
    {
        Seed = 3, From = new DateOnly(2026, 3, 2), Days = 5, Scale = .02,
        Faults = [FaultCatalog.Begin(FaultId.F08, new DateOnly(2026, 3, 4), new DateTime(2026, 3, 7))],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("piaozhi-sample-").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_plan_gives_the_same_bytes_again(bool gzip)
    {
        var (one, other) = (await WriteAsync("one", Plan, gzip), await WriteAsync("other", Plan, gzip));
        Assert.Equal(8, one.Count);
        Assert.Equal(one, other);
        Assert.NotEqual(one, await WriteAsync("third", Plan with { Seed = 4 }, gzip));
    }

    [Fact]
    public async Task The_truth_names_the_fault_and_the_cause_of_every_complaint()
    {
        await WriteAsync("truth", Plan with { Scale = .1, Voice = 20 }, gzip: false);
        using var truth = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "truth", "truth.json")));
        var fault = truth.RootElement.GetProperty("faults")[0];
        Assert.Equal(("F08", "fault"), (fault.GetProperty("id").GetString(), fault.GetProperty("kind").GetString()));
        Assert.Equal("东站-G5", fault.GetProperty("cause").GetProperty("slice").GetProperty("device")[0].GetString());

        var causes = await RowsAsync("truth-rows").Where(r => r.GetProperty("kind").GetString() == "feedback").ToDictionaryAsync(r => r.GetProperty("id").GetString()!, r => r.GetProperty("cause").GetString());
        var feedback = await RowsAsync("feedback").Select(f => f.GetProperty("feedback_id").GetString()!).ToListAsync();
        Assert.NotEmpty(feedback);
        Assert.Equal(feedback.Order(StringComparer.Ordinal), causes.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("F08", causes.Values);
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_not_written_into()
    {
        await WriteAsync("full", Plan, gzip: false);
        Assert.Equal("sample.write.not-empty", (await WriteSample.RunAsync(new WriteSample.Input(Plan, Path.Combine(_folder, "full"), false))).Refusals[0].Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async IAsyncEnumerable<JsonElement> RowsAsync(string file)
    {
        await foreach (var line in File.ReadLinesAsync(Path.Combine(_folder, "truth", file + ".ndjson")))
        {
            using var json = JsonDocument.Parse(line);
            yield return json.RootElement.Clone();
        }
    }

    private async Task<SortedDictionary<string, string>> WriteAsync(string name, SamplePlan plan, bool gzip)
    {
        var folder = Path.Combine(_folder, name);
        Assert.True((await WriteSample.RunAsync(new WriteSample.Input(plan, folder, gzip))).Ok);
        return new(Directory.GetFiles(folder).ToDictionary(f => Path.GetFileName(f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))), StringComparer.Ordinal);
    }
}
