using System.Text.Json;

namespace Piaozhi.Core.Listen.Feedback;

/// <summary>
/// Which answered questionnaires were not answered with care: too fast, one answer all the way down, against themselves, or sent twice. They
/// are kept and excluded, with the reason. The scales are read from the answers themselves, so nothing depends on a definition that comes later.
/// </summary>
public static class Careless
{
    public const string Speeding = "speeding";
    public const string StraightLine = "straight-line";
    public const string Contradictory = "contradictory";
    public const string Duplicate = "duplicate";

    /// <summary>Share of the median duration below which nobody reads the questions.</summary>
    private const double FastShare = 0.3;

    /// <summary>Nobody reads and answers a question in less.</summary>
    private const double SecondsAnItem = 2;

    /// <summary>Fewest ratings from which one repeated answer is suspicious.</summary>
    private const int LongEnough = 8;

    /// <summary>The responses of one survey with their reasons of exclusion; the order stays.</summary>
    public static IReadOnlyList<ResponseFact> Screen(IReadOnlyList<ResponseFact> responses)
    {
        var durations = responses.Select(Seconds).Where(s => s > 0).Order().ToList();
        // A median of a handful of durations says nothing about what is too fast.
        var median = durations.Count >= 20 ? durations[durations.Count / 2] : 0;
        var most = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (code, value) in responses.SelectMany(Ratings))
            most[code] = Math.Max(most.GetValueOrDefault(code), value);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        return [.. responses.Select(r => r with { Exclusions = Reasons(r, median, most, seen) })];
    }

    private static List<string> Reasons(ResponseFact response, double median, Dictionary<string, double> most, Dictionary<string, string> seen)
    {
        var reasons = new List<string>();
        var ratings = Ratings(response).ToList();
        var seconds = Seconds(response);
        if (seconds > 0 && (seconds < median * FastShare || (ratings.Count >= 5 && seconds < ratings.Count * SecondsAnItem)))
            reasons.Add(Speeding);
        if (IsLine(ratings, seconds > 0 && seconds < median / 2, most))
            reasons.Add(StraightLine);
        if (IsContradictory(ratings, most))
            reasons.Add(Contradictory);
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

    /// <summary>One answer to everything. Content all the way down is believed of whoever took the time.</summary>
    private static bool IsLine(List<(string Code, double Value)> ratings, bool fast, Dictionary<string, double> most) =>
        ratings.Count >= (fast ? 5 : LongEnough) && ratings.TrueForAll(r => r.Value == ratings[0].Value)
        && (fast || ratings.Exists(r => r.Value < Math.Max(4, most[r.Code])));

    /// <summary>Delighted with everything and certain not to recommend, or the reverse: a scale of 0–10 beside three short ones.</summary>
    private static bool IsContradictory(List<(string Code, double Value)> ratings, Dictionary<string, double> most)
    {
        var shorts = ratings.Where(r => most[r.Code] is >= 4 and <= 7).ToList();
        if (shorts.Count < 3)
            return false;
        var mood = shorts.Average(r => (r.Value - 1) / (most[r.Code] - 1));
        return ratings.Exists(r => most[r.Code] is 10 or 11 && ((mood >= .95 && r.Value <= 1) || (mood <= .1 && r.Value >= 9)));
    }

    private static IEnumerable<(string Code, double Value)> Ratings(ResponseFact response) =>
        response.Answers.Where(a => a.Value.ValueKind == JsonValueKind.Number).Select(a => (a.Key, a.Value.GetDouble()));

    private static double Seconds(ResponseFact response) => response.StartedAt is { } at ? (response.SubmittedAt - at).TotalSeconds : 0;
}
