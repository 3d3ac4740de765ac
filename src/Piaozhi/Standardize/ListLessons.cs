using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Standardize;
using Piaozhi.Host;

namespace Piaozhi.Standardize;

/// <summary>A lesson and how near it is to what was asked, 0–1; null when it holds the very words, or nothing was asked.</summary>
public sealed record FoundLesson(LessonRow Row, double? Score);

/// <summary>Lists lessons: all, those that hold the words asked for, and behind them those that are alike. Lessons are for everybody.</summary>
public static class ListLessons
{
    public sealed record Input(string? Search = null, bool? Worked = null);

    public static async Task<Outcome<List<FoundLesson>>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var rows = (await session.Records.Set<LessonRow>().AsNoTracking().ToListAsync(ct))
            .Where(r => input.Worked is not { } worked || (r.Worked && r.LostSince is null) == worked)
            .OrderByDescending(r => r.LearnedOn).ThenBy(r => r.ImprovementId, StringComparer.Ordinal).ToList();
        if (string.IsNullOrWhiteSpace(input.Search))
            return rows.Select(r => new FoundLesson(r, null)).ToList();
        var words = input.Search.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var exact = rows.Where(r => words.All(w => Words(r).Contains(w, StringComparison.OrdinalIgnoreCase))).ToList();
        // Words alone weigh 0.2 of a likeness, so what is alike by words alone is judged on that part.
        var alike = SimilarLessons.Find(new LessonQuery(input.Search, [], null, Slice.Whole), rows.Except(exact).Select(r => r.ToLesson()), 10, 0.2 * 0.12);
        return (List<FoundLesson>)[.. exact.Select(r => new FoundLesson(r, null)), .. alike.Select(s => new FoundLesson(rows.First(r => r.ImprovementId == s.Lesson.Id), s.Score / 0.2))];
    }

    public static async Task<Outcome<LessonRow>> OneAsync(string id, Session session, CancellationToken ct = default) =>
        await session.Records.Set<LessonRow>().AsNoTracking().FirstOrDefaultAsync(r => r.ImprovementId == id, ct) is { } row
            ? row
            : new Refusal("standardize.lesson.not-found", id) { Kind = RefusalKind.NotFound };

    /// <summary>Lessons of what is like this, nearest first, with how near.</summary>
    public static async Task<List<FoundLesson>> LikeAsync(LessonQuery query, Session session, CancellationToken ct = default)
    {
        var rows = await session.Records.Set<LessonRow>().AsNoTracking().ToDictionaryAsync(r => r.ImprovementId, ct);
        return [.. SimilarLessons.Find(query, rows.Values.Select(r => r.ToLesson()), 3, 0.2).Select(s => new FoundLesson(rows[s.Lesson.Id], s.Score))];
    }

    private static string Words(LessonRow r) => string.Join('\n', r.Title, r.Problem, r.Cause, r.Actions, r.Text, r.Conditions, r.Documents, r.Indicators);
}
