using System.Text.Json;

namespace Piaozhi.Core.Tests;

/// <summary>Reference numbers of tests/fixtures, made by the scripts of tests/oracles.</summary>
internal sealed class Fixture
{
    private readonly JsonElement _root;

    private Fixture(JsonElement root) => _root = root;

    public static Fixture Of(string stage, string method) =>
        new(JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", stage, method + ".json"))).RootElement);

    public Fixture this[string name] => new(_root.GetProperty(name));

    public double Number(string name) => _root.GetProperty(name).GetDouble();

    public double[] Row(string name) => [.. _root.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    public double[][] Rows(string name) => [.. _root.GetProperty(name).EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetDouble()).ToArray())];

    /// <summary>Equal to a relative tolerance.</summary>
    public static void Same(double expected, double actual, double tolerance = 1e-9) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1e-3, Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");

    public static void Same(double[] expected, IReadOnlyList<double> actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
            Same(expected[i], actual[i], tolerance);
    }
}
