using System.Collections.Frozen;
using System.Text.Json;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Listen.Vocabulary;

/// <summary>One activity of the event vocabulary.</summary>
/// <param name="Stage">Stage of the customer's journey: plan, buy, pay, issue, change, arrive, enter, travel, after, resolve, backstage.</param>
/// <param name="Words">What exports call it.</param>
public sealed record Activity(string Code, string Stage, string Zh, string En, IReadOnlyList<string> Words)
{
    public Bilingual Name => new(Zh, En);
}

/// <summary>The event vocabulary, read from the embedded <c>activities.json</c>. An activity outside it is kept and counted.</summary>
public static class Activities
{
    private static readonly Lazy<IReadOnlyList<Activity>> List = new(() =>
    {
        using var stream = typeof(Activities).Assembly.GetManifestResourceStream("Piaozhi.Core.Listen.Vocabulary.activities.json")!;
        return JsonSerializer.Deserialize<List<Activity>>(stream, JsonSerializerOptions.Web)!;
    });

    private static readonly Lazy<FrozenDictionary<string, Activity>> ByCode = new(() => All.ToFrozenDictionary(a => a.Code, StringComparer.Ordinal));

    public static IReadOnlyList<Activity> All => List.Value;

    public static Activity? Of(string code) => ByCode.Value.GetValueOrDefault(code);

    /// <summary>The activity's name; for one outside the vocabulary the code as the source wrote it.</summary>
    public static Bilingual Name(string code) => Of(code)?.Name ?? new Bilingual(code, code);
}
