using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Standardize;

/// <summary>What was learned from a closed improvement, whether it worked or not.</summary>
public sealed record Lesson(
    string Id, string ImprovementId, string Title, string Text, bool Worked, IReadOnlyList<string> Indicators,
    string? Taxonomy, Slice Slice, DateTime LearnedAt);

/// <summary>What a lesson is sought for.</summary>
public sealed record LessonQuery(string Text, IReadOnlyList<string> Indicators, string? Taxonomy, Slice Slice);

/// <summary>A lesson and how near it is, 0–1.</summary>
public sealed record ScoredLesson(Lesson Lesson, double Score);

/// <summary>Finds lessons of similar problems: same indicators, same complaint topic, same dimensions, words in common.</summary>
public static class SimilarLessons
{
    /// <summary>Lessons above <paramref name="least"/>, nearest first.</summary>
    public static IReadOnlyList<ScoredLesson> Find(LessonQuery query, IEnumerable<Lesson> lessons, int most = 5, double least = 0.15) =>
    [
        .. lessons.Select(l => new ScoredLesson(l, Score(query, l))).Where(s => s.Score >= least)
            .OrderByDescending(s => s.Score).ThenByDescending(s => s.Lesson.LearnedAt).Take(most),
    ];

    /// <summary>Weights: indicators 0.4 (Jaccard), taxonomy 0.2 (leaf 1, same branch 0.5), slice 0.2, text 0.2 (Dice of 2-grams).</summary>
    public static double Score(LessonQuery query, Lesson lesson) =>
        0.4 * Jaccard([.. query.Indicators], [.. lesson.Indicators])
        + 0.2 * Topic(query.Taxonomy, lesson.Taxonomy)
        + 0.2 * Place(query.Slice, lesson.Slice)
        + 0.2 * Dice(Grams(query.Text), Grams(lesson.Title + " " + lesson.Text));

    private static double Jaccard(HashSet<string> a, HashSet<string> b) =>
        a.Count == 0 || b.Count == 0 ? 0 : a.Intersect(b).Count() / (double)a.Union(b).Count();

    private static double Topic(string? a, string? b)
    {
        if (string.IsNullOrEmpty(a) || string.IsNullOrEmpty(b))
            return 0;
        return a == b ? 1 : a.Split('.')[0] == b.Split('.')[0] ? 0.5 : 0;
    }

    /// <summary>Same dimensions count half, same values the other half: a broken gate elsewhere teaches too.</summary>
    private static double Place(Slice a, Slice b)
    {
        var keys = Jaccard([.. a.Dimensions], [.. b.Dimensions]);
        var values = Jaccard([.. Pairs(a)], [.. Pairs(b)]);
        return (keys + values) / 2;
    }

    private static IEnumerable<string> Pairs(Slice slice) => slice.SelectMany(p => p.Value.Select(v => p.Key + "=" + v));

    private static double Dice(HashSet<string> a, HashSet<string> b) =>
        a.Count == 0 || b.Count == 0 ? 0 : 2.0 * a.Intersect(b).Count() / (a.Count + b.Count);

    private static HashSet<string> Grams(string text)
    {
        var letters = text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray();
        return [.. Enumerable.Range(0, Math.Max(0, letters.Length - 1)).Select(i => new string(letters, i, 2))];
    }
}
