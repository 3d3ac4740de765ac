using System.Text.Json;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Listen.Feedback;

/// <summary>One topic of what customers speak of; a code with a dot is a leaf.</summary>
/// <param name="Cues">Words that tell of it; parts joined by "+" must all be there.</param>
public sealed record Topic(string Code, string Zh, string En, IReadOnlyList<string> Cues)
{
    public Bilingual Name => new(Zh, En);

    public bool IsLeaf => Code.Contains('.', StringComparison.Ordinal);
}

/// <summary>The two-level list of topics, read from the embedded <c>taxonomy.json</c>.</summary>
public static class Taxonomy
{
    private static readonly Lazy<IReadOnlyList<Topic>> List = new(() =>
    {
        using var stream = typeof(Taxonomy).Assembly.GetManifestResourceStream("Piaozhi.Core.Listen.Feedback.taxonomy.json")!;
        return JsonSerializer.Deserialize<List<Topic>>(stream, JsonSerializerOptions.Web)!;
    });

    public static IReadOnlyList<Topic> All => List.Value;

    public static IEnumerable<Topic> Leaves => All.Where(t => t.IsLeaf);

    public static Topic? Of(string code) => All.FirstOrDefault(t => t.Code == code);
}
