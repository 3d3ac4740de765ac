using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Standardize;
using Piaozhi.Host;

namespace Piaozhi.Standardize;

/// <summary>Endpoints below <c>/api/v1/standardize/lessons</c>.</summary>
public static class LessonsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/standardize/lessons").WithTags("standardize");
        group.MapGet("", async (string? text, string? indicators, string? slice, string? taxonomy, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            if (string.IsNullOrWhiteSpace(text + indicators + slice + taxonomy))
                return (await ListLessons.RunAsync(new(), session, ct)).Value.Select(f => Shape(f.Row, null));
            var codes = (indicators ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
            if (codes.Length == 0 && string.IsNullOrWhiteSpace(slice + taxonomy))
                return (await ListLessons.RunAsync(new(text), session, ct)).Value.Select(f => Shape(f.Row, f.Score));
            return (await ListLessons.LikeAsync(new LessonQuery(text ?? "", codes, taxonomy, Slice.Parse(slice)), session, ct)).Select(f => Shape(f.Row, f.Score));
        }).WithName("FindLessons").WithSummary("Lessons: all, by words, or by likeness of indicators, slice and taxonomy");
        group.MapGet("/{id}", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var one = await ListLessons.OneAsync(id, session, ct);
            return one.Ok ? Results.Ok(Shape(one.Value, null)) : one.ToResult();
        }).WithName("GetLesson").WithSummary("One lesson");
        group.MapPut("/{id}", async (string id, EditLesson.Input input, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await EditLesson.RunAsync(id, input, session, ct)).ToResult();
        }).WithName("EditLesson").WithSummary("Writes what people add to a lesson");
    }

    private static object Shape(LessonRow r, double? score) => new
    {
        id = r.ImprovementId, r.Title, r.Problem, r.Cause, actions = r.Actions.Split('\n', StringSplitOptions.RemoveEmptyEntries), effect = new Bilingual(r.EffectZh, r.EffectEn),
        r.Text, r.Conditions, documents = r.Documents.Split('\n', StringSplitOptions.RemoveEmptyEntries), r.Worked, r.LostSince,
        indicators = r.Indicators.Split(',', StringSplitOptions.RemoveEmptyEntries), r.Slice, r.LearnedOn, r.Revision, score,
    };
}
