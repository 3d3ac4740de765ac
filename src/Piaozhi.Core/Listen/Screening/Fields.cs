using System.Collections.Frozen;

namespace Piaozhi.Core.Listen.Screening;

/// <summary>The fields that the contract names for each kind of row; the position of a field is its slot in a <see cref="RawRow"/>.</summary>
public static class Fields
{
    private static readonly string[][] Own =
    [
        ["event_id", "case_id", "activity", "occurred_at", "recorded_at", "outcome", "reason", "duration_ms", "amount", "currency", "objects", "source", "source_id"],
        ["feedback_id", "case_id", "received_at", "source", "text", "recorded_at", "rating", "rating_max", "language"],
        ["response_id", "case_id", "survey", "started_at", "submitted_at", "recorded_at", "mode", "answers"],
        ["reading_id", "indicator", "measured_at", "value", "weight", "recorded_at"],
        ["action_id", "title", "indicator", "expected", "expected_change", "started_at", "ended_at", "scope", "recorded_at"],
        ["survey", "title", "questions", "recorded_at"],
    ];

    private static readonly string[][] All = [.. Own.Select((f, k) => k < (int)FactKind.Actions ? f.Concat(Dimensions.Names).ToArray() : f)];

    private static readonly FrozenDictionary<string, int>[] Slots =
        [.. All.Select(f => f.Select((name, slot) => (name, slot)).ToFrozenDictionary(p => p.name, p => p.slot, StringComparer.Ordinal))];

    public static IReadOnlyList<string> Of(FactKind kind) => All[(int)kind];

    /// <summary>Slot of a field, or −1 when the contract does not name it.</summary>
    public static int Slot(FactKind kind, string name) => Slots[(int)kind].GetValueOrDefault(name, -1);

    public static int Slot(FactKind kind, ReadOnlySpan<char> name) => Slots[(int)kind].GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var slot) ? slot : -1;

    /// <summary>Slot of the first dimension; −1 for kinds that have none.</summary>
    public static int DimensionsFrom(FactKind kind) => Slot(kind, "channel");

    /// <summary>The word of a kind: its file name and its API path.</summary>
    public static string Word(this FactKind kind) => kind switch
    {
        FactKind.Events => "events",
        FactKind.Feedback => "feedback",
        FactKind.Responses => "responses",
        FactKind.Readings => "readings",
        FactKind.Actions => "actions",
        FactKind.Surveys => "surveys",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The kind that a word names, or null.</summary>
    public static FactKind? Kind(string word)
    {
        foreach (var kind in Enum.GetValues<FactKind>())
            if (string.Equals(kind.Word(), word, StringComparison.OrdinalIgnoreCase))
                return kind;
        return null;
    }
}
