using System.Text.Json;

namespace Piaozhi.Core.Listen.Feedback;

/// <summary>Which answered questionnaires were not answered with care: too fast, one answer all the way down, or sent twice. They are kept and excluded, with the reason.</summary>
public static class Careless
{
    public const string Speeding = "speeding";
    public const string StraightLine = "straight-line";
    public const string Duplicate = "duplicate";

    /// <summary>Share of the median duration below which nobody reads the questions.</summary>
    private const double FastShare = 0.3;

    /// <summary>Fewest ratings from which one repeated answer is suspicious.</summary>
    private const int LongEnough = 8;

    /// <summary>The responses of one survey with their reasons of exclusion; the order stays.</summary>
    public static IReadOnlyList<ResponseFact> Screen(IReadOnlyList<ResponseFact> responses)
    {
        var durations = responses.Select(Seconds).Where(s => s > 0).Order().ToList();
        // A median of a handful of durations says nothing about what is too fast.
        var fast = durations.Count >= 20 ? durations[durations.Count / 2] * FastShare : 0;
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        return [.. responses.Select(r => r with { Exclusions = Reasons(r, fast, seen) })];
    }

    private static List<string> Reasons(ResponseFact response, double fast, Dictionary<string, string> seen)
    {
        var reasons = new List<string>();
        if (Seconds(response) is > 0 and var seconds && seconds < fast)
            reasons.Add(Speeding);
        var ratings = response.Answers.Values.Where(a => a.ValueKind == JsonValueKind.Number).Select(a => a.GetDouble()).ToList();
        if (ratings.Count >= LongEnough && ratings.TrueForAll(v => v == ratings[0]))
            reasons.Add(StraightLine);
        // Only who is known can be known to have answered twice; equal answers of strangers are no proof.
        if ((response.CaseId ?? response.Dimensions.CustomerId) is { } who)
        {
            var answers = string.Join('\u001f', response.Answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => a.Key + "=" + a.Value.GetRawText()));
            // The same response sent again is no second answer.
            if (!seen.TryAdd(who + "\u001e" + answers, response.Id) && seen[who + "\u001e" + answers] != response.Id)
                reasons.Add(Duplicate);
        }

        return reasons;
    }

    private static double Seconds(ResponseFact response) => response.StartedAt is { } at ? (response.SubmittedAt - at).TotalSeconds : 0;
}
