using System.Text.Json;
using System.Text.Json.Serialization;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>What a rule demands of A (the activation) and B (the target); Declare templates (Pesic 2008, Table 5.1) and four with data.</summary>
public enum RuleTemplate
{
    /// <summary>A happens at least once.</summary>
    Existence,

    /// <summary>A never happens.</summary>
    Absence,

    /// <summary>A happens at most once.</summary>
    AtMostOnce,

    /// <summary>The case begins with A.</summary>
    Init,

    /// <summary>The case ends with A.</summary>
    End,

    /// <summary>If A happens, B does, before or after.</summary>
    RespondedExistence,

    /// <summary>A and B both happen or neither.</summary>
    CoExistence,

    /// <summary>Not both.</summary>
    NotCoExistence,

    /// <summary>After each A comes a B, within the time if one is given.</summary>
    Response,

    /// <summary>Before each A came a B.</summary>
    Precedence,

    /// <summary>After each A comes a B before the next A.</summary>
    AlternateResponse,

    /// <summary>Before each A came a B since the last A.</summary>
    AlternatePrecedence,

    /// <summary>Directly after each A comes a B.</summary>
    ChainResponse,

    /// <summary>Directly before each A came a B.</summary>
    ChainPrecedence,

    /// <summary>After A there is no B.</summary>
    NotSuccession,

    /// <summary>At no time more A (less those undone) than B, each B counting as many as its weight says.</summary>
    Balance,

    /// <summary>The amounts of A sum to no more than those of B.</summary>
    AmountLimit,
}

/// <summary>On what a rule holds, or does not: an attribute of the event or its case has one of the values, or the case has the activity.</summary>
public sealed record RuleCondition(string? Attribute = null, IReadOnlyList<string>? Values = null, string? HasActivity = null);

/// <summary>A rule that cases must keep, as data.</summary>
/// <param name="Undo">Activities that take an A back (template Balance).</param>
/// <param name="Within">Seconds between A and B (template Response).</param>
/// <param name="Number">The attribute that is summed: weight of B (Balance), amount (AmountLimit).</param>
/// <param name="Per">The attribute that names what is balanced (a ticket): one A for each of its values. Events without it are held against the case.</param>
public sealed record ProcessRule(
    string Id,
    Bilingual Name,
    RuleTemplate Template,
    IReadOnlyList<string> A,
    IReadOnlyList<string> B,
    IReadOnlyList<string>? Undo = null,
    double? Within = null,
    RuleCondition? When = null,
    RuleCondition? Unless = null,
    string? Number = null,
    string? Per = null)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) }, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The rules of ticketing that come with the product.</summary>
    public static IReadOnlyList<ProcessRule> Ticketing { get; } = Standard();

    /// <summary>Rules from JSON: an array of objects with the names above.</summary>
    public static IReadOnlyList<ProcessRule> Read(Stream stream)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessRule[]>(stream, Format) is { } rules && rules.All(r => r is { Id.Length: > 0, Name: not null, A.Count: > 0, B: not null })
                ? rules
                : throw new UnreadableLog("diagnose.rules.incomplete");
        }
        catch (JsonException e)
        {
            throw new UnreadableLog("diagnose.rules.bad-json", $"{e.Path} {e.LineNumber + 1}:{e.BytePositionInLine}");
        }
    }

    private static IReadOnlyList<ProcessRule> Standard()
    {
        using var stream = typeof(ProcessRule).Assembly.GetManifestResourceStream(typeof(ProcessRule).Namespace + ".rules.json")!;
        return Read(stream);
    }
}
