using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Piaozhi.Tests.Analyze;

/// <summary>A folder of the contract that a test writes by hand, and what the one-shot job makes of it.</summary>
public sealed class ADataSet : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("piaozhi-contract-").FullName;

    public string Output => Path.Combine(_folder, "out");

    public ADataSet With(string name, params string[] lines)
    {
        File.WriteAllText(Path.Combine(_folder, name), string.Join('\n', lines) + "\n");
        return this;
    }

    public ADataSet With(string name, Encoding encoding, params string[] lines)
    {
        File.WriteAllText(Path.Combine(_folder, name), string.Join("\r\n", lines) + "\r\n", encoding);
        return this;
    }

    public ADataSet Zipped(string name, params string[] lines)
    {
        using var zip = new GZipStream(File.Create(Path.Combine(_folder, name)), CompressionLevel.Fastest);
        zip.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return this;
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    public Task<int> AnalyzeAsync(params string[] more) => Program.Main(["analyze", "--input", _folder, "--output", Output, .. more]);

    public JsonElement Findings() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Output, "findings.json"))).RootElement;

    /// <summary>The lines of a side file; empty when it was not written.</summary>
    public List<JsonElement> Lines(string name) => File.Exists(Path.Combine(Output, name))
        ? [.. File.ReadAllLines(Path.Combine(Output, name)).Select(l => JsonDocument.Parse(l).RootElement)]
        : [];

    public async Task<JsonElement> FoundAsync(params string[] more)
    {
        Assert.Equal(0, await AnalyzeAsync(more));
        return Findings();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
